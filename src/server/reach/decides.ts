import { childrenOf, nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Span, Stmt, Variable } from "../../ir/ir.js";
import { endsProcess } from "../../graph/build/statements.js";
import { callsAt } from "../../graph/solve/dispatch.js";
import type { Solver } from "../../graph/solver.js";
import { type Call, textOf } from "../values/code.js";

/** What writes a line and changes nothing. */
const WRITES = /^(?:console|process\.std(?:out|err))\b|\blog(?:ger|ging)?\b[\w.]*$|\.(?:debug|info|warn|error|trace|log)$/i;

/**
 * Whether something hangs on how a test comes out: a function ends, a call is made or left out, a value is given back or handed on. Law: that a line is written, or another one in
 * its place, is none of that; on what is kept in a variable hangs what hangs on its uses.
 */
export function decides(solver: Solver, fn: FunctionIr, test: Span): boolean {
  return hangsOn({ solver, seen: new Set() }, fn, test);
}

interface Looking {
  readonly solver: Solver;
  /** Variables whose uses were looked at. */
  readonly seen: Set<Variable>;
}

function hangsOn(looking: Looking, fn: FunctionIr, test: Span): boolean {
  const path = pathTo(fn.body, test);
  for (let index = path.length - 1; index > 0; index -= 1) {
    const [outer, inner] = [path[index - 1], path[index]];
    if (outer === undefined || inner === undefined) return true;
    const told = tell(looking, fn, outer, inner);
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
function tell(looking: Looking, fn: FunctionIr, outer: Stmt | Expr, inner: Stmt | Expr): boolean | undefined {
  switch (outer.kind) {
    case "if":
      return inner === outer.test ? [outer.then, outer.else].some((side) => side !== undefined && does(looking, fn, side)) : undefined;
    case "cond":
      return inner === outer.test && [outer.then, outer.else].some((side) => does(looking, fn, side)) ? true : undefined;
    case "logical":
      return inner === outer.left && does(looking, fn, outer.right) ? true : undefined;
    case "call":
    case "new":
      // what a method is called on is looked at by it
      return inner === outer.callee ? undefined : !isLine(looking, fn, outer);
    case "assign":
      return outer.target.kind !== "var" || (inner !== outer.target && isUsed(looking, fn, outer.target.variable));
    case "expr":
      return false;
    case "unary": case "binary": case "template": case "await": case "get": case "item": case "seq": case "object": case "array":
      return undefined;
    default:
      return true;
  }
}

/** Something hangs on a variable, in whatever function. */
function isUsed(looking: Looking, fn: FunctionIr, variable: Variable): boolean {
  if (fn.kind === "module") return true;
  if (looking.seen.has(variable)) return false;
  looking.seen.add(variable);
  return fn.module.functions.some((one) => one.start < variable.owner.end && one.end > variable.owner.start && [...nodesIn(one.body)].some((node) => node.kind === "var" && node.variable === variable && hangsOn(looking, one, node)));
}

/** Writes a line: what throws whatever it is told does more. */
function isLine({ solver: { graph } }: Looking, fn: FunctionIr, call: Call): boolean {
  if (!WRITES.test(textOf(fn.module, call.callee))) return false;
  const targets = callsAt(graph, fn).find(({ start, end }) => start === call.start && end === call.end)?.targets ?? [];
  return targets.length === 0 || !targets.every((target) => ends(target.fn.body));
}

function ends(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case "throw":
      return true;
    case "block":
      return stmt.body.some(ends);
    case "if":
      return stmt.else !== undefined && ends(stmt.then) && ends(stmt.else);
    case "expr":
      return endsProcess(stmt.value);
    default:
      return false;
  }
}

/** More is done there than writing lines. */
function does(looking: Looking, fn: FunctionIr, side: Stmt | Expr): boolean {
  const nodes = [...nodesIn(side)];
  const lines = nodes.filter((node) => (node.kind === "call" || node.kind === "new") && isLine(looking, fn, node));
  return nodes.some((node) => ACTS.has(node.kind) && !lines.some(({ start, end }) => start <= node.start && node.end <= end));
}

const ACTS: ReadonlySet<(Stmt | Expr)["kind"]> = new Set<(Stmt | Expr)["kind"]>(["return", "throw", "break", "continue", "assign", "call", "new"]);
