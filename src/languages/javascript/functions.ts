import type { Block, ClassIr, Expr, FunctionIr, FunctionKind, Stmt, Variable } from "../../ir/ir.js";
import { lowerExpr } from "./expressions.js";
import { lowerHint } from "./hints.js";
import { addUnnamed, declareBlock, declarePattern, hoistVars } from "./hoist.js";
import { addFunction, declareName, exact, makeBlock, makeScope } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { makeAssign, makeConst, makeGet, makeStmt, readVariable } from "./nodes.js";
import { assignPattern } from "./patterns.js";
import { lowerStatements } from "./statements.js";
import type * as es from "oxc-parser";

/** What stands round a function, to come back to after it. */
export interface Outer {
  readonly fn: FunctionIr;
  readonly scope: Lowering["scope"];
  readonly sloppy: boolean;
}

/** Goes into a function: names are declared in its frame from here on. */
export function enterFunction(l: Lowering, fn: FunctionIr): Outer {
  const outer: Outer = { fn: l.fn, scope: l.scope, sloppy: l.sloppy };
  l.fn = fn;
  l.scope = makeScope(l.scope, true);
  return outer;
}

/** Comes back out. */
export function leaveFunction(l: Lowering, outer: Outer, body: Block): void {
  l.fn.body = body;
  l.fn = outer.fn;
  l.scope = outer.scope;
  l.sloppy = outer.sloppy;
}

/** Lowers a function with its parameters and body; `name` is used when it has none of its own. */
export function lowerFunction(l: Lowering, node: es.Function | es.ArrowFunctionExpression, name: string, kind: FunctionKind, owner: ClassIr | undefined): FunctionIr {
  const fn = addFunction(l, node, node.id?.name ?? name, kind, node.async, node.generator, owner);
  const returned = lowerHint(l, node.returnType);
  if (returned !== undefined) fn.returnHint = returned;
  const outer = enterFunction(l, fn);
  if (node.type === "FunctionExpression" && node.id !== null && kind === "function") fn.self = declareSelf(l, node.id.name);
  const out: Stmt[] = [];
  const own = lowerParams(l, fn, node.params, owner, out);
  const unpacked = out.length;
  const body = node.body;
  if (body !== null && body.type === "BlockStatement") {
    const statements = body.body;
    if (l.sloppy && isStrict(statements)) l.sloppy = false;
    declareBlock(l, statements);
    hoistVars(l, statements);
    lowerStatements(l, statements, out);
  } else if (body !== null) {
    const value = lowerExpr(l, body);
    out.push({ kind: "return", value, start: body.start, end: body.end });
  }
  if (own.length > 0) out.splice(Math.max(unpacked, owner?.superclass === undefined ? 0 : afterSuper(out)), 0, ...own);
  fn.params = exact(fn.params);
  fn.variables = exact(fn.variables);
  leaveFunction(l, outer, makeBlock(l.scope, out, body?.start ?? node.start, body?.end ?? node.end));
  return fn;
}

function declareSelf(l: Lowering, name: string): Variable {
  const variable = declareName(l, l.scope, name, "function");
  // It is bound by the call, not by the entry of the body.
  l.scope.variables.length = 0;
  variable.writes = 1;
  return variable;
}

/** A "use strict" directive stands at the start of these statements. */
export function isStrict(statements: readonly (es.Directive | es.Statement)[]): boolean {
  for (const node of statements) {
    if (node.type !== "ExpressionStatement" || node.directive === null || node.directive === undefined) return false;
    if (node.directive === "use strict") return true;
  }
  return false;
}

/** Declares the parameters and unpacks them; gives the assignments of parameter properties. */
function lowerParams(l: Lowering, fn: FunctionIr, nodes: readonly es.ParamPattern[], owner: ClassIr | undefined, out: Stmt[]): Stmt[] {
  const own: Stmt[] = [];
  const written: { pattern: es.BindingPattern; variable: Variable }[] = [];
  for (const node of nodes) {
    const rest = node.type === "RestElement";
    const pattern = node.type === "RestElement" ? node.argument : node.type === "TSParameterProperty" ? node.parameter : node;
    const inner = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
    // `this` is a name only here, as TypeScript's annotation of the receiver.
    if (inner.type === "Identifier" && inner.name === "this") continue;
    const variable = declareParam(l, inner);
    fn.params.push({ variable, rest, hasDefault: pattern.type === "AssignmentPattern", start: node.start, end: node.end });
    if (inner.type === "Identifier") {
      const hint = lowerHint(l, inner.typeAnnotation);
      if (hint !== undefined) variable.hint = hint;
      if (node.type === "TSParameterProperty") own.push(assignField(variable, inner.name, node));
      if (node.type === "TSParameterProperty" && hint !== undefined) owner?.fieldHints.push({ name: inner.name, hint });
    } else {
      hintPattern(l, variable, inner);
    }
    if (pattern.type !== "Identifier") written.push({ pattern, variable });
  }
  const values: Expr[] = [];
  for (const { pattern, variable } of written) assignPattern(l, pattern, readVariable(variable, pattern), true, pattern, values);
  for (const value of values) out.push(makeStmt(value));
  return own;
}

function hintPattern(l: Lowering, variable: Variable, pattern: es.BindingPattern): void {
  if (pattern.type !== "ObjectPattern" && pattern.type !== "ArrayPattern") return;
  const hint = lowerHint(l, pattern.typeAnnotation);
  if (hint !== undefined) variable.hint = hint;
}

function declareParam(l: Lowering, pattern: es.BindingPattern): Variable {
  let variable: Variable;
  if (pattern.type === "Identifier") {
    variable = declareName(l, l.scope, pattern.name, "param");
  } else {
    variable = addUnnamed(l, "param");
    declarePattern(l, l.scope, pattern, "let");
  }
  variable.writes++;
  return variable;
}

function assignField(variable: Variable, name: string, node: es.TSParameterProperty): Stmt {
  const field = makeGet({ kind: "this", start: node.start, end: node.end }, makeConst(name, node), node);
  return makeStmt(makeAssign(field, readVariable(variable, node), false, node));
}

/** Position behind the first `super(…)` that stands as a statement of its own; 0 without one. */
function afterSuper(body: readonly Stmt[]): number {
  return body.findIndex((stmt) => stmt.kind === "expr" && stmt.value.kind === "call" && stmt.value.callee.kind === "super") + 1;
}

/** A function declaration: bound at the entry of its block, and in sloppy mode also as a `var` where it stands. */
export function lowerFunctionDeclaration(l: Lowering, node: es.Function, out: Stmt[]): Variable | undefined {
  if (node.id === null || node.body === null || node.declare === true) return undefined;
  const name = node.id.name;
  const variable = l.scope.names?.get(name) ?? declareName(l, l.scope, name, "function");
  variable.writes++;
  l.scope.functions.push({ variable, fn: lowerFunction(l, node, name, "function", undefined) });
  if (l.sloppy && !l.scope.hoists) assignHoisted(l, name, variable, node, out);
  return variable;
}

function assignHoisted(l: Lowering, name: string, variable: Variable, node: es.Function, out: Stmt[]): void {
  const block = l.scope;
  let outer = block.parent;
  while (outer !== undefined && !outer.hoists && !(outer.names?.has(name) ?? false)) outer = outer.parent;
  const target = outer?.names?.get(name);
  if (target === undefined || target.kind !== "var" || target.owner !== l.fn) return;
  out.push(makeStmt(makeAssign(readVariable(target, node), readVariable(variable, node), true, node)));
}

