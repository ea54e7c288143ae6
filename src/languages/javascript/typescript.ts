import type { Block, Expr, Property, Span, Stmt, Variable } from "../../ir/ir.js";
import { lowerExpr } from "./expressions.js";
import { declareBlock, hasValues, hoistVars, namespacePath } from "./hoist.js";
import { MAX_DEPTH, findVariable, lowerName, lowerUnknown, makeScope } from "./lowering.js";
import type { Lowering, Scope } from "./lowering.js";
import { declaredNames } from "./modules.js";
import { makeAssign, makeConst, makeGet, makeStmt, readVariable } from "./nodes.js";
import { lowerStatement } from "./statements.js";
import type * as es from "oxc-parser";

type Known = string | number | undefined;

/** `export = value` writes `module.exports`. */
export function lowerExportAssignment(l: Lowering, node: es.TSExportAssignment, out: Stmt[]): void {
  l.commonjs = true;
  const target = makeGet({ kind: "global", name: "module", start: node.start, end: node.start }, makeConst("exports", node), node);
  out.push(makeStmt(makeAssign(target, lowerExpr(l, node.expression), false, node)));
}

/** `import x = require("y")` and `import x = A.b`. */
export function lowerImportEquals(l: Lowering, node: es.TSImportEqualsDeclaration, out: Stmt[]): void {
  const variable = findVariable(l, node.id.name);
  if (variable === undefined) return;
  const reference = node.moduleReference;
  let value: Expr | undefined;
  if (reference.type === "TSExternalModuleReference") {
    const source = reference.expression.value;
    const typeOnly = node.importKind === "type";
    l.module.requests.push({ source, via: typeOnly ? "type" : "require", start: node.start, end: node.end });
    if (!typeOnly) l.commonjs = true;
    value = { kind: "import", source: makeConst(source, reference.expression), via: "require", start: reference.start, end: reference.end };
  } else {
    value = lowerEntity(l, reference);
  }
  out.push(makeStmt(makeAssign(readVariable(variable, node.id), value, true, node)));
}

function lowerEntity(l: Lowering, name: es.TSTypeName): Expr {
  switch (name.type) {
    case "Identifier":
      return lowerName(l, name.name, name.start, name.end);
    case "TSQualifiedName": {
      if (l.depth >= MAX_DEPTH) return lowerUnknown(l, name, "nested too deeply", []);
      l.depth++;
      const object = lowerEntity(l, name.left);
      l.depth--;
      return makeGet(object, makeConst(name.right.name, name.right), name);
    }
    case "ThisExpression":
      return { kind: "this", start: name.start, end: name.end };
  }
}

/** Gives the names exported so far from an enum or namespace, and whether its object has to be made first. */
function openNamespace(l: Lowering, variable: Variable): { names: Map<string, Known>; made: boolean } {
  const known = l.namespaces.get(variable);
  if (known !== undefined) return { names: known, made: true };
  const names = new Map<string, Known>();
  l.namespaces.set(variable, names);
  return { names, made: variable.kind === "class" || variable.kind === "function" };
}

function makeNamespaceScope(l: Lowering, variable: Variable, names: ReadonlyMap<string, Known>): Scope {
  const scope = makeScope(l.scope, true);
  scope.aliases = new Map([...names].map(([key, value]) => [key, { object: variable, key, value }]));
  return scope;
}

/** An enum is an object: constants and the names of the numbers first, then what has to be computed. */
export function lowerEnum(l: Lowering, node: es.TSEnumDeclaration, out: Stmt[]): void {
  const variable = node.declare ? undefined : findVariable(l, node.id.name);
  if (variable === undefined) return;
  const { names, made } = openNamespace(l, variable);
  const properties: Property[] = [];
  const later: Expr[] = [];
  const outer = l.scope;
  // Temporaries go to the block around the enum.
  const scope: Scope = { ...makeNamespaceScope(l, variable, names), variables: outer.variables };
  l.scope = scope;
  let next: number | undefined = 0;
  for (const member of node.body.members) {
    const name = memberName(member.id);
    const value: Expr = member.initializer === null ? makeConst(next, member) : lowerExpr(l, member.initializer);
    const known: Known = member.initializer === null ? next : fold(value);
    next = typeof known === "number" ? known + 1 : undefined;
    names.set(name, known);
    scope.aliases?.set(name, { object: variable, key: name, value: known });
    if (known === undefined) {
      later.push(makeAssign(makeGet(readVariable(variable, member), makeConst(name, member.id), member), value, true, member));
      continue;
    }
    properties.push(makeProperty(name, known, member));
    if (typeof known === "number") properties.push(makeProperty(String(known), name, member));
  }
  l.scope = outer;
  if (made) {
    for (const property of properties) {
      if (property.key !== undefined) out.push(makeStmt(makeAssign(makeGet(readVariable(variable, property), property.key, property), property.value, true, property)));
    }
  } else {
    out.push(makeStmt(makeAssign(readVariable(variable, node.id), { kind: "object", properties, start: node.start, end: node.end }, true, node)));
  }
  for (const value of later) out.push(makeStmt(value));
}

function memberName(id: es.TSEnumMemberName): string {
  switch (id.type) {
    case "Identifier":
      return id.name;
    case "Literal":
      return id.value;
    case "TemplateLiteral":
      return id.quasis.map((quasi) => quasi.value.cooked ?? "").join("");
  }
}

function makeProperty(key: string, value: string | number, at: Span): Property {
  return { kind: "value", key: makeConst(key, at), value: makeConst(value, at), start: at.start, end: at.end };
}

