import { expect, test } from "vitest";
import { ir } from "./ir.js";

test("fields, statics and blocks in source order", () => {
  expect(ir(`class A { a = 1; static b = 2; c; static { f(this.b); } "d-e" = 3; static g = this.b; }`)).toEqual([
    "| A",
    "class A = class A {",
    "  init() {",
    "    this.a = 1",
    '    this["d-e"] = 3',
    "  }",
    "  static-init() {",
    "    this.b = 2",
    "    {",
    "      @f(this.b)",
    "    }",
    "    this.g = this.b",
    "  }",
    "}",
  ]);
});

test("methods, accessors, generators and computed members", () => {
  expect(ir(`class A { m(a) { return a; } get v() { return 1; } set v(x) {} static async s() {} *g() {} [k]() {} static [Symbol.iterator]() {} "quoted"() {} }`)).toEqual([
    "| A",
    "class A = class A {",
    "  method m(a) {",
    "    return a",
    "  }",
    "  get v() {",
    "    return 1",
    "  }",
    "  set v(x) {}",
    "  static async method s() {}",
    "  method* g() {}",
    "  [@k] method() {}",
    "  static [@Symbol.iterator] method() {}",
    "  method quoted() {}",
    "}",
  ]);
});

test("a computed field's key is evaluated once, with the class", () => {
  expect(ir("class A { [k()] = 1; }")).toEqual([
    "| A",
    "class A = ((%1 := @k()), class A {",
    "  init() {",
    "    this[%1] = 1",
    "  }",
    "})",
  ]);
});

test("private members", () => {
  expect(ir("class A { #a = 1; #m() { return this.#a; } static #s = 2; get #v() { return A.#s; } }")).toEqual([
    "| A^",
    "class A = class A {",
    "  init() {",
    "    this.#a = 1",
    "  }",
    "  static-init() {",
    "    this.#s = 2",
    "  }",
    "  method #m() {",
    "    return this.#a",
    "  }",
    "  get #v() {",
    "    return A.#s",
    "  }",
    "}",
  ]);
});

test("inheritance, super calls and gets", () => {
  expect(ir("class A extends mixin(B) { constructor(x) { super(x); this.y = super.z; } m() { return super.m(); } }")).toEqual([
    "| A",
    "class A = class A extends @mixin(@B) {",
    "  constructor constructor(x) {",
    "    super(x)",
    "    this.y = super.z",
    "  }",
    "  method m() {",
    "    return super.m()",
    "  }",
    "}",
  ]);
});

test("parameter properties are assigned at the start, behind super", () => {
  expect(ir("class A { constructor(private a: string, readonly b = 1) { f(); } } class B extends A { constructor(public c: Db) { super(c); g(); } }")).toEqual([
    "| A B",
    "class A = class A {",
    "  constructor constructor(a, b) {",
    "    b = ((b === undefined) ? 1 : b)",
    "    this.a = a",
    "    this.b = b",
    "    @f()",
    "  }",
    "}",
    "class B = class B extends A {",
    "  constructor constructor(c) {",
    "    super(c)",
    "    this.c = c",
    "    @g()",
    "  }",
    "}",
  ]);
});

test("abstract and declare members are gone, their hints stay", () => {
  expect(ir(`import { Server } from "s"; abstract class A { declare a: Server; abstract b: Server; abstract m(): void; n(): void; n() {} [key: string]: unknown; optional?: Server; }`)).toEqual([
    'import Server = "s" Server',
    "| A",
    "class A = class A {",
    "  field a: Server",
    "  field b: Server",
    "  field optional: Server",
    "  method n() {}",
    "}",
  ]);
});

test("auto accessors are fields", () => {
  expect(ir("class A { accessor x = 1; static accessor y = 2; }")).toEqual([
    "| A",
    "class A = class A {",
    "  init() {",
    "    this.x = 1",
    "  }",
    "  static-init() {",
    "    this.y = 2",
    "  }",
    "}",
  ]);
});

test("decorators are kept on class and member", () => {
  expect(ir(`@Injectable() class A { @Tool({ name: "x" }) run(@Inject() a: string) {} @Field() f = 1; }`)).toEqual([
    "| A",
    "class A = @[@Injectable()] class A {",
    "  @[@Field()] f",
    "  init() {",
    "    this.f = 1",
    "  }",
    '  @[@Tool({name: "x"})] method run(a) {}',
    "}",
  ]);
});

test("class expressions: own name and inferred name", () => {
  expect(ir("const A = class Inner { static make() { return new Inner(); } }, B = class {};")).toEqual([
    "| A B Inner^",
    "const A = class Inner {",
    "  static method make() {",
    "    return new Inner()",
    "  }",
    "}",
    "const B = class B {}",
  ]);
});

test("the name of a declaration is the outer variable", () => {
  expect(ir("class A { static make() { return new A(); } }")).toEqual([
    "| A^",
    "class A = class A {",
    "  static method make() {",
    "    return new A()",
    "  }",
    "}",
  ]);
});
