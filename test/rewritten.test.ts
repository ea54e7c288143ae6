import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { analyze, createParseCache } from "../src/analyze.js";
import { sourceFiles } from "./expectations.js";
import { fixtures, projectRoot, subfolders } from "./programs.js";
import { REWRITES, type Rewritten } from "./rewrites.js";

/** About one in so many files is looked at, by its name, so that it is the same one when others come; REWRITTEN=1 looks at all, which takes ten minutes. */
const STEP = Number(process.env["REWRITTEN"] ?? 15);

/** What still makes a difference, a line each: the rewrite, and the file below the fixtures of the rules. One that makes none any more fails. */
const KNOWN = new Set(readFileSync(join(projectRoot, "test/rewritten.txt"), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#")));

const base = mkdtempSync(join(tmpdir(), "rewritten-"));
cpSync(join(projectRoot, "package.json"), join(base, "package.json"));
cpSync(join(fixtures, "rules"), join(base, "rules"), { recursive: true });
afterAll(() => rmSync(base, { recursive: true }), 60_000);

const cache = createParseCache();

/** The findings of a file and of what it imports, by rule and, unless the rewrite moves some, by line. */
function findIn(root: string, file: string, byLine: boolean): string[] {
  const { findings, failures } = analyze({ root, paths: [join(root, file)], preset: "audit", entries: "all", cache });
  expect(failures).toEqual([]);
  return [...new Set(findings.map(({ rule, location }) => (byLine ? `${rule} ${location.line}` : rule)))].sort();
}

/** The differences that a rewrite makes: `- ` what is no longer found, `+ ` what is found besides. */
function differ(root: string, file: string, made: Rewritten): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const before = findIn(root, file, made.moves !== true);
  const beside = Object.entries(made.beside ?? {}).map(([name, other]) => [join(root, dirname(file), name), other] as const);
  for (const [path, other] of [[join(root, file), made.text] as const, ...beside]) writeFileSync(path, other);
  const after = findIn(root, file, made.moves !== true);
  writeFileSync(join(root, file), text);
  for (const [path] of beside) rmSync(path);
  return [...before.filter((one) => !after.includes(one)).map((one) => `- ${one}`), ...after.filter((one) => !before.includes(one)).map((one) => `+ ${one}`)];
}

function isSampled({ rule, file }: { readonly rule: string; readonly file: string }): boolean {
  return createHash("sha256").update(`${rule}/${file}`).digest().readUInt32BE() % STEP === 0;
}

const files = subfolders(join(base, "rules")).flatMap((rule) => sourceFiles(join(base, "rules", rule)).map((file) => ({ rule, file })));

describe("what a program does, and not how it is written, decides on its findings", () => {
  test.each(files.filter(isSampled).map(({ rule, file }) => [`${rule}/${file}`, rule, file] as const))("%s", { timeout: 300_000 }, (name, rule, file) => {
    const root = join(base, "rules", rule);
    const text = readFileSync(join(root, file), "utf8");
    const wrong = Object.entries(REWRITES).flatMap(([what, rewrite]) => {
      const made = rewrite(text);
      const differences = made === undefined ? [] : differ(root, file, made);
      const isKnown = KNOWN.has(`${what} | ${name}`);
      return differences.length > 0 === isKnown ? [] : [`${what} | ${name}${isKnown ? " makes no difference any more" : `\n  ${differences.join("\n  ")}`}`];
    });
    expect(wrong, `\n${wrong.join("\n")}\n`).toEqual([]);
  });
});
