#!/usr/bin/env node
// Measures the analyzer on real servers, in ratios that hold on any machine.
//
//   npm run bench -- --mirrors DIR --cases FILE [--only TEXT] [--rounds N] [--write]
//
// DIR holds bare git repositories as DIR/owner+name/repo; FILE is a JSON list of { repo, vulnerable, root }.
// in process   collection to findings over the bare oxc parse (the program read) of the same files: the best of N rounds, one process a repository
// whole run    the command line over ESLint with @typescript-eslint/parser and no rule on the same files: whole processes, the best of N rounds
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkOut, findMirror } from "./checkout.mjs";

/** Servers of this many lines are also run as whole processes. */
const WHOLE_RUN = { from: 3000, to: 8000, most: 8 };

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    mirrors: { type: "string" }, cases: { type: "string" }, only: { type: "string" }, rounds: { type: "string", default: "3" }, write: { type: "boolean", default: false },
  },
});
if (options.mirrors === undefined || options.cases === undefined) {
  console.error("usage: npm run bench -- --mirrors DIR --cases FILE [--only TEXT] [--rounds N] [--write]");
  process.exit(2);
}

const rows = [];
const missing = [];
for (const [repository, cases] of groupCases()) {
  const mirror = findMirror(options.mirrors, repository);
  if (mirror === undefined) {
    missing.push(repository);
    continue;
  }
  const checkouts = cases.map((one) => ({ ...one, base: checkOut(mirror, one.commit) }));
  try {
    rows.push(measure(repository, checkouts.map(({ base, root }) => path.join(base, root))));
  } finally {
    for (const { base } of checkouts) rmSync(base, { recursive: true, force: true });
  }
}
const text = render();
console.log(text);
if (options.write) writeFileSync(path.join(here, "results.md"), text);

/** Commits and roots to measure, by repository. */
function groupCases() {
  const groups = new Map();
  for (const { id, repo, vulnerable, root } of JSON.parse(readFileSync(options.cases, "utf8"))) {
    if (options.only !== undefined && !`${id} ${repo}`.includes(options.only)) continue;
    const list = groups.get(repo) ?? [];
    if (!list.some((one) => one.commit === vulnerable && one.root === root)) groups.set(repo, [...list, { commit: vulnerable, root }]);
  }
  return groups;
}

function measure(repository, folders) {
  const child = spawnSync(process.execPath, ["--max-old-space-size=4096", path.join(here, "in-process.mjs"), options.rounds, ...folders], { encoding: "utf8", maxBuffer: 1 << 28 });
  const runs = child.stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (runs.length < folders.length) return { repository, failed: child.stderr.trim().split("\n")[0] ?? `exit ${child.status}` };
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  const [first] = runs;
  const fits = first.lines >= WHOLE_RUN.from && first.lines <= WHOLE_RUN.to && rows.filter((row) => row.eslint !== undefined).length < WHOLE_RUN.most;
  return { repository, lines: sum("lines"), whole: sum("whole"), parse: sum("parse"), ...(fits ? compareProcesses(first.folder) : {}) };
}

function compareProcesses(folder) {
  const eslint = [path.join(here, "../node_modules/eslint/bin/eslint.js"), "--no-config-lookup", "--config", path.join(here, "parser-only.config.mjs"), "--no-error-on-unmatched-pattern"];
  const list = execFileSync(process.execPath, ["-e", "process.stdout.write(JSON.stringify((await import(process.argv[1])).analyze({ root: process.argv[2] }).files))", "--input-type=module", path.join(here, "../dist/src/analyze.js"), folder]);
  const files = JSON.parse(list.toString("utf8"));
  let cli = Infinity;
  let other = Infinity;
  for (let round = 0; round < Number(options.rounds); round += 1) {
    cli = Math.min(cli, timeProcess([path.join(here, "../dist/src/cli.js"), folder], folder));
    other = Math.min(other, timeProcess([...eslint, "--no-ignore", ...files], folder));
  }
  return { cli, eslint: other };
}

function timeProcess(args, cwd) {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, args, { cwd, stdio: "ignore" });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function render() {
  const good = rows.filter((row) => row.failed === undefined).sort((a, b) => b.whole / b.parse - a.whole / a.parse);
  const sum = (list, key) => list.reduce((total, row) => total + row[key], 0);
  const ratio = (a, b) => (a / b).toFixed(1);
  const processes = good.filter((row) => row.eslint !== undefined);
  const line = (row) => `| ${row.repository} | ${row.lines} | ${ratio(row.whole, row.parse)} | ${row.eslint === undefined ? "" : (row.cli / row.eslint).toFixed(2)} |`;
  return [
    "# Cost", "",
    `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model.trim() ?? "unknown"}, best of ${options.rounds}. Both sides of a ratio come from the same run.`, "",
    "| | lines | in process / bare parse | whole run / ESLint, parser only |", "| --- | ---: | ---: | ---: |",
    `| **all** | ${sum(good, "lines")} | **${ratio(sum(good, "whole"), sum(good, "parse"))}** | ${processes.length === 0 ? "" : `**${(sum(processes, "cli") / sum(processes, "eslint")).toFixed(2)}**`} |`,
    ...good.map(line), "",
    ...rows.filter((row) => row.failed !== undefined).map((row) => `Failed: ${row.repository}: ${row.failed}`),
    ...(missing.length === 0 ? [] : [`Not measured, no mirror: ${missing.join(", ")}`]),
  ].join("\n").concat("\n");
}
