import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("constants keep their type", () => {
  expect(ir(`f("s", 1_000, 0x10, 10n, true, null, undefined, 1e999, -1, /a\\/b/gi);`)).toEqual([
    "@f(\"s\", 1000, 16, 10n, true, null, undefined, Infinity, -1, /a\\/b/gi)",
  ]);
});

test("a template keeps texts and values in order and drops empty texts", () => {
  expect(ir("const s = `a ${b}${c} d`, plain = `only text`;")).toEqual([
    "| s plain",
    "const s = `a ${@b}${@c} d`",
    "const plain = `only text`",
  ]);
});

test("a tagged template is a call with the list of texts first", () => {
  expect(ir("const q = sql`select ${a} from ${b}`;")).toEqual([
    "| q",
    'const q = @sql(["select ", " from ", ""], @a, @b) tag',
  ]);
});

test("String.raw is the template of its raw texts", () => {
  expect(ir("const p = String.raw`C:\\new\\${a}`;")).toEqual([
    "| p",
    "const p = `C:\\new\\${a}`",
  ]);
});

test("optional chain: a test on null, the rest in the else branch", () => {
  expect(ir("const v = f()?.b.c(1)?.[d];")).toEqual([
    "| v",
    "const v = (((%1 := @f()) == null) ? undefined : (((%2 := %1.b.c(1)) == null) ? undefined : %2[@d]))",
  ]);
});

test("an optional chain on a name needs no temporary", () => {
  expect(ir("function f(a) { return a?.b?.c; }")).toEqual([
    "| f",
    "bind f = function f(a) {",
    "  return ((a == null) ? undefined : (((%1 := a.b) == null) ? undefined : %1.c))",
    "}",
  ]);
});

test("an optional call keeps its receiver", () => {
  expect(ir("a.b().m?.(1); f?.();")).toEqual([
    "((%1 := @a.b()), ((%1.m == null) ? undefined : %1.m(1)))",
    "((@f == null) ? undefined : @f())",
  ]);
});

test("parentheses end an optional chain", () => {
  expect(ir("(a?.b).c; (a?.b)!.c; a?.b!.c;")).toEqual([
    "((@a == null) ? undefined : @a.b).c",
    "((@a == null) ? undefined : @a.b).c",
    "((@a == null) ? undefined : @a.b.c)",
  ]);
});

test("delete of an optional chain", () => {
  expect(ir("delete a?.b;")).toEqual([
    "((@a == null) ? true : delete @a.b)",
  ]);
});

test("object literals", () => {
  expect(ir(`const o = { a, "b-c": 1, [k]: 2, 3: 4, get x() { return 1; }, set x(v) { f(v); }, m() {}, async *g() {}, f: () => 1, ...rest, __proto__: base };`)).toEqual([
    "| o",
    'const o = {a: @a, ["b-c"]: 1, [@k]: 2, ["3"]: 4, get x: get x() {',
    "  return 1",
    "}, set x: set x(v) {",
    "  @f(v)",
    "}, m: method m() {}, g: async method* g() {}, f: arrow f() {",
    "  return 1",
    "}, ...@rest, __proto__: @base}",
  ]);
});

test("arrays with holes and spreads", () => {
  expect(ir("[1, , ...xs, 2]; f(...xs, 1); new C(...xs);")).toEqual([
    "[1, undefined, ...@xs, 2]",
    "@f(...@xs, 1)",
    "new @C(...@xs)",
  ]);
});

test("compound assignment evaluates object and key once", () => {
  expect(ir("let i = 0; i += 2; o.p += 1; f().q -= 1; o[g()] **= 2;")).toEqual([
    "| i",
    "let i = 0",
    "i = (i + 2)",
    "@o.p = (@o.p + 1)",
    "((%1 := @f()), %1.q = (%1.q - 1))",
    "((%2 := @g()), @o[%2] = (@o[%2] ** 2))",
  ]);
});

test("logical assignment", () => {
  expect(ir("let a; a ||= 1; o.p ??= 2; f().q &&= 3;")).toEqual([
    "| a",
    "(a || a = 1)",
    "(@o.p ?? @o.p = 2)",
    "((%1 := @f()), (%1.q && %1.q = 3))",
  ]);
});

