import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript.js";
import { expectSound, lower } from "./ir.js";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const files = readdirSync(fixtures, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && javascript.extensions.some((extension) => entry.name.endsWith(extension)))
  .map((entry) => relative(fixtures, join(entry.parentPath, entry.name)))
  .sort();

describe("every fixture", () => {
  test.each(files)("%s", (file) => {
    const lowered = javascript.lower(file, readFileSync(join(fixtures, file), "utf8"));
    if (lowered.ok) expectSound(lowered.module);
    else expect(lowered.message).not.toBe("");
    if (!file.startsWith("broken")) expect(lowered.ok).toBe(true);
  });
});

test("a text that is cut off anywhere is lowered or refused", () => {
  const text = "import a, { b as c } from 'x'; export class K extends a { #p = `${c}`; static m({ q = 1, ...r }) { for (const [s] of r) { switch (s) { case /x/u: return this?.#p ?? (async () => await q)(); } } } }";
  for (let end = 0; end <= text.length; end++) {
    const lowered = javascript.lower("a.ts", text.slice(0, end));
    if (lowered.ok) expectSound(lowered.module);
    else expect(lowered.span.end).toBeLessThanOrEqual(end);
  }
});

test("what does not parse says where and why", () => {
  const text = readFileSync(join(fixtures, "broken/missing-parenthesis.ts"), "utf8");
  const lowered = javascript.lower("a.ts", text);
  expect(lowered).toMatchObject({ ok: false, message: expect.stringContaining("Expected") as string });
  expect(!lowered.ok && text.slice(lowered.span.start, lowered.span.end)).toBe("{");
});

test("an error that leaves a tree does not cost the file, and is listed", () => {
  const { unsupported, functions } = lower("function f() { return 1; }\nreturn 2;\n", "a.mjs");
  expect(functions.length).toBe(2);
  expect(unsupported.map((one) => one.message)).toEqual([expect.stringContaining("return")]);
});

describe("offsets are UTF-16 offsets into the text as given", () => {
  const call = (text: string, path = "a.js"): string => {
    const module = lower(text, path);
    const last = module.root.body.body.at(-1);
    return last === undefined ? "" : text.slice(last.start, last.end);
  };
  test("behind characters outside of the first plane", () => expect(call("const a = '\u{1F600}é'; run(a)")).toBe("run(a)"));
  test("behind a byte order mark", () => expect(call("\uFEFFrun(1)")).toBe("run(1)"));
  test("behind a hashbang", () => expect(call("#!/usr/bin/env node\nrun(2)")).toBe("run(2)"));
  test("behind both", () => expect(call("\uFEFF#!/usr/bin/env node\nrun(3)")).toBe("run(3)"));
  test("behind half of a pair", () => expect(call("f('\uD83D'); run(4)")).toBe("run(4)"));
});

describe("dialects", () => {
  test("JSX and TypeScript in .js", () => {
    expect(lower("const a = <b/>", "a.js").unsupported).toEqual([]);
    expect(lower("const a: string = f()", "a.js").unsupported).toEqual([]);
  });
  test("JSX in .ts", () => expect(lower("const a = <b>c</b>", "a.ts").unsupported).toEqual([]));
  test("top-level return in .js and .ts", () => {
    expect(lower("return 1", "a.js").unsupported).toEqual([]);
    expect(lower("return 1", "a.ts").unsupported).toEqual([]);
  });
  test("format by extension", () => {
    expect(lower("f()", "a.cjs").format).toBe("commonjs");
    expect(lower("require('x')", "a.mjs").format).toBe("esm");
    expect(lower("require('x')", "a.js").format).toBe("commonjs");
  });
});

describe("depth", () => {
  const times = (text: string, count: number): string => text.repeat(count);
  test("long chains are flat", () => {
    for (const text of ["a" + times(" + a", 20_000), "a" + times(" && a", 10_000), "a" + times(".b()", 8_000), times("if (a) { b(); } else ", 3_000) + "c()"]) {
      const module = lower(text);
      expect(module.unsupported).toEqual([]);
      expectSound(module);
    }
  });
  test("what nests too deeply becomes unknown and is said", () => {
    for (const text of [times("!", 3_000) + "a", times("x => ", 2_000) + "1", times("[", 1_500) + times("]", 1_500), times("{", 1_500) + times("}", 1_500), "a" + times("?.b", 4_000)]) {
      const module = lower(text);
      expect(module.unsupported.map((one) => one.message)).toContain("nested too deeply");
      expectSound(module);
    }
  });
  test("what the parser could not survive is refused before", () => {
    for (const text of [times("(", 100_000), times("a => ", 200_000), times("function f() {", 50_000), "let x: " + times("A<", 50_000), times("`${", 50_000), times("<a>", 50_000)]) {
      expect(javascript.lower("a.tsx", text)).toEqual({ ok: false, message: "nested too deeply", span: { start: 0, end: 0 } });
    }
  });
  test("types that may be expressions, each in the brackets of the one before, are refused in a text of any length", () => {
    const refused = { ok: false, message: "brackets behind angle brackets are nested too deeply", span: { start: 0, end: 0 } };
    for (const text of [times("a<({[", 20), times("a<({[", 900), times("a<b | ({[", 20), `f(${times("a<({[a**", 30)})`]) expect(javascript.lower("a.ts", text)).toEqual(refused);
    const sound = times("const a: Map<string, Array<{ b: Set<(c: Promise<[d: 1]>) => void> }>> = f<{ e: G<[1]> }>({ h: [i < (j)] });\n", 60);
    expect(lower(sound).unsupported).toEqual([]);
    expect(lower(times("if (a < b) { if (c < (d)) {", 9) + times("} }", 9)).unsupported).toEqual([]);
  });
  test("what it would take too long over is refused too, and escapes in code and strings are not", () => {
    const refused = { ok: false, message: "too many backslashes outside of strings", span: { start: 0, end: 0 } };
    expect(javascript.lower("a.ts", times("\\", 300_000))).toEqual(refused);
    expect(javascript.lower("a.ts", times("x \\ ", 300_000))).toEqual(refused);
    expect(lower(times('f("\\n", /\\d\\.\\w/, `\\u0041`);\n', 3_000) + times("\\u0061 = 1;\n", 300)).unsupported).toEqual([]);
  });
});

test("requests are all constant specifiers in source order", () => {
  const { requests } = lower("import 'a'; import type T from 'b'; const c = require('c'), d = import('d'), e = require(f); export * from 'g'; export type { H } from 'h'; import i = require('i');");
  expect(requests.map(({ source, via }) => `${via} ${source}`)).toEqual(["import a", "type b", "require c", "dynamic d", "export g", "type h", "require i"]);
});

test("writes are counted, the first one included", () => {
  const { root } = lower("const a = 1; let b; b = 2; b++; let c; function d(e) { e = 1; } for (const g of h) f(g); class K {}");
  const writes = Object.fromEntries(root.variables.map(({ name, writes: count }) => [name, count]));
  expect(writes).toEqual({ a: 1, b: 2, c: 0, d: 1, g: 1, K: 1 });
});
