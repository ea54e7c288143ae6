import { childrenOf, nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Span, Stmt } from "../../ir/ir.js";
import { textOf } from "../values/code.js";

/** What writes a line and changes nothing. */
const WRITES = /^(?:console|process\.std(?:out|err))\b|\blog(?:ger|ging)?\b[\w.]*$|\.(?:debug|info|warn|error|trace|log)$/i;

/**
 * Whether something hangs on how a test comes out: a function ends, a call is made or left out, a value is given back or handed on. Law: that a line is written, or another one in
 * its place, is none of that.
 */
export function decides(fn: FunctionIr, test: Span): boolean {
  const path = pathTo(fn.body, test);
  for (let index = path.length - 1; index > 0; index -= 1) {
    const [outer, inner] = [path[index - 1], path[index]];
    if (outer === undefined || inner === undefined) return true;
    const told = tell(fn, outer, inner);
    if (told !== undefined) return told;
  }
  return true;
}

/** The statements and expressions around a stretch of a function, the outermost first. */
function pathTo(root: Stmt, { start, end }: Span): (Stmt | Expr)[] {
  const path: (Stmt | Expr)[] = [root];
  for (let at: Stmt | Expr | undefined = root; at !== undefined; ) {
    at = at.start === start && at.end === end && at.kind !== "expr" ? undefined : childrenOf(at).find((child) => child.start <= start && child.end >= end);
    if (at !== undefined) path.push(at);
  }
  return path;
}

/** Undefined where that is told further out. */
function tell(fn: FunctionIr, outer: Stmt | Expr, inner: Stmt | Expr): boolean | undefined {
  switch (outer.kind) {
    case "if":
      return inner === outer.test ? [outer.then, outer.else].some((side) => side !== undefined && does(fn, side)) : undefined;
    case "cond":
      return inner === outer.test && [outer.then, outer.else].some((side) => does(fn, side)) ? true : undefined;
    case "logical":
      return inner === outer.left && does(fn, outer.right) ? true : undefined;
    case "call":
    case "new":
      // what a method is called on is looked at by it
      return inner === outer.callee ? undefined : !WRITES.test(textOf(fn.module, outer.callee));
    case "expr":
      return false;
    case "unary": case "binary": case "template": case "await": case "get": case "item": case "seq": case "object": case "array":
      return undefined;
    default:
      return true;
  }
}

/** More is done there than writing lines. */
function does(fn: FunctionIr, side: Stmt | Expr): boolean {
  const nodes = [...nodesIn(side)];
  const lines = nodes.filter((node) => (node.kind === "call" || node.kind === "new") && WRITES.test(textOf(fn.module, node.callee)));
  return nodes.some((node) => ACTS.has(node.kind) && !lines.some(({ start, end }) => start <= node.start && node.end <= end));
}

const ACTS: ReadonlySet<(Stmt | Expr)["kind"]> = new Set<(Stmt | Expr)["kind"]>(["return", "throw", "break", "continue", "assign", "call", "new"]);
