import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("blocks shadow, the outer variable comes back", () => {
  expect(ir("const a = 1; { const a = 2; f(a); { let a = 3; f(a); } } f(a);")).toEqual([
    "| a",
    "const a = 1",
    "{",
    "  | a#2",
    "  const a#2 = 2",
    "  @f(a#2)",
    "  {",
    "    | a#3",
    "    let a#3 = 3",
    "    @f(a#3)",
    "  }",
    "}",
    "@f(a)",
  ]);
});

test("functions are bound at the entry of their block", () => {
  expect(ir("f(); { f(); function f() { return 2; } } function f() { return 1; }")).toEqual([
    "| f",
    "bind f = function f() {",
    "  return 1",
    "}",
    "f()",
    "{",
    "  | f#2",
    "  bind f#2 = function f() {",
    "    return 2",
    "  }",
    "  f#2()",
    "}",
  ]);
});

test("var belongs to the function, let to the block", () => {
  expect(ir("function f(c) { if (c) { var a = 1; let b = 2; } return [a, b]; }")).toEqual([
    "| f",
    "bind f = function f(c) {",
    "  if c",
    "    | b",
    "    var a = 1",
    "    let b = 2",
    "  return [a, @b]",
    "}",
  ]);
});

test("var in every nested statement is hoisted", () => {
  expect(ir("function f() { for (var a in o) { try { switch (x) { case 1: var b = 1; } } catch (e) { do { var c; } while (0); } finally { while (0) { l: var d = 2; } } } return [a, b, c, d]; }", "a.js")).toEqual([
    "esm",
    "| f",
    "bind f = function f() {",
    "  each %1 in @o",
    "    var a = %1",
    "    {",
    "      try",
    "        switch @x",
    "          case 1",
    "            var b = 1",
    "      catch e",
    "        loop body first 0",
    "      finally",
    "        loop 0",
    "          l:",
    "          var d = 2",
    "    }",
    "  return [a, b, c, d]",
    "}",
  ]);
});

test("var and a parameter of one name are one variable", () => {
  expect(ir("function f(a) { var a; var a = 2; return a; }")).toEqual([
    "| f",
    "bind f = function f(a) {",
    "  a = 2",
    "  return a",
    "}",
  ]);
});

test("a parameter shadows, a default sees earlier parameters", () => {
  expect(ir("const a = 1; function f(a, b = a) { return a + b; }")).toEqual([
    "| a f",
    "bind f = function f(a#2, b) {",
    "  b = ((b === undefined) ? a#2 : b)",
    "  return (a#2 + b)",
    "}",
    "const a = 1",
  ]);
});

test("closures: captured variables", () => {
  expect(ir("function f(a) { let n = 0; const g = () => { n++; return a; }; let own = 1; own++; return g; }")).toEqual([
    "| f",
    "bind f = function f(a^) {",
    "  | n^ g own",
    "  let n = 0",
    "  const g = arrow g() {",
    "    n = (n + 1)",
    "    return a",
    "  }",
    "  let own = 1",
    "  own = (own + 1)",
    "  return g",
    "}",
  ]);
});

test("closures in loops capture the turn's variable", () => {
  expect(ir("for (const x of xs) { const y = x; fns.push(() => x + y); }")).toEqual([
    "each x^ of @xs",
    "  | y^",
    "  const y = x",
    "  @fns.push(arrow() {",
    "    return (x + y)",
    "  })",
  ]);
});

test("a named function expression sees itself, unless it declares the name", () => {
  expect(ir("const a = function fac(n) { return n ? fac(n - 1) : 1; }; const b = function g() { var g = 1; return g; }; const c = function h(h) { return h; };")).toEqual([
    "| a b c",
    "const a = function fac(n) {",
    "  return (n ? fac((n - 1)) : 1)",
    "}",
    "const b = function g() {",
    "  var g = 1",
    "  return g",
    "}",
    "const c = function h(h) {",
    "  return h",
    "}",
  ]);
});

