import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare, parseExpectations, readExpectations } from "./expectations.js";

describe("parseExpectations", () => {
  test("reads several ids and several marks of a line", () => {
    expect(parseExpectations("a.ts", "x\nrun(x); // expect: one, two // ok: three")).toEqual([
      { file: "a.ts", line: 2, mark: "expect", id: "one" },
      { file: "a.ts", line: 2, mark: "expect", id: "two" },
      { file: "a.ts", line: 2, mark: "ok", id: "three" },
    ]);
  });

  test("reads block comments, hash comments and a reason in brackets", () => {
    expect(parseExpectations("a.ts", "{/* todo: one */}\nrun(x) # from: two\nrun(x); // ok: three (a constant)").map(({ line, mark, id }) => [line, mark, id])).toEqual([
      [1, "todo", "one"],
      [2, "from", "two"],
      [3, "ok", "three"],
    ]);
  });

  test("reads lines that end with CR LF", () => {
    expect(parseExpectations("a.ts", "run(x); // ok: one\r\nrun(x); // ok: two\r\n").map(({ id }) => id)).toEqual(["one", "two"]);
  });

  test("refuses a mark without an id", () => {
    expect(() => parseExpectations("a.ts", "\nrun(x); // expect: ")).toThrow("a.ts:2");
    expect(() => parseExpectations("a.ts", "run(x); // expect: one two")).toThrow("not followed by ids");
  });

  test("does not take prose for a mark", () => {
    expect(parseExpectations("a.ts", "// It is ok to expect this from here.")).toEqual([]);
  });
});

describe("readExpectations", () => {
  test("reads a folder in order, and a single file by its name", () => {
    const folder = mkdtempSync(join(tmpdir(), "expectations-"));
    try {
      mkdirSync(join(folder, "sub"));
      writeFileSync(join(folder, "sub", "b.mjs"), "// ok: second");
      writeFileSync(join(folder, "a.tsx"), "// ok: first");
      writeFileSync(join(folder, "note.md"), "// ok: never");
      expect(readExpectations(folder).map(({ file, id }) => [file, id])).toEqual([["a.tsx", "first"], ["sub/b.mjs", "second"]]);
      expect(readExpectations(join(folder, "sub", "b.mjs")).map(({ file }) => file)).toEqual(["b.mjs"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("compare", () => {
  const marks = parseExpectations("a.ts", "s // from: r\nx // expect: r\ny // ok: r\nz // todo: r");
  const found = { file: "a.ts", line: 2, id: "r", from: { file: "a.ts", line: 1 } };

  test("agrees when all that is expected is found and nothing else", () => {
    expect(compare(marks, [found, found], { strict: true })).toEqual([]);
  });

  test("words every difference", () => {
    expect(compare(marks, [{ file: "a.ts", line: 3, id: "r" }, { file: "a.ts", line: 4, id: "r" }, { file: "a.ts", line: 10, id: "r" }], { strict: true })).toEqual([
      "a.ts:1: no finding of r starts here",
      "a.ts:2: r is expected but not found",
      "a.ts:3: r is found on a line marked ok",
      'a.ts:4: r is found now: make its "todo" an "expect"',
      "a.ts:10: r is found but not expected",
    ]);
  });

  test("leaves unmarked findings alone unless strict", () => {
    expect(compare(marks, [found, { file: "b.ts", line: 1, id: "r" }], { strict: false })).toEqual([]);
  });
});
