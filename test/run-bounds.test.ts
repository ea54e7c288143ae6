import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { javascript } from "../src/languages/javascript.js";
import { loadProgram } from "../src/program/load.js";
import { describe as show } from "../src/run/describe.js";
import { runProgram } from "../src/run/initialise.js";
import { toyModel } from "./toy-model.js";

const SECONDS = 20;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What a program shows, and what it could not be brought to say. */
function run(files: Readonly<Record<string, string>>): { shown: string[]; gaps: string[] } {
  const root = mkdtempSync(join(tmpdir(), "run-bounds-"));
  folders.push(root);
  for (const [name, text] of Object.entries({ "package.json": '{"name":"generated"}', ...files })) writeFileSync(join(root, name), text);
  const program = loadProgram({ root, language: [javascript] });
  const start = performance.now();
  const { events, gaps } = runProgram(program, [toyModel]);
  expect((performance.now() - start) / 1000).toBeLessThan(SECONDS);
  return { shown: events.map(({ args }) => show(args[0])), gaps: gaps.map(({ message, location }) => `${location.file}:${location.line} ${message}`) };
}

const HEAD = 'import { show, source } from "toy";\n';
const one = (text: string): ReturnType<typeof run> => run({ "a.ts": HEAD + text });

describe("an initialiser", () => {
  test("that throws leaves what it has done, and the others run", () => {
    const { shown, gaps } = run({ "a.ts": `${HEAD}show("before"); throw new Error("no " + "key"); show("after");`, "b.ts": `${HEAD}show("b");` });
    expect(shown).toEqual(['"before"', '"b"']);
    expect(gaps).toEqual(['a.ts:2 the initialiser of this module throws here: "no key"']);
  });

  test.each([
    ["loops without end", "for (;;) { }"],
    ["waits for what never comes", "let ready = false; while (!ready) { await source(); }"],
    ["counts without end", "let n = 0; while (n >= 0) n += 1;"],
  ])("that %s is given up", (_name, text) => {
    const { shown, gaps } = run({ "a.ts": `${HEAD}show("before"); ${text} show("after");`, "b.ts": `${HEAD}show("b");` });
    expect(shown).toEqual(['"before"', '"b"']);
    expect(gaps).toEqual(["a.ts:2 the run was stopped here: too many steps"]);
  });

  test("that ends the program on a condition is gone on with", () => {
    expect(one('if (!source()) { show("usage"); throw new Error("no"); } show("on");').shown).toEqual(['"usage"', '"on"']);
  });
});

describe("what grows by itself", () => {
  test("calls inside calls", () => {
    const { shown, gaps } = one('const f = (n) => f(n + 1); f(0); show("on");');
    expect(shown).toEqual(['"on"']);
    expect(gaps).toEqual(["a.ts:2 the run did not enter this call: too many calls inside calls"]);
  });

  test("a text", () => {
    expect(one('let s = "x"; for (let i = 0; i < 40; i += 1) s = s + s; show(typeof s); show("on");').shown).toEqual(['"string"', '"on"']);
  });

  test("a list that is walked while it grows", () => {
    expect(one('const list = [1]; for (const x of list) list.push(x); show("on");').shown.length).toBeLessThan(2);
  });

  test("calls of calls under unknown conditions", () => {
    const functions = Array.from({ length: 30 }, (_, index) => `function f${index}(x) { if (source()) f${index + 1}(x); else f${index + 1}(x); if (x.y) f${index + 1}(x); }`).join("\n");
    expect(one(`${functions}\nfunction f30(x) { show("deep"); }\nf0(source()); show("on");`).shown.at(-1)).toBe('"on"');
  });

  test("a clone of something unknown", () => {
    expect(one('function clone(o) { if (typeof o !== "object") return o; const r = {}; for (const k of Object.keys(o)) r[k] = clone(o[k]); return r; }\nclone(source()); show("on");').shown).toEqual(['"on"']);
  });

  test("10,000 tools in one list", () => {
    expect(one(`const list = [${Array.from({ length: 10_000 }, (_, index) => `{ name: "t${index}" }`).join()}];\nfor (const { name } of list) if (source()) show(name);`).shown).toHaveLength(10_000);
  });
});

test("two runs say the same", () => {
  const text = 'const m = new Map([["a", 1]]); if (source()) m.set("b", 2); for (const [k, v] of m) show(k + v); show(Math.random() > 0.5); show(Date.now());';
  expect(one(text)).toEqual(one(text));
});
