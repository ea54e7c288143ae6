import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { javascript } from "../src/languages/javascript.js";
import { models } from "../src/models/index.js";
import { loadProgram } from "../src/program/load.js";
import { locate } from "../src/program/program.js";
import { describe as show } from "../src/run/describe.js";
import { runProgram } from "../src/run/initialise.js";
import { sourceFiles } from "./expectations.js";
import { type FixtureProgram, fixturePrograms, fixtures } from "./programs.js";
import { toyModel } from "./toy-model.js";

/** What `// is: …` says on the lines of a program, by place. */
function marksOf(program: FixtureProgram): Map<string, string> {
  const marks = new Map<string, string>();
  for (const file of sourceFiles(program.path)) {
    const name = file === "" ? program.name : file;
    const path = program.path === program.root ? join(program.root, file) : program.path;
    readFileSync(path, "utf8").split("\n").forEach((line, index) => {
      const mark = /\/\/ is: (.*)$/.exec(line)?.[1];
      if (mark !== undefined) marks.set(`${name}:${index + 1}`, mark.trim());
    });
  }
  return marks;
}

/** What the calls of `show` showed, by place; several on one line in their order. */
function shownBy(program: FixtureProgram): Map<string, string> {
  const loaded = loadProgram({ root: program.root, paths: [program.path], language: [javascript] });
  const shown = new Map<string, string[]>();
  for (const { site, args, row } of runProgram(loaded, [toyModel, ...models]).events) {
    if (row.path !== "show") continue;
    const { file, line } = locate(site.module, site.span);
    const key = `${file}:${line}`;
    shown.set(key, [...(shown.get(key) ?? []), show(args[0])]);
  }
  return new Map([...shown].map(([key, values]) => [key, values.join("; ")]));
}

const sorted = (map: ReadonlyMap<string, string>): string[] => [...map].map(([place, text]) => `${place} ${text}`).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

describe("every construct of the language gives the values that it would give", () => {
  test.each(fixturePrograms(join(fixtures, "run")).map((program) => [program.name, program] as const))("%s", (_name, program) => {
    expect(sorted(shownBy(program))).toEqual(sorted(marksOf(program)));
  });
});
