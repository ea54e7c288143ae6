import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("if and else", () => {
  expect(ir("if (a) b(); else if (c) { d(); } else { let e = 1; f(e); }")).toEqual([
    "if @a",
    "  @b()",
    "else",
    "  if @c",
    "    @d()",
    "  else",
    "    | e",
    "    let e = 1",
    "    @f(e)",
  ]);
});

test("loops", () => {
  expect(ir("while (a()) b(); do { c(); } while (d()); for (;;) { break; }")).toEqual([
    "loop @a()",
    "  @b()",
    "loop body first @d()",
    "  @c()",
    "loop",
    "  break",
  ]);
});

test("for with let: fresh variables at each turn", () => {
  expect(ir("for (let i = 0, n = xs.length; i < n; i++) fns.push(() => i);")).toEqual([
    "{",
    "  | i^ n",
    "  let i = 0",
    "  let n = @xs.length",
    "  loop (i < n) then i = (i + 1) each turn i n",
    "    @fns.push(arrow() {",
    "      return i",
    "    })",
    "}",
  ]);
});

test("for with var and with an expression", () => {
  expect(ir("for (var i = 0; i < 3; i++) f(i); for (j = 0, k = 1; j < k; j++, k--) ;")).toEqual([
    "{",
    "  var i = 0",
    "  loop (i < 3) then i = (i + 1)",
    "    @f(i)",
    "}",
    "{",
    "  @j = 0",
    "  @k = 1",
    "  loop (@j < @k) then (@j = (@j + 1), @k = (@k - 1))",
    "}",
  ]);
});

test("for-of, for-in and for-await", () => {
  expect(ir("async function f() { for (const x of xs) g(x); for (const k in o) g(k); for await (const c of stream) g(c); for (var v of vs) g(v); for (let w of ws) { w += 1; } }")).toEqual([
    "| f",
    "bind f = async function f() {",
    "  each x of @xs",
    "    @g(x)",
    "  each k in @o",
    "    @g(k)",
    "  each c await of @stream",
    "    @g(c)",
    "  each %1 of @vs",
    "    var v = %1",
    "    @g(v)",
    "  each w of @ws",
    "    w = (w + 1)",
    "}",
  ]);
});

test("labels stand directly around their loop", () => {
  expect(ir("outer: for (let i = 0; ; i++) { inner: while (a) { if (b) continue outer; break inner; } } block: { break block; }")).toEqual([
    "{",
    "  | i",
    "  let i = 0",
    "  outer:",
    "  loop then i = (i + 1) each turn i",
    "    inner:",
    "    loop @a",
    "      if @b",
    "        continue outer",
    "      break inner",
    "}",
    "block:",
    "{",
    "  break block",
    "}",
  ]);
});

test("switch has one scope", () => {
  expect(ir("switch (x) { case 1: let a = 2; f(a); break; case g(): { h(); } default: function k() {} k(); }")).toEqual([
    "switch @x",
    "  | a k",
    "  bind k = function k() {}",
    "  case 1",
    "    let a = 2",
    "    @f(a)",
    "    break",
    "  case @g()",
    "    {",
    "      @h()",
    "    }",
    "  default",
    "    k()",
  ]);
});

test("try, catch and finally", () => {
  expect(ir("try { a(); } catch (e) { b(e); } finally { c(); } try { d(); } catch { e(); }")).toEqual([
    "try",
    "  @a()",
    "catch e",
    "  @b(e)",
    "finally",
    "  @c()",
    "try",
    "  @d()",
    "catch",
    "  @e()",
  ]);
});

test("throw, return, empty and debugger", () => {
  expect(ir(`function f() { ; debugger; if (a) return; throw new Error("x"); }`)).toEqual([
    "| f",
    "bind f = function f() {",
    "  if @a",
    "    return",
    '  throw new @Error("x")',
    "}",
  ]);
});

test("directives are gone", () => {
  expect(ir(`"use strict"; function f() { "use strict"; return 1; }`)).toEqual([
    "| f",
    "bind f = function f() {",
    "  return 1",
    "}",
  ]);
});

test("using is const", () => {
  expect(ir("function f() { using a = open(); await: { g(a); } }")).toEqual([
    "| f",
    "bind f = function f() {",
    "  | a",
    "  const a = @open()",
    "  await:",
    "  {",
    "    @g(a)",
    "  }",
    "}",
  ]);
});

test("with is not modelled, its parts are evaluated", () => {
  expect(ir("with (f()) { g(); }", "a.cjs")).toEqual([
    "commonjs",
    'unknown "with statement"(@f())',
    "{",
    "  @g()",
    "}",
    "unsupported 0: with statement",
  ]);
});

test("declarations without a value say nothing", () => {
  expect(ir("let a, b: string; var c; { let d; }")).toEqual([
    "| a b",
    "{",
    "  | d",
    "}",
  ]);
});

test("a sequence as statement is several statements", () => {
  expect(ir("a(), b = 1, c++;")).toEqual([
    "@a()",
    "@b = 1",
    "@c = (@c + 1)",
  ]);
});
