import { nodesIn } from "../../ir/children.js";
import type { Expr, ModuleIr, Stmt, Variable } from "../../ir/ir.js";
import { endsProcess } from "../../graph/build/statements.js";
import { type Code, textOf } from "./code.js";

const DEEPEST = 5;

/** Calls that give a text which nobody can know before. */
const MADE = /randomUUID|randomBytes|getRandomValues|nanoid|uuid/i;

/**
 * Whether a variable holds a text even where nobody has set the setting that it is read from. Law: where it would be empty the program makes up a text itself or
 * ends; a parameter holds one where every call in the program hands one in.
 */
export function isFilled(code: Code, variable: Variable): boolean {
  let told = known.get(code);
  if (told === undefined) known.set(code, (told = new Map()));
  let filled = told.get(variable);
  if (filled === undefined) told.set(variable, (filled = holdsText(code, variable, DEEPEST)));
  return filled;
}

const known = new WeakMap<Code, Map<Variable, boolean>>();

function holdsText(code: Code, variable: Variable, depth: number): boolean {
  if (depth <= 0) return false;
  if (variable.kind === "param") return isHandedIn(code, variable, depth);
  const written = code.writesOf(variable);
  return written.length > 0 && (written.every((value) => isFull(code, variable.owner.module, value, depth)) || fillsEmpty(code, variable, depth));
}

/** Whether a call gives a text that is made up on the spot. */
export function makesText(module: ModuleIr, expr: Expr): boolean {
  return (expr.kind === "call" || expr.kind === "await") && MADE.test(textOf(module, expr));
}

function isHandedIn(code: Code, variable: Variable, depth: number): boolean {
  const { owner } = variable;
  const index = owner.params.findIndex((param) => param.variable === variable && !param.rest);
  const callers = (code.solver.graph.functions.get(owner)?.callers ?? []).filter(({ fn }) => fn !== owner);
  return index >= 0 && callers.length > 0 && callers.every((site) => {
    const call = [...nodesIn(site.fn.body)].find((node) => (node.kind === "call" || node.kind === "new") && node.start === site.start && node.end === site.end);
    const args = call?.kind === "call" || call?.kind === "new" ? call.args : [];
    const arg = args[index];
    return arg !== undefined && args.slice(0, index + 1).every(({ kind }) => kind !== "spread") && arg.kind !== "spread" && isFull(code, site.fn.module, arg, depth - 1);
  });
}

function isFull(code: Code, module: ModuleIr, value: Expr, depth: number): boolean {
  if (value.kind === "var") return holdsText(code, value.variable, depth - 1);
  if (value.kind === "logical") return value.op !== "&&" && isFull(code, module, value.right, depth - 1);
  return makesText(module, value);
}

/** `if (!token) token = randomUUID();`, or an end there in place of a text. */
function fillsEmpty(code: Code, variable: Variable, depth: number): boolean {
  return [...nodesIn(variable.owner.body)].some((node) => node.kind === "if" && isEmptyTest(node.test, variable) && (ends(node.then) || [...nodesIn(node.then)].some((inner) =>
    inner.kind === "assign" && inner.target.kind === "var" && inner.target.variable === variable && isFull(code, variable.owner.module, inner.value, depth - 1))));
}

function isEmptyTest(test: Expr, variable: Variable): boolean {
  const isIt = (expr: Expr): boolean => expr.kind === "var" && expr.variable === variable;
  if (test.kind === "unary") return test.op === "!" && isIt(test.value);
  return test.kind === "binary" && /^===?$/.test(test.op) && isIt(test.left) && test.right.kind === "const" && (test.right.value === undefined || test.right.value === null || test.right.value === "");
}

function ends(stmt: Stmt): boolean {
  return stmt.kind === "block" ? stmt.body.some(ends) : stmt.kind === "throw" || (stmt.kind === "expr" && endsProcess(stmt.value));
}
