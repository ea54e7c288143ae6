#!/usr/bin/env node
// Lowers every JavaScript and TypeScript file below the folders, such as the tests of a compiler, and analyses a sample of them. Nothing may throw, no rule may fail.
//
//   npm run conformance -- [--every N] [--slow MS] DIR...
//
// One file in N is analysed as a program of its own; default 50. Names files that take longer than --slow, default 10000 milliseconds of the processor, for the one or the other. Ends with 1 when
// anything failed.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { analyze } from "../dist/src/analyze.js";
import { printModule } from "../dist/src/ir/print.js";
import { javascript } from "../dist/src/languages/javascript.js";

/** As the program takes them in. */
const LONGEST = 2 << 20;

const { values: options, positionals: folders } = parseArgs({ allowPositionals: true, options: { every: { type: "string", default: "50" }, slow: { type: "string", default: "10000" } } });
const counts = { files: 0, lowered: 0, refused: 0, analysed: 0, failed: 0 };

for (const folder of folders) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && javascript.extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => path.join(entry.parentPath, entry.name)).sort();
  for (const file of files) {
    if (statSync(file).size > LONGEST) continue;
    counts.files += 1;
    tryOn(file, () => {
      const lowered = javascript.lower(path.relative(folder, file), readFileSync(file, "utf8"));
      counts[lowered.ok ? "lowered" : "refused"] += 1;
      return lowered.ok ? unsound(lowered.module) : [];
    });
    if (counts.files % Number(options.every) !== 0) continue;
    counts.analysed += 1;
    tryOn(file, () => analyze({ root: path.dirname(file), paths: [file], preset: "audit", entries: "all" }).failures.map(({ rule, message }) => `${rule} failed: ${message}`));
  }
}
console.log(JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

function tryOn(file, run) {
  const before = process.cpuUsage();
  let wrong;
  try {
    wrong = run();
  } catch (error) {
    wrong = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  if (ms > Number(options.slow)) wrong = [...wrong, `it took ${Math.round(ms)} ms`];
  if (wrong.length === 0) return;
  counts.failed += 1;
  console.log(JSON.stringify({ file, wrong }));
}

/** What holds of every module, whatever its text, and does not hold of this one. */
function unsound(module) {
  const wrong = [];
  if (module.functions[0] !== module.root) wrong.push("the first function is not the root");
  const known = new Set(module.functions);
  for (const fn of module.functions) {
    if (fn.module !== module) wrong.push("a function belongs to another module");
    if (fn !== module.root && !known.has(fn.parent)) wrong.push("a function lies in one that is not listed");
    if (!(fn.start <= fn.end && fn.end <= module.text.length)) wrong.push(`a function has the place ${fn.start} to ${fn.end}`);
    fn.variables.forEach((variable, index) => {
      if (variable.owner !== fn || variable.index !== index) wrong.push("a variable is not where its function has it");
    });
  }
  if (printModule(module) === "") wrong.push("it prints as nothing");
  return wrong;
}
