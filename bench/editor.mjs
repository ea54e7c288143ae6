#!/usr/bin/env node
// Measures what an editor waits for: one file of a server is changed again and again, and linted through the plugin in this process. The host's own parse of the same text is taken off.
//
//   npm run bench:editor -- [--lines N] [--edits N] [--root DIR]
//
// Default: 60 edits of a made server of 3,100 lines in 100 files; --root takes a server that you have. Prints a line of a table: the median and the 95th percentile of what an edit costs beyond the host's parse, in
// milliseconds and as a multiple of a bare parse of all its files; editor.md has the last results.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Linter } from "eslint";
import { parseSync } from "oxc-parser";
import { analyze } from "../dist/src/analyze.js";
import mcp from "../dist/src/eslint.js";
import { generate } from "./growth-program.mjs";

const { values: options } = parseArgs({ options: { lines: { type: "string", default: "3100" }, edits: { type: "string", default: "60" }, root: { type: "string" } } });

const scratch = options.root === undefined ? mkdtempSync(path.join(os.tmpdir(), "bench-editor-")) : undefined;
const root = scratch ?? path.resolve(options.root);
try {
  if (scratch !== undefined) generate(scratch, Number(options.lines), Infinity);
  measure();
} finally {
  if (scratch !== undefined) rmSync(scratch, { recursive: true });
}

function measure() {
  const { files } = analyze({ root });
  const linter = new Linter({ cwd: root });
  const parserOnly = mcp.configs.recommended.map(({ rules: _, ...config }) => config);
  const lint = (config, file, text) => time(() => linter.verify(text, config, { filename: path.join(root, file) }))[0];
  const texts = new Map(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
  const [bare] = best(3, () => time(() => [...texts].map(([file, text]) => parseSync(file, text).program.body.length)));
  const beyond = [];
  // every file is seen once, as by an editor that has just started
  const first = lint(mcp.configs.recommended, files[0], texts.get(files[0]));
  for (let edit = 0; edit < Number(options.edits) + 5; edit++) {
    const file = files[(edit * 7) % files.length];
    const text = edited(texts.get(file), edit);
    const own = lint(parserOnly, file, `${text} `);
    const all = lint(mcp.configs.recommended, file, text);
    if (edit >= 5) beyond.push(Math.max(0, all - own));
  }
  beyond.sort((a, b) => a - b);
  const at = (share) => beyond[Math.min(beyond.length - 1, Math.floor(beyond.length * share))];
  const tell = (ms) => `${ms.toFixed(0)} (${(ms / bare).toFixed(1)})`;
  console.log(`| ${options.root === undefined ? "made" : path.basename(root)} | ${files.length} | ${[...texts.values()].reduce((sum, text) => sum + text.split("\n").length, 0)} | ${bare.toFixed(1)} | ${first.toFixed(0)} | ${tell(at(0.5))} | ${tell(at(0.95))} |`);
}

/** Three kinds of keystrokes: a comment behind the text, a letter in the first text in quotes, a new variable. */
function edited(text, turn) {
  if (turn % 3 === 0) return `${text}// ${turn}\n`;
  if (turn % 3 === 1) return text.replace(/"([^"\n]*)"(?=[,;)\s])/g, (whole, inner, offset) => (offset > text.length / 2 && !inner.includes("/") ? `"${inner}${turn % 10}"` : whole));
  return `${text}export const added${turn} = ${turn};\n`;
}

function time(run) {
  const start = process.hrtime.bigint();
  const result = run();
  return [Number(process.hrtime.bigint() - start) / 1e6, result];
}

function best(rounds, run) {
  return Array.from({ length: rounds }, run).sort(([a], [b]) => a - b)[0];
}
