import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("imports", () => {
  expect(ir(`
    import def, { a as b, default as c, "x y" as d } from "m";
    import * as ns from "./ns.js";
    import "effect";
    f(def, b, c, d, ns);
  `)).toEqual([
    'import def = "m" default',
    'import b = "m" a',
    'import c = "m" default',
    'import d = "m" x y',
    'import ns = "./ns.js" *',
    "@f(def, b, c, d, ns)",
  ]);
});

test("type-only imports resolve for hints", () => {
  expect(ir(`import type { A } from "a"; import { type B, c } from "b"; import { type D } from "d"; function f(a: A, b: B): D {}`)).toEqual([
    'import type A = "a" A',
    'import type B = "b" B',
    'import c = "b" c',
    'import type D = "d" D',
    "| f",
    "bind f = function f(a: A, b: B): D {}",
  ]);
});

test("exports of declarations", () => {
  expect(ir("export const a = 1, { b, c: [d] } = f(); export function g() {} export class K {} export let e; export async function* h() {}")).toEqual([
    "| a b d g K e h",
    "bind g = function g() {}",
    "bind h = async function* h() {}",
    "const a = 1",
    "(%1 := @f())",
    "const b = %1.b",
    "const d = item(%1.c, 0)",
    "class K = class K {}",
    "export a = a",
    "export b = b",
    "export d = d",
    "export g = g",
    "export K = K",
    "export e = e",
    "export h = h",
  ]);
});

test("export lists and re-exports", () => {
  expect(ir(`const a = 1; type T = string; export { a, a as b, a as default, a as "x y", T }; export { d as e, default } from "./m.js"; export * from "./all.js"; export * as ns from "./ns.js"; export type { U } from "./types.js"; export {} ;`)).toEqual([
    "| a",
    "const a = 1",
    "export a = a",
    "export b = a",
    "export default = a",
    "export x y = a",
    'export e = "./m.js" d',
    'export default = "./m.js" default',
    'export * = "./all.js"',
    'export ns = "./ns.js" *',
    'export U = "./types.js" U',
  ]);
});

test("default exports", () => {
  expect(ir("export default { a: 1 };")).toEqual([
    "| default",
    "const default = {a: 1}",
    "export default = default",
  ]);
});

test("default export of a function", () => {
  expect(ir("export default async function () { return 1; }")).toEqual([
    "| default",
    "bind default = async function default() {",
    "  return 1",
    "}",
    "export default = default",
  ]);
});

test("default export of a named function", () => {
  expect(ir("export default function run() { return run(); }")).toEqual([
    "| run^",
    "bind run = function run() {",
    "  return run()",
    "}",
    "export default = run",
  ]);
});

test("default export of a class", () => {
  expect(ir("export default class { m() {} }")).toEqual([
    "| default",
    "class default = class default {",
    "  method m() {}",
    "}",
    "export default = default",
  ]);
});

test("default export of a name", () => {
  expect(ir("const app = make(); export default app;")).toEqual([
    "| app",
    "const app = @make()",
    "export default = app",
  ]);
});

test("default export of an arrow", () => {
  expect(ir("export default () => 1;")).toEqual([
    "| default",
    "const default = arrow default() {",
    "  return 1",
    "}",
    "export default = default",
  ]);
});

test("require and module.exports", () => {
  expect(ir(`const fs = require("fs"), { join } = require('path'), lazy = () => require(name); module.exports = { join }; exports.run = function () {};`, "a.js")).toEqual([
    "commonjs",
    "| fs join lazy",
    'const fs = require("fs")',
    'const join = require("path").join',
    "const lazy = arrow lazy() {",
    "  return require(@name)",
    "}",
    "@module.exports = {join: join}",
    "@exports.run = function run() {}",
  ]);
});

test("require that is declared is no import", () => {
  expect(ir(`function f(require) { return require("x"); } g(require("y"));`, "a.js")).toEqual([
    "commonjs",
    "| f",
    "bind f = function f(require) {",
    '  return require("x")',
    "}",
    '@g(require("y"))',
  ]);
});

test("createRequire", () => {
  expect(ir(`import { createRequire } from "module"; const load = createRequire(import.meta.url); const x = load("./x.cjs"); const require = createRequire(import.meta.url); require("y");`)).toEqual([
    'import createRequire = "module" createRequire',
    "| load x require",
    "const load = createRequire(import.meta.url)",
    'const x = require("./x.cjs")',
    "const require = createRequire(import.meta.url)",
    'require("y")',
  ]);
});

test("dynamic imports", () => {
  expect(ir(`const a = await import("a"), b = import(\`b\`), c = import(\`c/\${d}\`), e = import(f);`)).toEqual([
    "| a b c e",
    'const a = await import("a")',
    'const b = import("b")',
    "const c = import(`c/${@d}`)",
    "const e = import(@f)",
  ]);
});

test("TypeScript's import and export assignments", () => {
  expect(ir(`import fs = require("fs"); import type T = require("t"); import join = path.posix.join; export = fs;`)).toEqual([
    "| fs T join",
    'const fs = require("fs")',
    'const T = require("t")',
    "const join = @path.posix.join",
    "@module.exports = fs",
  ]);
});

test("neither ESM nor CommonJS counts as ESM", () => {
  expect(ir("console.log(1);", "a.js")).toEqual([
    "esm",
    "@console.log(1)",
  ]);
});

test("top-level return is CommonJS", () => {
  expect(ir("if (require.main !== module) return; main();", "a.js")).toEqual([
    "commonjs",
    "if (@require.main !== @module)",
    "  return",
    "@main()",
  ]);
});

test("top-level await is ESM", () => {
  expect(ir("await main();", "a.js")).toEqual([
    "esm",
    "await @main()",
  ]);
});
