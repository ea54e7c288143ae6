import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("a numeric enum with its reverse mapping", () => {
  expect(ir("enum E { A, B, C = 5, D, F = C << 1, G = -1 }")).toEqual([
    "| E",
    'const E = {A: 0, ["0"]: "A", B: 1, ["1"]: "B", C: 5, ["5"]: "C", D: 6, ["6"]: "D", F: 10, ["10"]: "F", G: -1, ["-1"]: "G"}',
  ]);
});

test("string, computed and merged enums", () => {
  expect(ir(`const enum S { A = "a", B = \`b\`, "c-d" = 3, X = A + "1" } enum C { A = f(), B = A } enum C { D = 7 }`)).toEqual([
    "| S C",
    'const S = {A: "a", B: "b", ["c-d"]: 3, ["3"]: "c-d", X: "a1"}',
    "const C = {}",
    "C.A = @f()",
    "C.B = C.A",
    "C.D = 7",
    'C["7"] = "D"',
  ]);
});

test("declare, overloads, interfaces and types are gone", () => {
  expect(ir(`declare const a: string; declare function f(): void; declare class K {} declare module "m" { export const x: number; } declare global { interface Window {} } declare enum E { A } interface I {} type T = I; function g(x: string): void; function g(x: any) { return x; } namespace Types { export interface A {} } export as namespace Lib;`)).toEqual([
    "| g",
    "bind g = function g(x) {",
    "  return x",
    "}",
  ]);
});

test("a namespace is an object that a block fills", () => {
  expect(ir("namespace N { const hidden = 1; export const a = hidden; export function f() { return a; } export class K {} }")).toEqual([
    "| N",
    "const N = {}",
    "{",
    "  | hidden a^ f K",
    "  bind f = function f() {",
    "    return a",
    "  }",
    "  const hidden = 1",
    "  const a = hidden",
    "  N.a = a",
    "  N.f = f",
    "  class K = class K {}",
    "  N.K = K",
    "}",
  ]);
});

test("exported let of a namespace is its member", () => {
  expect(ir("namespace N { export let n = 1; export function inc() { n++; } } N.inc();")).toEqual([
    "| N^",
    "const N = {}",
    "{",
    "  | inc",
    "  bind inc = function inc() {",
    "    N.n = (N.n + 1)",
    "  }",
    "  N.n = 1",
    "  N.inc = inc",
    "}",
    "N.inc()",
  ]);
});

test("pieces of a namespace share the object", () => {
  expect(ir("namespace N { export const a = 1; } namespace N { export const b = a; } function f() {} namespace f { export const version = 1; }")).toEqual([
    "| N f",
    "bind f = function f() {}",
    "const N = {}",
    "{",
    "  | a",
    "  const a = 1",
    "  N.a = a",
    "}",
    "{",
    "  | b",
    "  const b = N.a",
    "  N.b = b",
    "}",
    "{",
    "  | version",
    "  const version = 1",
    "  f.version = version",
    "}",
  ]);
});

test("nested and dotted namespaces", () => {
  expect(ir("namespace A.B { export const x = 1; } namespace A { export namespace C { export const y = B.x; } }")).toEqual([
    "| A",
    "const A = {}",
    "{",
    "  | B",
    "  const B = {}",
    "  A.B = B",
    "  {",
    "    | x",
    "    const x = 1",
    "    B.x = x",
    "  }",
    "}",
    "{",
    "  | C",
    "  const C = {}",
    "  {",
    "    | y",
    "    const y = A.B.x",
    "    C.y = y",
    "  }",
    "  A.C = C",
    "}",
  ]);
});

test("exported namespace", () => {
  expect(ir("export namespace N { export const a = 1; }")).toEqual([
    "| N",
    "const N = {}",
    "{",
    "  | a",
    "  const a = 1",
    "  N.a = a",
    "}",
    "export N = N",
  ]);
});

test("hints: classes, imports and members", () => {
  expect(ir(`import { McpServer } from "m"; import * as sdk from "n"; class Db {} function f(a: Db, b: McpServer | null, c: sdk.server.Server | undefined, d: Promise<Db>, e: Readonly<Partial<Db>>, g: string, h: { x: Db }, i: Db[], j: InstanceType<typeof Db>): Promise<McpServer> {}`)).toEqual([
    'import McpServer = "m" McpServer',
    'import sdk = "n" *',
    "| Db f",
    "bind f = function f(a: Db, b: McpServer, c: sdk.server.Server, d: Db, e: Db, g, h, i, j: Db): McpServer {}",
    "class Db = class Db {}",
  ]);
});

test("hints: variables, fields and aliases", () => {
  expect(ir(`import { Server } from "s"; type Alias = Server & { extra: string }; let a: Alias; const b: Server = f(), c: (Server) = g(); var d: Server | undefined; class K { private e: Server; constructor(private h: Server) {} }`)).toEqual([
    'import Server = "s" Server',
    "| a b c K",
    "const b: Server = @f()",
    "const c: Server = @g()",
    "class K = class K {",
    "  field e: Server",
    "  field h: Server",
    "  constructor constructor(h: Server) {",
    "    this.h = h",
    "  }",
    "}",
  ]);
});

test("a type wins over a constant of the same name", () => {
  expect(ir(`import { z } from "zod"; const A = z.object({}); type A = z.infer<typeof A>; function f(a: A) {}`)).toEqual([
    'import z = "zod" z',
    "| A f",
    "bind f = function f(a: z.infer) {}",
    "const A = z.object({})",
  ]);
});

test("this parameters are gone", () => {
  expect(ir("function f(this: Foo, a: string) { return this; }")).toEqual([
    "| f",
    "bind f = function f(a) {",
    "  return this",
    "}",
  ]);
});

test("definite assignment and optional parameters", () => {
  expect(ir(`let a!: string; function f(b?: number, c: string = "x") {}`)).toEqual([
    "| a f",
    "bind f = function f(b, c) {",
    '  c = ((c === undefined) ? "x" : c)',
    "}",
  ]);
});
