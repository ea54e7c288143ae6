// Measures folders in one process: collection to findings, and the bare parse of the same files. Prints one JSON line a folder.
import { parseSync } from "oxc-parser";
import { analyze } from "../dist/src/analyze.js";

/** Longer than this, and a folder is measured once. */
const LONG = 2000;

const [rounds, ...folders] = process.argv.slice(2);

const time = (run) => {
  const start = process.hrtime.bigint();
  const result = run();
  return [Number(process.hrtime.bigint() - start) / 1e6, result];
};

for (const folder of folders) {
  let whole = Infinity;
  let parse = Infinity;
  let result;
  for (let round = 0; round < Number(rounds); round += 1) {
    const [ms, analysis] = time(() => analyze({ root: folder }));
    result = analysis;
    whole = Math.min(whole, ms);
    const texts = analysis.files.map((file) => [file, analysis.text(file) ?? ""]);
    const [bare] = time(() => texts.map(([file, text]) => parseSync(file, text).program.body.length));
    parse = Math.min(parse, bare);
    if (ms > LONG) break;
  }
  process.stdout.write(`${JSON.stringify({ folder, whole, parse, lines: result.summary.lines, files: result.summary.files, findings: result.findings.length })}\n`);
}
