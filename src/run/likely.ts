import type { Expr, FunctionIr, Stmt } from "../ir/ir.js";
import { armToward, type Toward } from "./toward.js";

type If = Extract<Stmt, { kind: "if" }>;
type Choice = Extract<Expr, { kind: "cond" }>;

const LIKELY = new WeakMap<Expr, boolean>();

/** How a part of a test most likely comes out, where the program goes on only so: known once its statement was asked for. Else what is asked for is there. */
export function likelyOf(test: Expr, toward?: Toward): boolean | undefined {
  return toward?.likely.get(test) ?? LIKELY.get(test) ?? (isAbsence(test) ? false : undefined);
}

/** How the test of a choice between two values comes out where one of them leads to what is looked for. */
export function likelyOfChoice({ test, then, else: otherwise }: Choice, fn: FunctionIr, toward: Toward | undefined): boolean | undefined {
  const wanted = toward === undefined ? undefined : armToward(toward, fn, then, otherwise);
  if (toward === undefined || wanted === undefined) return likelyOf(test, toward);
  note(test, wanted, toward.likely);
  return wanted;
}

/** `!value`, `value == null`: also what stands before `?.`. */
function isAbsence(test: Expr): boolean {
  if (test.kind === "unary") return test.op === "!" && !isAbsence(test.value);
  return test.kind === "binary" && (test.op === "==" || test.op === "===") && test.right.kind === "const" && (test.right.value === null || test.right.value === undefined);
}

/** How the test of a statement most likely comes out: so that what is looked for is entered, that the program goes on behind it, or that a check is passed. */
export function likelyOfIf({ test, then, else: otherwise }: If, fn: FunctionIr, toward: Toward | undefined): boolean | undefined {
  const wanted = toward === undefined ? undefined : armToward(toward, fn, then, otherwise);
  if (toward !== undefined && wanted !== undefined) {
    note(test, wanted, toward.likely);
    return wanted;
  }
  const likely = passes(then) ? true : leaves(then) ? false : otherwise !== undefined && leaves(otherwise) ? true : undefined;
  if (likely !== undefined && !LIKELY.has(test)) note(test, likely, LIKELY);
  return likely;
}

/** All parts of "this or that" fail where it fails, and all of "this and that" hold where it holds. */
function note(test: Expr, likely: boolean, notes: WeakMap<Expr, boolean>): void {
  notes.set(test, likely);
  if (test.kind === "unary" && test.op === "!") note(test.value, !likely, notes);
  if (test.kind !== "logical") return;
  if (test.op === (likely ? "&&" : "||")) note(test.left, likely, notes);
  note(test.right, likely, notes);
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