test("arguments belong to the next function that is no arrow", () => {
  expect(ir("function f() { const g = () => arguments[0]; return g; } const top = () => arguments;")).toEqual([
    "| f top",
    "bind f = function f() {",
    "  | g",
    "  const g = arrow g() {",
    "    return arguments[0]",
    "  }",
    "  return g",
    "}",
    "const top = arrow top() {",
    "  return @arguments",
    "}",
  ]);
});

test("names in use before their declaration", () => {
  expect(ir("function f() { return later; } const later = 1; class A { m() { return new B(); } } class B {}")).toEqual([
    "| f later^ A B^",
    "bind f = function f() {",
    "  return later",
    "}",
    "const later = 1",
    "class A = class A {",
    "  method m() {",
    "    return new B()",
    "  }",
    "}",
    "class B = class B {}",
  ]);
});

test("classes in blocks", () => {
  expect(ir("{ class A {} new A(); } new A();")).toEqual([
    "{",
    "  | A",
    "  class A = class A {}",
    "  new A()",
    "}",
    "new @A()",
  ]);
});

test("catch parameters shadow", () => {
  expect(ir("const e = 1; try { f(); } catch (e) { g(e); } h(e);")).toEqual([
    "| e",
    "const e = 1",
    "try",
    "  @f()",
    "catch e#2",
    "  @g(e#2)",
    "@h(e)",
  ]);
});

test("switch cases share a scope that shadows", () => {
  expect(ir("const a = 1; switch (a) { case 1: const a = 2; f(a); } f(a);")).toEqual([
    "| a",
    "const a = 1",
    "switch a",
    "  | a#2",
    "  case 1",
    "    const a#2 = 2",
    "    @f(a#2)",
    "@f(a)",
  ]);
});

test("functions in blocks are also var in sloppy mode", () => {
  expect(ir("if (c) { function f() { return 1; } } f();", "a.js")).toEqual([
    "esm",
    "if @c",
    "  | f",
    "  bind f = function f() {",
    "    return 1",
    "  }",
    "  var f#2 = f",
    "f#2()",
  ]);
});

test("functions in blocks are not in strict mode", () => {
  expect(ir(`"use strict"; if (c) { function f() { return 1; } } f();`, "a.js")).toEqual([
    "esm",
    "if @c",
    "  | f",
    "  bind f = function f() {",
    "    return 1",
    "  }",
    "@f()",
  ]);
});

test("functions in blocks are not in modules", () => {
  expect(ir(`import "x"; if (c) { function f() { return 1; } } f();`)).toEqual([
    "if @c",
    "  | f",
    "  bind f = function f() {",
    "    return 1",
    "  }",
    "@f()",
  ]);
});

test("fields and methods resolve outside of the class", () => {
  expect(ir("const n = 1; class A { a = n; static s = () => n; m() { return n; } }")).toEqual([
    "| n^ A",
    "const n = 1",
    "class A = class A {",
    "  init() {",
    "    this.a = n",
    "  }",
    "  static-init() {",
    "    this.s = arrow s() {",
    "      return n",
    "    }",
    "  }",
    "  method m() {",
    "    return n",
    "  }",
    "}",
  ]);
});

test("type names do not hide values", () => {
  expect(ir("interface Foo {} const Foo = 1; type Bar = string; f(Foo, Bar);")).toEqual([
    "| Foo",
    "const Foo = 1",
    "@f(Foo, @Bar)",
  ]);
});

test("head of for is a scope of its own", () => {
  expect(ir("const i = 9; for (let i = 0; i < 2; i++) { let i = 5; f(i); } f(i);")).toEqual([
    "| i",
    "const i = 9",
    "{",
    "  | i#2",
    "  let i#2 = 0",
    "  loop (i#2 < 2) then i#2 = (i#2 + 1) each turn i#2",
    "    | i#3",
    "    let i#3 = 5",
    "    @f(i#3)",
    "}",
    "@f(i)",
  ]);
});

test("the value of for-of does not see the head", () => {
  expect(ir("for (const x of f(() => xs)) g(x);")).toEqual([
    "each x of @f(arrow() {",
    "  return @xs",
    "})",
    "  @g(x)",
  ]);
});
