import { nodesIn } from "../../ir/children.js";
import type { Block, Expr, Stmt, Variable } from "../../ir/ir.js";
import { endsProcess } from "../../graph/build/statements.js";
import { type Code, textOf } from "./code.js";

const DEEPEST = 5;

/** Calls that give a text which nobody can know before. */
const MADE = /randomUUID|randomBytes|getRandomValues|nanoid|^(?:(?:generate|gen|create|make|new|random)_?)?uuid(?:_?v?[1-7])?$/i;

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
  if (written.length === 0 || !isGivenFirst(variable)) return false;
  return written.every((value) => isFull(code, value, depth)) || fillsEmpty(code, variable, written.length, depth);
}

/** The declaration itself gives the variable a value. */
function isGivenFirst(variable: Variable): boolean {
  return [...nodesIn(variable.owner.body)].some((node) => node.kind === "assign" && node.init && node.target.kind === "var" && node.target.variable === variable);
}

/** Whether a call gives a text that is made up on the spot. What it is called tells that, not what it is given. */
export function makesText(expr: Expr): boolean {
  if (expr.kind === "await") return makesText(expr.value);
  if (expr.kind !== "call") return false;
  const { callee } = expr;
  if (callee.kind === "var") return MADE.test(callee.variable.name);
  if (callee.kind === "global") return MADE.test(callee.name);
  if (callee.kind !== "get" || callee.key.kind !== "const") return false;
  const [name, { object }] = [String(callee.key.value), callee];
  // `uuid.v4()`, `Buffer.from(getRandomValues(bytes))`, `randomBytes(24).toString("hex")`
  if (object.kind === "var" && /^v[1-7]$/.test(name)) return MADE.test(object.variable.name);
  if (object.kind === "global" && object.name === "Buffer" && name === "from") return expr.args[0] !== undefined && expr.args[0].kind !== "spread" && makesText(expr.args[0]);
  return MADE.test(name) || makesText(object);
}

function isHandedIn(code: Code, variable: Variable, depth: number): boolean {
  if (code.writesOf(variable).length > 0) return false;
  const { owner } = variable;
  const index = owner.params.findIndex((param) => param.variable === variable && !param.rest);
  const callers = (code.solver.graph.functions.get(owner)?.callers ?? []).filter(({ fn }) => fn !== owner);
  return index >= 0 && callers.length > 0 && callers.every((site) => {
    const call = [...nodesIn(site.fn.body)].find((node) => (node.kind === "call" || node.kind === "new") && node.start === site.start && node.end === site.end);
    const args = call?.kind === "call" || call?.kind === "new" ? call.args : [];
    const arg = args[index];
    return arg !== undefined && args.slice(0, index + 1).every(({ kind }) => kind !== "spread") && arg.kind !== "spread" && isFull(code, arg, depth - 1);
  });
}

function isFull(code: Code, value: Expr, depth: number): boolean {
  if (value.kind === "var") return holdsText(code, value.variable, depth - 1);
  if (value.kind === "logical") return value.op !== "&&" && isFull(code, value.right, depth - 1);
  return makesText(value);
}

/** `if (!token) token = randomUUID();`, or an end there in place of a text: on every way, before it is handed to anything, and nothing else is ever written there. */
function fillsEmpty(code: Code, variable: Variable, writes: number, depth: number): boolean {
  const steps = blockOf(variable).body;
  return steps.some((stmt, index) => {
    if (stmt.kind !== "if" || !isEmptyTest(stmt.test, variable) || steps.slice(0, index).some((before) => isHandedOn(before, variable))) return false;
    const branch = stepsOf(stmt.then);
    const fills = branch.findIndex((step) => (writes === 1 && ends(step)) || (writes === 2 && isFill(code, variable, step, depth)));
    return fills >= 0 && branch.slice(0, fills).every((step) => [...nodesIn(step)].every(({ kind }) => !LEAVES.has(kind)));
  });
}

const WRITES = /^console\b|\blog(?:ger)?\b/i;

/** A call is given the variable as it stands then; a function that is written there reads it when it runs. */
function isHandedOn(stmt: Stmt, variable: Variable): boolean {
  return [...nodesIn(stmt)].some((node) => (node.kind === "call" || node.kind === "new") && !WRITES.test(textOf(variable.owner.module, node.callee)) && node.args.some((arg) => [...nodesIn(arg.kind === "spread" ? arg.value : arg)].some((one) => one.kind === "var" && one.variable === variable)));
}

/** The block that a variable is fresh in: what stands in it directly is run wherever the variable is in use. */
function blockOf(variable: Variable): Block {
  const { body } = variable.owner;
  for (const node of nodesIn(body)) if (node.kind === "block" && node.variables.includes(variable)) return node;
  return body;
}

/** What may leave a branch before its end. */
const LEAVES: ReadonlySet<string> = new Set(["return", "break", "continue"]);

/** The statements that run one after another. */
function stepsOf(stmt: Stmt): readonly Stmt[] {
  return stmt.kind === "block" ? stmt.body.flatMap(stepsOf) : [stmt];
}

function isFill(code: Code, variable: Variable, stmt: Stmt, depth: number): boolean {
  if (stmt.kind !== "expr" || stmt.value.kind !== "assign" || stmt.value.init) return false;
  const { target, value } = stmt.value;
  return target.kind === "var" && target.variable === variable && isFull(code, value, depth - 1);
}

function isEmptyTest(test: Expr, variable: Variable): boolean {
  const isIt = (expr: Expr): boolean => expr.kind === "var" && expr.variable === variable;
  if (test.kind === "unary") return test.op === "!" && isIt(test.value);
  return test.kind === "binary" && /^===?$/.test(test.op) && isIt(test.left) && test.right.kind === "const" && (test.right.value === undefined || test.right.value === null || test.right.value === "");
}

function ends(stmt: Stmt): boolean {
  return stmt.kind === "throw" || (stmt.kind === "expr" && endsProcess(stmt.value));
}
