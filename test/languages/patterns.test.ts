import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("object pattern with default, nesting and rest", () => {
  expect(ir("const { p, q: { r = 1 }, ...others } = f();")).toEqual([
    "| p r others",
    "(%1 := @f())",
    "const p = %1.p",
    "(%2 := %1.q.r)",
    "const r = ((%2 === undefined) ? 1 : %2)",
    'const others = rest(%1 but "p" "q")',
  ]);
});

test("a single property needs no temporary", () => {
  expect(ir("const { a } = f(); const [b] = g();")).toEqual([
    "| a b",
    "const a = @f().a",
    "const b = item(@g(), 0)",
  ]);
});

test("array pattern with holes, default and rest", () => {
  expect(ir("const [x, , y = 2, ...z] = f();")).toEqual([
    "| x y z",
    "(%1 := @f())",
    "const x = item(%1, 0)",
    "(%2 := item(%1, 2))",
    "const y = ((%2 === undefined) ? 2 : %2)",
    "const z = rest(%1, 3)",
  ]);
});

test("computed keys of a pattern with a rest are evaluated once", () => {
  expect(ir("const { [k()]: a, ...rest } = o;")).toEqual([
    "| a rest",
    "(%1 := @k())",
    "const a = @o[%1]",
    "const rest = rest(@o but %1)",
  ]);
});

test("an empty pattern still evaluates its value", () => {
  expect(ir("const {} = f(), [] = g();")).toEqual([
    "@f()",
    "@g()",
  ]);
});

test("parameters: default, pattern and rest", () => {
  expect(ir(`function f({ path, mode = "r" }, n = 1, [a] = [], ...rest) { return path; }`)).toEqual([
    "| f",
    "bind f = function f(%1, n, %2, ...rest) {",
    "  | path mode a",
    "  let path = %1.path",
    "  (%3 := %1.mode)",
    '  let mode = ((%3 === undefined) ? "r" : %3)',
    "  n = ((n === undefined) ? 1 : n)",
    "  let a = item(((%2 === undefined) ? [] : %2), 0)",
    "  return path",
    "}",
  ]);
});

test("defaults of parameters see the names outside, not those of the body", () => {
  expect(ir("const x = 1; function f(a = x) { let x = 2; return x; }")).toEqual([
    "| x^ f",
    "bind f = function f(a) {",
    "  | x#2",
    "  a = ((a === undefined) ? x : a)",
    "  let x#2 = 2",
    "  return x#2",
    "}",
    "const x = 1",
  ]);
});

test("assignment to a pattern of names and members", () => {
  expect(ir("let a, b; ({ a, x: o.b, ...o.rest } = f()); [a, b] = [b, a];")).toEqual([
    "| a b",
    "(%1 := @f())",
    "a = %1.a",
    "@o.b = %1.x",
    '@o.rest = rest(%1 but "a" "x")',
    "(%2 := [b, a])",
    "a = item(%2, 0)",
    "b = item(%2, 1)",
  ]);
});

test("an assignment to a pattern gives its value", () => {
  expect(ir("let a; const v = ({ a } = f());")).toEqual([
    "| a v",
    "const v = ((%1 := @f()), a = %1.a, %1)",
  ]);
});

test("an assignment that overwrites what it unpacks", () => {
  expect(ir("let data, error; ({ data, error } = data);")).toEqual([
    "| data error",
    "(%1 := data)",
    "data = %1.data",
    "error = %1.error",
  ]);
});

test("pattern in for, for-of, for-in and catch", () => {
  expect(ir(`
    for (const [k, { v = 1 }] of es) f(k, v);
    for (let { a, b } = f(); a < b; a++) g(a);
    for ([x.y] of es) g();
    try { f(); } catch ({ message }) { g(message); }
  `)).toEqual([
    "each %1 of @es",
    "  | k v",
    "  const k = item(%1, 0)",
    "  (%2 := item(%1, 1).v)",
    "  const v = ((%2 === undefined) ? 1 : %2)",
    "  @f(k, v)",
    "{",
    "  | a b",
    "  (%3 := @f())",
    "  let a = %3.a",
    "  let b = %3.b",
    "  loop (a < b) then a = (a + 1) each turn a b",
    "    @g(a)",
    "}",
    "each %4 of @es",
    "  @x.y = item(%4, 0)",
    "  @g()",
    "try",
    "  @f()",
    "catch %5",
    "  | message",
    "  let message = %5.message",
    "  @g(message)",
  ]);
});

test("functions and classes take the name of what they are written to", () => {
  expect(ir("const f = () => 1; let g; g = function () {}; o.h = class {}; const { k = () => 2 } = o; o.p ||= () => 3; function m(cb = () => 4) {}")).toEqual([
    "| f g k m",
    "bind m = function m(cb) {",
    "  cb = ((cb === undefined) ? arrow cb() {",
    "    return 4",
    "  } : cb)",
    "}",
    "const f = arrow f() {",
    "  return 1",
    "}",
    "g = function g() {}",
    "@o.h = class h {}",
    "(%1 := @o.k)",
    "const k = ((%1 === undefined) ? arrow k() {",
    "  return 2",
    "} : %1)",
    "(@o.p || @o.p = arrow p() {",
    "  return 3",
    "})",
  ]);
});
