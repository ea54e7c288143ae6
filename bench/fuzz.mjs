#!/usr/bin/env node
// Analyses mutants of source files, and asks of each that nothing throws, no rule fails, it ends in time, two runs say the same, every place lies in its file and every format can tell it.
//
//   npm run fuzz -- [--seed N] [--count N] [--from N] [--apart DIR]... [--whole DIR]... [--keep DIR]
//   npm run fuzz -- --seed N --show INDEX        prints one mutant
//
// Files below --apart are programs of their own, with what they import; of a folder given by --whole, one file is mutated and the whole folder analysed. Default: the fixtures, and the servers
// among them. A mutant is a function of seed, index and the files, so a failure is found again by its two numbers. --keep writes the mutants that failed. Ends with 1 when there were any.
import { fork, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** So long a child may be silent, in milliseconds, however busy the machine. What takes long and ends is judged by the time of the processor. */
const LONGEST = 180_000;

const here = path.dirname(fileURLToPath(import.meta.url));
const fixtures = path.join(here, "../fixtures");
const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "1" }, count: { type: "string", default: "1000" }, from: { type: "string", default: "0" }, apart: { type: "string", multiple: true }, whole: { type: "string", multiple: true },
    keep: { type: "string" }, show: { type: "string" },
  },
});
const isDefault = options.apart === undefined && options.whole === undefined;
const servers = path.join(fixtures, "servers");
const subject = {
  seed: Number(options.seed),
  apart: (options.apart ?? (isDefault ? ["graph", "rules", "run", "replay", "models"].map((name) => path.join(fixtures, name)) : [])).map((folder) => path.resolve(folder)),
  whole: (options.whole ?? (isDefault ? readdirSync(servers).sort().map((name) => path.join(servers, name)) : [])).map((folder) => path.resolve(folder)),
};
const script = path.join(here, "fuzz/judge.mjs");

if (options.show !== undefined) {
  spawnSync(process.execPath, [script, JSON.stringify({ ...subject, index: Number(options.show) })], { stdio: "inherit" });
} else {
  process.exitCode = (await fuzz()) === 0 ? 0 : 1;
}

/** The number of mutants that failed. */
async function fuzz() {
  const from = Number(options.from);
  const end = from + Number(options.count);
  let failed = 0;
  let slowest = 0;
  let child = await start();
  for (let index = from; index < end; index++) {
    const { ms, wrong, made, mutant, file } = await ask(child, index);
    slowest = Math.max(slowest, ms);
    if (wrong.length > 0) {
      failed += 1;
      console.log(JSON.stringify({ seed: subject.seed, index, file: path.relative(process.cwd(), file), ms: Math.round(ms), made, wrong }));
      if (options.keep !== undefined && mutant !== undefined) {
        mkdirSync(options.keep, { recursive: true });
        writeFileSync(path.join(options.keep, `${subject.seed}-${index}${path.extname(file)}`), mutant);
      }
    }
    if (!child.connected) child = await start();
  }
  child.disconnect();
  console.log(`seed ${subject.seed}: ${end - from} mutants, ${failed} failed, the slowest took ${Math.round(slowest)} ms`);
  return failed;
}

/** A child that has read its folders. */
async function start() {
  const child = fork(script, [JSON.stringify(subject)]);
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`the child ended with ${code} before it began`)));
  });
  child.removeAllListeners("exit");
  return child;
}

/** What is wrong with the analysis of one mutant. A child that does not end in time is ended, and so is one that a parser brings down. */
function ask(child, index) {
  return new Promise((resolve) => {
    let file = "";
    const began = Date.now();
    const settle = (answer) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve({ ms: Date.now() - began, file, ...answer });
    };
    const timer = setTimeout(() => {
      child.once("exit", () => settle({ wrong: [`it did not end within ${LONGEST} ms`] }));
      child.removeAllListeners("message");
      child.kill("SIGKILL");
    }, LONGEST);
    child.on("message", (message) => {
      if (message.begun === index) file = message.file;
      else settle(message);
    });
    child.once("exit", (code, signal) => settle({ wrong: [`the process ended with ${code ?? signal}`] }));
    child.send(index);
  });
}
