import type { Expr, Stmt } from "../ir/ir.js";

type If = Extract<Stmt, { kind: "if" }>;

const LIKELY = new WeakMap<Expr, boolean>();

/** How a part of a test most likely comes out, where the program goes on only so: known once its statement was asked for. Else what is asked for is there. */
export function likelyOf(test: Expr): boolean | undefined {
  return LIKELY.get(test) ?? (isAbsence(test) ? false : undefined);
}

/** `!value`, `value == null`: also what stands before `?.`. */
function isAbsence(test: Expr): boolean {
  if (test.kind === "unary") return test.op === "!" && !isAbsence(test.value);
  return test.kind === "binary" && (test.op === "==" || test.op === "===") && test.right.kind === "const" && (test.right.value === null || test.right.value === undefined);
}

/** How the test of a statement most likely comes out: so that the program goes on behind it, or that a check is passed. */
export function likelyOfIf({ test, then, else: otherwise }: If): boolean | undefined {
  const likely = passes(then) ? true : leaves(then) ? false : otherwise !== undefined && leaves(otherwise) ? true : undefined;
  if (likely !== undefined && !LIKELY.has(test)) note(test, likely);
  return likely;
}

/** All parts of "this or that" fail where it fails, and all of "this and that" hold where it holds. */
function note(test: Expr, likely: boolean): void {
  LIKELY.set(test, likely);
  if (test.kind === "unary" && test.op === "!") note(test.value, !likely);
  if (test.kind !== "logical") return;
  if (test.op === (likely ? "&&" : "||")) note(test.left, likely);
  note(test.right, likely);
}

/** What stands behind the statement is not reached through it. */
function leaves(stmt: Stmt): boolean {
  const last = lastOf(stmt);
  return last !== undefined && LEAVING.has(last.kind);
}

/** `return true` is what a check says of what it lets through. */
function passes(stmt: Stmt): boolean {
  const last = lastOf(stmt);
  return last?.kind === "return" && last.value?.kind === "const" && last.value.value === true;
}

function lastOf(stmt: Stmt): Stmt | undefined {
  return stmt.kind === "block" ? stmt.body.at(-1) : stmt;
}

const LEAVING: ReadonlySet<Stmt["kind"]> = new Set(["throw", "return", "break", "continue"]);