/** The value of a constant enum initialiser, as TypeScript computes it; undefined for all others. */
function fold(value: Expr): Known {
  switch (value.kind) {
    case "const":
      return typeof value.value === "string" || typeof value.value === "number" ? value.value : undefined;
    case "template": {
      const parts = value.parts.map(fold);
      return parts.some((part) => part === undefined) ? undefined : parts.join("");
    }
    case "unary": {
      const operand = fold(value.value);
      if (typeof operand !== "number") return undefined;
      return value.op === "-" ? -operand : value.op === "+" ? operand : value.op === "~" ? ~operand : undefined;
    }
    case "binary": {
      const left = fold(value.left);
      const right = fold(value.right);
      return left === undefined || right === undefined ? undefined : foldBinary(value.op, left, right);
    }
    default:
      return undefined;
  }
}

function foldBinary(op: string, left: string | number, right: string | number): Known {
  if (typeof left === "string" || typeof right === "string") return op === "+" ? `${left}${right}` : undefined;
  switch (op) {
    case "+": return left + right;
    case "-": return left - right;
    case "*": return left * right;
    case "/": return left / right;
    case "%": return left % right;
    case "**": return left ** right;
    case "<<": return left << right;
    case ">>": return left >> right;
    case ">>>": return left >>> right;
    case "|": return left | right;
    case "&": return left & right;
    case "^": return left ^ right;
    default: return undefined;
  }
}

/** A namespace is an object and a block that fills it; several pieces of one name share the object. */
export function lowerNamespace(l: Lowering, node: es.TSModuleDeclaration | es.TSGlobalDeclaration, out: Stmt[]): void {
  if (node.declare || node.global || node.body === null || !hasValues(node.body)) return;
  const path = namespacePath(node.id);
  const variable = path[0] === undefined ? undefined : findVariable(l, path[0]);
  if (variable === undefined) return;
  if (path.length >= MAX_DEPTH) {
    out.push(makeStmt(lowerUnknown(l, node, "nested too deeply", [])));
    return;
  }
  const { names, made } = openNamespace(l, variable);
  if (!made) out.push(makeStmt(makeAssign(readVariable(variable, node.id), { kind: "object", properties: [], start: node.start, end: node.end }, true, node)));
  out.push(lowerNamespaceBody(l, variable, names, path.slice(1), node.body));
}

function lowerNamespaceBody(l: Lowering, variable: Variable, names: Map<string, Known>, path: readonly string[], body: es.TSModuleBlock): Block {
  const outer = l.scope;
  const scope = makeNamespaceScope(l, variable, names);
  l.scope = scope;
  const statements: Stmt[] = [];
  const inner = path[0];
  if (inner !== undefined) lowerInner(l, variable, names, inner, path, body, statements);
  else lowerMembers(l, variable, names, body, statements);
  l.scope = outer;
  const own = [...(scope.names?.values() ?? [])].filter((one) => one.kind === "var");
  return { kind: "block", variables: [...own, ...scope.variables], functions: scope.functions, body: statements, start: body.start, end: body.end };
}

/** `namespace a.b { … }`: b is an exported namespace of a. */
function lowerInner(l: Lowering, variable: Variable, names: Map<string, Known>, name: string, path: readonly string[], body: es.TSModuleBlock, out: Stmt[]): void {
  const inner: Variable = { name, kind: "const", owner: l.fn, index: l.fn.variables.length, captured: false, writes: 0 };
  l.fn.variables.push(inner);
  l.scope.variables.push(inner);
  l.scope.names = new Map([[name, inner]]);
  const target = makeGet(readVariable(variable, body), makeConst(name, body), body);
  const value: Expr = names.has(name) ? { ...target } : { kind: "object", properties: [], start: body.start, end: body.end };
  names.set(name, undefined);
  out.push(makeStmt(makeAssign(readVariable(inner, body), value, true, body)));
  out.push(makeStmt(makeAssign(target, readVariable(inner, body), true, body)));
  out.push(lowerNamespaceBody(l, inner, new Map(), path.slice(1), body));
}

function lowerMembers(l: Lowering, variable: Variable, names: Map<string, Known>, body: es.TSModuleBlock, out: Stmt[]): void {
  const mutable = exportedLets(body);
  const declaring = body.body.filter((node) => node.type !== "ExportNamedDeclaration" || !mutable.has(node));
  declareBlock(l, declaring);
  hoistVars(l, declaring);
  for (const node of mutable) {
    if (node.declaration === null) continue;
    for (const { name } of declaredNames(node.declaration)) l.scope.aliases?.set(name, { object: variable, key: name, value: undefined });
  }
  for (const node of body.body) {
    if (node.type !== "ExportNamedDeclaration" || node.declaration === null) {
      lowerStatement(l, node, out);
      continue;
    }
    lowerStatement(l, node.declaration, out);
    for (const named of declaredNames(node.declaration)) {
      names.set(named.name, undefined);
      if (mutable.has(node)) continue;
      const own = l.scope.names?.get(named.name);
      if (own === undefined) continue;
      const target = makeGet(readVariable(variable, named), makeConst(named.name, named), named);
      out.push(makeStmt(makeAssign(target, readVariable(own, named), true, named)));
    }
  }
}

/** Exported `let` and `var` have no variable of their own: they are read and written as members, so that a later write is seen outside. */
function exportedLets(body: es.TSModuleBlock): Set<es.ExportNamedDeclaration> {
  const found = new Set<es.ExportNamedDeclaration>();
  for (const node of body.body) {
    if (node.type === "ExportNamedDeclaration" && node.declaration?.type === "VariableDeclaration" && (node.declaration.kind === "let" || node.declaration.kind === "var")) found.add(node);
  }
  return found;
}

