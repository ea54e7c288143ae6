import { nodesIn } from "./children.js";
import type { Expr, ModuleIr, Span, Stmt } from "./ir.js";

/** The expressions that begin within a stretch of a module's text, in the order of their places, the outer before the inner. */
export function expressionsIn(module: ModuleIr, { start, end }: Span): Expr[] {
  const roots: (Stmt | Expr)[] = [...module.functions.map(({ body }) => body), ...module.classes.flatMap(({ decorators, superclass, members, fields }) => [...decorators, ...[...fields, ...members].flatMap((member) => member.decorators), ...(superclass === undefined ? [] : [superclass])])];
  const found: Expr[] = [];
  for (const root of roots) for (const at of nodesIn(root)) if (isExpression(at) && at.start >= start && at.start < end) found.push(at);
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

const STATEMENTS: ReadonlySet<string> = new Set<Stmt["kind"]>(["block", "expr", "if", "loop", "each", "switch", "return", "throw", "break", "continue", "label", "try"]);

function isExpression(node: Stmt | Expr): node is Expr {
  return !STATEMENTS.has(node.kind);
}

/**
 * Those of several expressions that say something of their own: the chain `a.b.c` and not what it is read off, what is called with and not the name of what is
 * called. Where there is none, what is written out.
 */
export function tellingOf(expressions: readonly Expr[]): Expr[] {
  const inner = new Set<Expr>();
  const callees = new Set<Expr>();
  for (const expr of expressions) {
    if (expr.kind === "call" || expr.kind === "new") callees.add(expr.callee);
    if (expr.kind === "assign") inner.add(expr.target);
    // a method is read off its object: what that is tells more
    if (expr.kind === "get" && !callees.has(expr)) inner.add(expr.object).add(expr.key);
    if (expr.kind === "item" || expr.kind === "rest") inner.add(expr.object);
  }
  const own = expressions.filter((expr) => !inner.has(expr) && !callees.has(expr) && expr.end > expr.start && !(expr.kind === "var" && expr.variable.kind === "temp"));
  const telling = own.filter((expr) => !SILENT.has(expr.kind) && !(expr.kind === "unary" && expr.op === "!"));
  return oncePlace(telling.length > 0 ? telling : own.filter(({ kind }) => WRITTEN.has(kind)));
}

function oncePlace(expressions: readonly Expr[]): Expr[] {
  const shown = new Set<string>();
  return expressions.filter(({ start, end }) => !shown.has(`${start} ${end}`) && shown.add(`${start} ${end}`) !== undefined);
}

/** A constant is what it says; what is made of other expressions alone is told by them. */
const SILENT: ReadonlySet<string> = new Set<Expr["kind"]>(["const", "regex", "function", "class", "super", "this", "new.target", "import.meta", "assign", "object", "array", "await", "seq", "unknown"]);
const WRITTEN: ReadonlySet<string> = new Set<Expr["kind"]>(["const", "regex", "object", "array", "function", "class"]);
