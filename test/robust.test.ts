import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze, type Analysis, type AnalyzeOptions } from "../src/analyze.js";
import { sourceFiles } from "./expectations.js";
import { fixturePrograms, fixtures, subfolders } from "./programs.js";

const everything = { preset: "audit", entries: "all" } as const satisfies Partial<AnalyzeOptions>;

/** What hosts print, without the functions of an analysis. */
function plain({ findings, gaps, failures, summary }: Analysis): string {
  return JSON.stringify({ findings, gaps, failures, summary });
}

describe("every rule over every fixture", () => {
  const folders = subfolders(fixtures).flatMap((name) => (name === "rules" || name === "servers" ? subfolders(join(fixtures, name)).map((inner) => join(name, inner)) : [name]));

  test.each(folders)("%s: nothing throws, and two runs say the same", (name) => {
    const root = join(fixtures, name);
    const first = analyze({ root, ...everything });
    expect(first.failures).toEqual([]);
    expect(plain(analyze({ root, ...everything }))).toBe(plain(first));
  });
});

describe("files that do not parse or are hostile", () => {
  test.each(fixturePrograms(join(fixtures, "broken")).map((program) => [program.name, program] as const))("%s", (_name, program) => {
    const analysis = analyze({ root: program.root, paths: [program.path], ...everything });
    expect(analysis.failures).toEqual([]);
    for (const { location } of analysis.gaps) expect(location.line).toBeGreaterThan(0);
  });
});

/** A text as an editor holds it between two keystrokes, by a law that needs no randomness. */
function damage(text: string, turn: number): string {
  const at = Math.floor((text.length * (turn + 1)) / 6);
  if (turn % 3 === 0) return text.slice(0, at);
  if (turn % 3 === 1) return text.slice(0, at) + text.slice(at + 1);
  return text.slice(0, at) + "({[`'\"/*"[turn % 8] + text.slice(at);
}

describe("texts as they are between two keystrokes", () => {
  const folder = join(fixtures, "graph");
  test.each([0, 1, 2, 3, 4])("damage %i: nothing throws", (turn) => {
    const texts = new Map(sourceFiles(folder).map((file) => [join(folder, file), damage(readFileSync(join(folder, file), "utf8"), turn)]));
    expect(analyze({ root: folder, texts, ...everything }).failures).toEqual([]);
  });
});
