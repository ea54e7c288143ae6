#!/usr/bin/env node
// Measures how time and memory grow with the size of a program: generated servers of 1,000 to 1,000,000 lines, a process each, of the built package.
//
//   npm run bench:growth -- [--lines 1000,3000,10000,30000,100000,300000,1000000] [--server 50000] [--rounds N]
//
// --server  the most lines of one server; a larger program is a workspace of several
//
// cpu       seconds of processor from collection to findings, the best of N rounds
// memory    the most that the process held, in MB
// exponent  b of a · lines^b, by least squares on the logarithms: 1 is linear. What every run costs, however small, is measured by an empty program and taken off
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./growth-program.mjs";

const here = fileURLToPath(import.meta.url);
const { values: options } = parseArgs({ options: { lines: { type: "string", default: "1000,3000,10000,30000,100000,300000,1000000" }, server: { type: "string", default: "50000" }, rounds: { type: "string", default: "1" }, measure: { type: "string" } } });
if (options.measure === undefined) await compare();
else await measure(options.measure);

async function compare() {
  const folder = mkdtempSync(path.join(tmpdir(), "mcp-boundary-growth-"));
  try {
    const most = Number(options.server);
    const empty = best(generate(path.join(folder, "empty"), 0, most));
    const rows = [];
    console.log("  lines   files  cpu s  µs a line  memory MB  findings  gaps");
    for (const lines of options.lines.split(",").map(Number)) {
      const root = generate(path.join(folder, String(lines)), lines, most);
      const row = best(root);
      rm(root);
      rows.push(row);
      console.log([String(row.lines).padStart(7), String(row.files).padStart(7), row.cpu.toFixed(2).padStart(6), ((row.cpu - empty.cpu) / row.lines * 1e6).toFixed(1).padStart(10), row.memory.toFixed(0).padStart(10), String(row.findings).padStart(9), String(row.gaps).padStart(5)].join(" "));
    }
    if (rows.length > 1) console.log(`exponent of cpu ${exponent(rows.map((row) => [row.lines, row.cpu - empty.cpu])).toFixed(3)}, of memory ${exponent(rows.map((row) => [row.lines, row.memory - empty.memory])).toFixed(3)}`);
  } finally {
    rm(folder);
  }
}

function best(root) {
  const rounds = Array.from({ length: Number(options.rounds) }, () => JSON.parse(execFileSync(process.execPath, ["--max-old-space-size=12288", here, "--measure", root], { encoding: "utf8" })));
  return rounds.reduce((least, one) => (one.cpu < least.cpu ? one : least));
}

async function measure(root) {
  const { analyze } = await import("../dist/src/analyze.js");
  const before = process.cpuUsage();
  const { findings, gaps, summary, failures } = analyze({ root });
  const { user, system } = process.cpuUsage(before);
  if (failures.length > 0) throw new Error(`rule ${failures[0].rule} failed: ${failures[0].message}`);
  console.log(JSON.stringify({ lines: summary.lines, files: summary.files, cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS / 1024, findings: findings.length, gaps: gaps.length }));
}

/** The slope of the line through the logarithms that has the least squares. */
function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (at) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

function rm(folder) {
  rmSync(folder, { recursive: true, force: true });
}