test("postfix gives the old value where it is used", () => {
  expect(ir("let i = 0; i++; --i; const j = i++; o.n++; const k = o.n--; xs[i++] = 1;")).toEqual([
    "| i j k",
    "let i = 0",
    "i = (i + 1)",
    "i = (i - 1)",
    "const j = ((%1 := i), i = (%1 + 1), %1)",
    "@o.n = (@o.n + 1)",
    "const k = ((%2 := @o.n), @o.n = (%2 - 1), %2)",
    "@xs[((%3 := i), i = (%3 + 1), %3)] = 1",
  ]);
});

test("sequences, comma and unary operators", () => {
  expect(ir("const x = (a, b), y = void 0, z = typeof w, t = !a, u = delete o.p; c, d;")).toEqual([
    "| x y z t u",
    "const x = (@a, @b)",
    "const y = void 0",
    "const z = typeof @w",
    "const t = !@a",
    "const u = delete @o.p",
    "@c",
    "@d",
  ]);
});

test("conditions and logic", () => {
  expect(ir("const x = a ? b : c && d || e; const y = a ?? b;")).toEqual([
    "| x y",
    "const x = (@a ? @b : ((@c && @d) || @e))",
    "const y = (@a ?? @b)",
  ]);
});

test("casts, non-null and instantiations are gone", () => {
  expect(ir("const a = (x as Foo).b; const c = <Bar>d; const e = f!; const g = h satisfies I; const j = k<string>; (m as any).n = 1;")).toEqual([
    "| a c e g j",
    "const a = @x.b",
    "const c = @d",
    "const e = @f",
    "const g = @h",
    "const j = @k",
    "@m.n = 1",
  ]);
});

test("private names", () => {
  expect(ir("class A { #x = 1; has(o) { return #x in o && this.#x; } }")).toEqual([
    "| A",
    "class A = class A {",
    "  init() {",
    "    this.#x = 1",
    "  }",
    "  method has(o) {",
    '    return (("#x" in o) && this.#x)',
    "  }",
    "}",
  ]);
});

test("this, super, new.target and import.meta", () => {
  expect(ir("class A extends B { m() { super.m(this); new.target; } } import.meta.url;")).toEqual([
    "| A",
    "class A = class A extends @B {",
    "  method m() {",
    "    super.m(this)",
    "    new.target",
    "  }",
    "}",
    "import.meta.url",
  ]);
});

test("generators and async", () => {
  expect(ir("function* g() { const x = yield 1; yield; yield* h(); } const f = async () => await p;")).toEqual([
    "| g f",
    "bind g = function* g() {",
    "  | x",
    "  const x = yield 1",
    "  yield",
    "  yield* @h()",
    "}",
    "const f = async arrow f() {",
    "  return await @p",
    "}",
  ]);
});

test("JSX is a call of the global jsx", () => {
  expect(ir(`const e = <Box a="1" b={c} d {...rest}>text {v}<b.C /><></></Box>;`, "a.tsx")).toEqual([
    "esm",
    "| e",
    'const e = @jsx(@Box, {a: "1", b: @c, d: true, ...@rest}, "text ", @v, @jsx(@b.C, {}), @jsx(@Fragment, {}))',
  ]);
});

test("JSX text between lines is trimmed", () => {
  expect(ir(`
    const e = <p>
      one
      two {x}
    </p>;
  `, "a.jsx")).toEqual([
    "esm",
    "| e",
    'const e = @jsx("p", {}, "one two", @x)',
  ]);
});

test("a member may be called with spread and nested calls", () => {
  expect(ir(`server.tool("a", { b: z.string() }, async ({ b }) => run(b));`)).toEqual([
    '@server.tool("a", {b: @z.string()}, async arrow(%1) {',
    "  | b",
    "  let b = %1.b",
    "  return @run(b)",
    "})",
  ]);
});

test("globals stay names", () => {
  expect(ir("console.log(process.env, undefined, NaN, module);")).toEqual([
    "@console.log(@process.env, undefined, @NaN, @module)",
  ]);
});
