import type { ClassIr, Expr, FunctionIr, Stmt } from "../../ir/ir.js";
import { lowerExpr, lowerKey, lowerNamed } from "./expressions.js";
import { enterFunction, leaveFunction, lowerFunction } from "./functions.js";
import type { Outer } from "./functions.js";
import { lowerHint, typeWord } from "./hints.js";
import { declareBlock, hoistVars } from "./hoist.js";
import { addFunction, addVariable, makeScope } from "./lowering.js";
import type { Lowering, Scope } from "./lowering.js";
import { keep, makeAssign, makeConst, makeGet, makeStmt } from "./nodes.js";
import { lowerStatements } from "./statements.js";
import type * as es from "oxc-parser";

/** An `init` or `static-init` function while its fields are gathered, with the scope that they share. */
interface Initializer {
  readonly fn: FunctionIr;
  readonly scope: Scope;
  readonly body: Stmt[];
}

interface Gathered {
  readonly cls: ClassIr;
  init: Initializer | undefined;
  staticInit: Initializer | undefined;
  /** Writes of computed keys to temporaries, before the class. */
  readonly before: Expr[];
}

/** Lowers a class; `name` is used when it has none of its own. */
export function lowerClass(l: Lowering, node: es.Class, name: string): Expr {
  const cls: ClassIr = {
    name: node.id?.name ?? name, module: l.module, superclass: undefined, ctor: undefined, members: [], fields: [], init: undefined, staticInit: undefined,
    decorators: node.decorators.map((decorator) => lowerExpr(l, decorator.expression)), fieldHints: [], start: node.start, end: node.end,
  };
  l.module.classes.push(cls);
  const outer = l.scope;
  if (node.type === "ClassExpression" && node.id !== null) {
    const variable = addVariable(l, node.id.name, "class");
    variable.writes = 1;
    outer.variables.push(variable);
    cls.self = variable;
    // Temporaries and functions still go to the block around: the class's scope holds its name alone.
    l.scope = { ...makeScope(outer, false), variables: outer.variables, functions: outer.functions, names: new Map([[variable.name, variable]]) };
  }
  const sloppy = l.sloppy;
  l.sloppy = false;
  if (node.superClass !== null) cls.superclass = lowerExpr(l, node.superClass);
  const gathered: Gathered = { cls, init: undefined, staticInit: undefined, before: [] };
  for (const element of node.body.body) lowerElement(l, gathered, element);
  cls.init = finishInitializer(gathered.init);
  cls.staticInit = finishInitializer(gathered.staticInit);
  l.sloppy = sloppy;
  l.scope = outer;
  const value: Expr = { kind: "class", cls, start: node.start, end: node.end };
  return gathered.before.length === 0 ? value : { kind: "seq", items: [...gathered.before, value], start: node.start, end: node.end };
}

function lowerElement(l: Lowering, gathered: Gathered, element: es.ClassElement): void {
  switch (element.type) {
    case "MethodDefinition":
      lowerMethod(l, gathered, element);
      return;
    case "PropertyDefinition":
    case "AccessorProperty":
      lowerField(l, gathered, element);
      return;
    case "StaticBlock":
      lowerStaticBlock(l, gathered, element);
      return;
    case "TSAbstractPropertyDefinition":
    case "TSAbstractAccessorProperty":
      hintField(l, gathered, element);
      return;
    case "TSAbstractMethodDefinition":
    case "TSIndexSignature":
      return;
  }
}

function lowerMethod(l: Lowering, { cls }: Gathered, element: es.MethodDefinition): void {
  if (element.value.body === null) return;
  const key = lowerKey(l, element.key, element.computed);
  const kind = element.kind;
  const decorators = element.decorators.map((decorator) => lowerExpr(l, decorator.expression));
  const fn = lowerFunction(l, element.value, nameOf(key), kind, cls);
  if (kind === "constructor") cls.ctor = fn;
  else cls.members.push({ key, static: element.static, kind, fn, decorators, start: element.start, end: element.end });
}

function nameOf(key: Expr): string {
  return key.kind === "const" && typeof key.value === "string" ? key.value : "";
}

function lowerField(l: Lowering, gathered: Gathered, element: es.PropertyDefinition | es.AccessorProperty): void {
  hintField(l, gathered, element);
  if (element.declare === true) return;
  // A computed key is evaluated once, with the class.
  const key = element.computed ? keep(l, lowerExpr(l, element.key as es.Expression), gathered.before) : undefined;
  // Without a value there is nothing to run, and most such fields are TypeScript's declarations.
  if (element.value !== null) {
    inInitializer(l, gathered, element.static, (body) => {
      const name = key?.() ?? lowerKey(l, element.key, false);
      if (name.kind === "var") name.variable.captured = true;
      const target = makeGet({ kind: "this", start: element.start, end: element.start }, name, element);
      body.push(makeStmt(makeAssign(target, element.value === null ? makeConst(undefined, element) : lowerNamed(l, element.value, nameOf(name)), true, element)));
    });
  }
  gathered.cls.fields.push({
    name: element.computed ? undefined : nameOfKey(element.key), static: element.static, type: typeWord(element.typeAnnotation),
    decorators: element.decorators.map((decorator) => lowerExpr(l, decorator.expression)), start: element.start, end: element.end,
  });
}

function nameOfKey(key: es.PropertyKey): string | undefined {
  return key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined;
}

function hintField(l: Lowering, { cls }: Gathered, element: es.PropertyDefinition | es.AccessorProperty): void {
  if (element.computed || element.key.type === "Literal") return;
  const hint = lowerHint(l, element.typeAnnotation);
  if (hint === undefined) return;
  if (element.key.type === "Identifier") cls.fieldHints.push({ name: element.key.name, hint });
  else if (element.key.type === "PrivateIdentifier") cls.fieldHints.push({ name: `#${element.key.name}`, hint });
}

function lowerStaticBlock(l: Lowering, gathered: Gathered, element: es.StaticBlock): void {
  inInitializer(l, gathered, true, (body) => {
    const inner = makeScope(l.scope, true);
    const outer = l.scope;
    l.scope = inner;
    declareBlock(l, element.body);
    hoistVars(l, element.body);
    const statements: Stmt[] = [];
    lowerStatements(l, element.body, statements);
    l.scope = outer;
    body.push({ kind: "block", variables: inner.variables, functions: inner.functions, body: statements, start: element.start, end: element.end });
  });
}

/** Runs `add` inside the class's `init` or `static-init` function, which is made at the first need. */
function inInitializer(l: Lowering, gathered: Gathered, isStatic: boolean, add: (body: Stmt[]) => void): void {
  const { cls } = gathered;
  let initializer = isStatic ? gathered.staticInit : gathered.init;
  if (initializer === undefined) {
    const fn = addFunction(l, cls, "", isStatic ? "static-init" : "init", false, false, cls);
    initializer = { fn, scope: makeScope(l.scope, true), body: [] };
    if (isStatic) gathered.staticInit = initializer;
    else gathered.init = initializer;
  }
  const outer: Outer = enterFunction(l, initializer.fn);
  l.scope = initializer.scope;
  add(initializer.body);
  const { variables, functions } = initializer.scope;
  leaveFunction(l, outer, { kind: "block", variables, functions, body: initializer.body, start: cls.start, end: cls.end });
}

function finishInitializer(initializer: Initializer | undefined): FunctionIr | undefined {
  return initializer?.fn;
}
