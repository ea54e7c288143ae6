import type { Constant, Expr, Span, Stmt, Target, Variable } from "../../ir/ir.js";
import { addTemp } from "./lowering.js";
import type { Lowering } from "./lowering.js";

type Node<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

export function makeConst(value: Constant, at: Span): Node<"const"> {
  return { kind: "const", value, start: at.start, end: at.end };
}

/** Reads a variable of the function at hand. */
export function readVariable(variable: Variable, at: Span): Node<"var"> {
  return { kind: "var", variable, start: at.start, end: at.end };
}

export function makeGet(object: Expr, key: Expr, at: Span): Node<"get"> {
  return { kind: "get", object, key, start: at.start, end: at.end };
}

/** Writes a value; a write to a variable is counted. */
export function makeAssign(target: Target, value: Expr, init: boolean, at: Span): Node<"assign"> {
  if (target.kind === "var") target.variable.writes++;
  return { kind: "assign", target, value, init, start: at.start, end: at.end };
}

export function makeBinary(op: Node<"binary">["op"], left: Expr, right: Expr, at: Span): Node<"binary"> {
  return { kind: "binary", op, left, right, start: at.start, end: at.end };
}

export function makeCond(test: Expr, then: Expr, otherwise: Expr, at: Span): Node<"cond"> {
  return { kind: "cond", test, then, else: otherwise, start: at.start, end: at.end };
}

/** Items in order, the last one's value; a single item is itself. */
export function makeSeq(items: Expr[], at: Span): Expr {
  const only = items[0];
  if (items.length === 1 && only !== undefined) return only;
  return { kind: "seq", items, start: at.start, end: at.end };
}

export function makeStmt(value: Expr): Stmt {
  return { kind: "expr", value, start: value.start, end: value.end };
}

/** Evaluating it again gives the same and does nothing. */
export function isStable(value: Expr): boolean {
  return value.kind === "var" || value.kind === "const" || value.kind === "global" || value.kind === "this" || value.kind === "super";
}

/** Puts a value into a temporary; `out` takes the write. Gives what reads it, to be called once for each use. */
export function store(l: Lowering, value: Expr, out: Expr[]): () => Expr {
  const variable = addTemp(l);
  out.push(makeAssign(readVariable(variable, value), value, true, value));
  return () => readVariable(variable, value);
}

/** Like `store`, but what is stable needs no place of its own. */
export function keep(l: Lowering, value: Expr, out: Expr[]): () => Expr {
  return isStable(value) ? () => ({ ...value }) : store(l, value, out);
}
