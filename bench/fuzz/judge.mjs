// The child of fuzz.mjs: makes the mutant of each index that it is sent, analyses it, and sends back what is wrong with that.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { rules } from "../../dist/rules/index.js";
import { analyze } from "../../dist/src/analyze.js";
import { readPackage } from "../../dist/src/package.js";
import { FORMATS, report } from "../../dist/src/report/index.js";
import { createRandom, mutate, seedOf } from "./mutate.mjs";

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const LONGEST = 60_000;
/** Both runs of a mutant and its reports together, in milliseconds of the processor. */
const SLOW = 20_000;

const { seed, apart, whole, index: only } = JSON.parse(process.argv[2]);

/** Source files below a folder, sorted. */
function sourcesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name) && !/(?:^|[\\/])(?:node_modules|dist|\.git)(?:[\\/]|$)/.test(entry.parentPath))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size < LONGEST)
    .sort();
}

/** What is mutated: a file, and the program that it is a part of. */
const subjects = [
  ...apart.flatMap((folder) => sourcesUnder(folder).map((file) => ({ file, root: folder, paths: [file] }))),
  ...whole.flatMap((folder) => sourcesUnder(folder).map((file) => ({ file, root: folder, paths: undefined }))),
];
if (subjects.length === 0) throw new Error("no source files in the folders that were named");

/** What hosts print, without the functions of an analysis. */
const plain = ({ findings, gaps, failures, summary }) => JSON.stringify({ findings, gaps, failures, summary });

function mutantOf(index) {
  const random = createRandom(seedOf(seed, index));
  const subject = random.pick(subjects);
  const donor = readFileSync(random.pick(subjects).file, "utf8");
  return { ...subject, ...mutate(readFileSync(subject.file, "utf8"), donor, random) };
}

async function judge({ file, root, paths, mutant }) {
  const wrong = [];
  const options = { root, ...(paths === undefined ? {} : { paths }), texts: new Map([[file, mutant]]), preset: "audit", entries: "all" };
  try {
    const first = analyze(options);
    wrong.push(...first.failures.map(({ rule, message }) => `${rule} failed: ${message}`));
    wrong.push(...misplaced(first));
    if (plain(analyze(options)) !== plain(first)) wrong.push("two runs differ");
    const result = { analysis: first, findings: first.findings, suppressed: [], directives: [], rules, preset: "audit", package: readPackage() };
    const look = { colour: false, gaps: true, display: (name) => name, repository: (name) => name };
    for (const format of FORMATS) await report(result, format, look);
  } catch (error) {
    wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return wrong;
}

/** Places outside of their file. */
function misplaced(analysis) {
  const places = [...analysis.findings.flatMap(({ rule, location, steps }) => [location, ...steps.map((step) => step.location)].map((place) => ({ what: rule, place }))), ...analysis.gaps.map(({ kind, location }) => ({ what: kind, place: location }))];
  return places.flatMap(({ what, place: { file, line, column, endLine, endColumn } }) => {
    const text = analysis.text(file);
    if (text === undefined) return [];
    const lines = text.split("\n");
    const fits = (l, c) => l >= 1 && l <= lines.length && c >= 1 && c <= (lines[l - 1]?.length ?? 0) + 2;
    return fits(line, column) && fits(endLine, endColumn) && (endLine > line || (endLine === line && endColumn >= column)) ? [] : [`${what} stands at ${file}:${line}:${column}-${endLine}:${endColumn}, outside of its file`];
  });
}

if (only === undefined) {
  process.on("message", async (index) => {
    const subject = mutantOf(index);
    process.send({ begun: index, file: subject.file });
    const before = process.cpuUsage();
    const wrong = await judge(subject);
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    if (ms > SLOW) wrong.push(`it took ${Math.round(ms)} ms`);
    process.send({ done: index, file: subject.file, ms, wrong, ...(wrong.length > 0 ? { made: subject.made, mutant: subject.mutant } : {}) });
  });
  process.send({ ready: subjects.length });
} else {
  process.stdout.write(mutantOf(only).mutant);
}
