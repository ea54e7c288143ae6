import type { Expr, FunctionIr, Stmt, Variable } from "../../ir/ir.js";
import { childrenOf, nodesIn } from "../../ir/children.js";
import { endsProcess } from "../../graph/build/statements.js";
import { asksInside, enter, judge, type Judge, type Scope } from "../values/asked.js";
import type { Call } from "../values/code.js";
import { type Goal, merge, settled, START, TooMuch, type Walking, type Way } from "./way.js";
import { decide } from "./way-tests.js";

const MOST_STEPS = 6000;
/** Calls inside calls. */
export const DEEPEST = 7;

/** Where a statement leaves off. */
export interface Flow {
  readonly next: readonly Way[];
  readonly returns: readonly { readonly way: Way; readonly value: Expr | undefined }[];
  readonly throws: readonly Way[];
  readonly breaks: readonly Way[];
}

/** The ways on which a request reaches the goal in a function; undefined when there are too many to tell. */
export function waysTo(judging: Judge, fn: FunctionIr, scope: Scope, goal: Goal): readonly Way[] | undefined {
  const walking: Walking = { judge: judging, goal, found: [], open: [fn], left: MOST_STEPS };
  try {
    const flow = walk(walking, scope, fn.body, [START]);
    if (goal.atEnd) for (const way of [...flow.next, ...flow.returns.map((one) => one.way)]) if (!way.answered) walking.found.push(way);
    return settled(walking.found, judging.about !== "caller");
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

const NONE: Flow = { next: [], returns: [], throws: [], breaks: [] };

export function walk(walking: Walking, scope: Scope, stmt: Stmt, ways: readonly Way[]): Flow {
  if (ways.length === 0) return NONE;
  if ((walking.left -= ways.length) < 0) throw new TooMuch();
  switch (stmt.kind) {
    case "block": {
      let at: readonly Way[] = ways;
      let all: Flow = NONE;
      for (const one of stmt.body) {
        const flow = walk(walking, scope, one, at);
        at = flow.next;
        all = plus(all, flow);
      }
      return { ...all, next: at };
    }
    case "expr":
      return endsProcess(stmt.value) ? NONE : { ...NONE, ...evaluate(walking, scope, stmt.value, ways) };
    case "if": {
      const { yes, no, throws } = decide(walking, scope, stmt.test, ways);
      const then = walk(walking, scope, stmt.then, yes);
      const other = stmt.else === undefined ? { ...NONE, next: no } : walk(walking, scope, stmt.else, no);
      const both = plus(then, other);
      return { ...both, next: merge([...then.next, ...other.next]), throws: [...both.throws, ...throws] };
    }
    case "switch": {
      let rest: readonly Way[] = ways;
      let falling: readonly Way[] = [];
      let all: Flow = NONE;
      for (const one of stmt.cases) {
        let here: readonly Way[] = rest;
        if (one.test !== undefined) {
          const { yes, no } = decide(walking, scope, { kind: "binary", op: "===", left: stmt.value, right: one.test, start: stmt.value.start, end: one.test.end }, rest);
          [here, rest] = [yes, no];
        } else rest = [];
        const flow = one.body.reduce<Flow>((before, inner) => {
          const after = walk(walking, scope, inner, before.next);
          return { ...plus(before, after), next: after.next };
        }, { ...NONE, next: merge([...here, ...falling]) });
        falling = flow.next;
        all = plus(all, flow);
      }
      return { ...all, next: merge([...falling, ...rest, ...all.breaks]), breaks: [] };
    }
    case "loop":
    case "each": {
      const before = stmt.kind === "each" ? evaluate(walking, scope, stmt.values, ways) : { next: ways, throws: [] };
      const body = walk(walking, scope, stmt.body, before.next);
      return { next: merge([...before.next, ...body.next, ...body.breaks]), returns: body.returns, throws: [...before.throws, ...body.throws], breaks: [] };
    }
    case "label":
      return walk(walking, scope, stmt.body, ways);
    case "break":
    case "continue":
      return { ...NONE, breaks: ways };
    case "return": {
      const { next, throws } = stmt.value === undefined ? { next: ways, throws: [] } : evaluate(walking, scope, stmt.value, ways);
      return { ...NONE, returns: next.map((way) => ({ way, value: stmt.value })), throws };
    }
    case "throw":
      return { ...NONE, throws: ways };
    case "try":
      return walkTry(walking, scope, stmt, ways);
  }
}

/** What is asked for may be wrong, which throws: a test whose other side is the handler. */
function walkTry(walking: Walking, scope: Scope, stmt: Extract<Stmt, { kind: "try" }>, ways: readonly Way[]): Flow {
  const id = `${scope.module.path}:${stmt.start}:${stmt.end}`;
  const isTest = stmt.handler !== undefined && mayRefuse(walking, scope, stmt.body);
  const asks = (truth: boolean) => (way: Way): Way => (isTest ? { ...way, pending: new Map([...way.pending, [id, truth]]) } : way);
  const before = walking.found.length;
  const body = walk(walking, scope, stmt.body, ways);
  // what was reached inside was reached because nothing threw
  walking.found.splice(before, Infinity, ...walking.found.slice(before).map(asks(true)));
  const after = plus(NONE, { ...body, returns: body.returns.map(({ way, value }) => ({ way: asks(true)(way), value })), throws: [] });
  const next = body.next.map(asks(true));
  const handled = stmt.handler === undefined ? { ...NONE, throws: body.throws } : walk(walking, scope, stmt.handler, merge([...ways.map(asks(false)), ...body.throws]));
  const all = plus(after, handled);
  const out = merge([...next, ...handled.next]);
  if (stmt.finalizer === undefined) return { ...all, next: out };
  const last = walk(walking, scope, stmt.finalizer, out);
  return { ...plus(all, last), next: last.next };
}

/** A call that is given what is asked for, and may throw. */
function mayRefuse(walking: Walking, scope: Scope, body: Stmt): boolean {
  for (const at of nodesIn(body)) {
    if ((at.kind !== "call" && at.kind !== "new") || refusesNobody(walking, scope, at)) continue;
    if (at.args.some((arg) => judge(walking.judge, scope, arg.kind === "spread" ? arg.value : arg, 8).about)) return true;
  }
  return false;
}

/** What the language brings along may find a text ill-formed, what answers a request only writes, and the goal lies behind all checks. */
function refusesNobody({ goal }: Walking, scope: Scope, at: Call): boolean {
  const owner = at.callee.kind === "get" ? at.callee.object : at.callee;
  return owner.kind === "global" || (at.callee.kind === "get" && owner.kind === "var" && scope.requests.has(owner.variable)) || goal.isCall(scope.module, at);
}

function plus(a: Flow, b: Flow): Flow {
  return { next: [], returns: [...a.returns, ...b.returns], throws: [...a.throws, ...b.throws], breaks: [...a.breaks, ...b.breaks] };
}

interface Evaluated {
  readonly next: readonly Way[];
  readonly throws: readonly Way[];
}

/** Runs the calls of an expression, inner ones first. */
export function evaluate(walking: Walking, scope: Scope, expr: Expr, ways: readonly Way[]): Evaluated {
  if (expr.kind === "function" || expr.kind === "const" || expr.kind === "var" || ways.length === 0) return { next: ways, throws: [] };
  if (expr.kind === "cond" || expr.kind === "logical") {
    const { yes, no, throws } = decide(walking, scope, expr.kind === "cond" ? expr.test : expr.left, ways);
    const [onYes, onNo] = expr.kind === "cond" ? [expr.then, expr.else] : expr.op === "&&" ? [expr.right, undefined] : [undefined, expr.right];
    const one = onYes === undefined ? { next: yes, throws: [] } : evaluate(walking, scope, onYes, yes);
    const other = onNo === undefined ? { next: no, throws: [] } : evaluate(walking, scope, onNo, no);
    return { next: merge([...one.next, ...other.next]), throws: [...throws, ...one.throws, ...other.throws] };
  }
  let next = ways;
  const throws: Way[] = [];
  for (const child of childrenOf(expr)) {
    const flow = evaluate(walking, scope, child as Expr, next); // an expression holds expressions alone
    next = flow.next;
    throws.push(...flow.throws);
  }
  if (expr.kind !== "call" && expr.kind !== "new") return { next, throws };
  const called = call(walking, scope, expr, next);
  return { next: merge([...called.next, ...called.returns.map(({ way }) => way)]), throws: [...throws, ...called.throws] };
}

/** What a call does: it reaches the goal, or runs a function of the program that matters. */
function call(walking: Walking, scope: Scope, expr: Call, ways: readonly Way[]): Flow {
  const { goal } = walking;
  const { module } = scope;
  const args = expr.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
  if (goal.isCall(module, expr)) walking.found.push(...ways);
  if (goal.isChecked(module, expr)) walking.found.push(...ways.map((way) => ({ ...way, passed: true })));
  const { callee } = expr;
  if (callee.kind === "var" && variableOf(scope, callee.variable) === goal.next && goal.next !== undefined) {
    if (args.length === 0 || expr.kind === "new") walking.found.push(...ways);
    return { ...NONE, next: ways };
  }
  if (goal.reply !== undefined && answers(scope, goal.reply, callee)) return { ...NONE, next: ways.map((way) => ({ ...way, answered: true })) };
  let flow: Flow = { ...NONE, next: ways };
  const target = bodyOf(walking, scope, expr);
  if (target !== undefined && matters(walking, scope, target.fn, args) && walking.open.length < DEEPEST && !walking.open.includes(target.fn)) {
    walking.open.push(target.fn);
    const inside = walk(walking, enter(target.scope, target.fn, args), target.fn.body, ways);
    walking.open.pop();
    flow = { ...NONE, returns: inside.returns, next: inside.next, throws: inside.throws };
    // what it is given it has run
    if (target.fn.params.length > 0) return flow;
  }
  for (const arg of args) {
    const handed = functionOf(scope, arg);
    if (handed === undefined || !leadsOn(walking, handed.scope, handed.fn) || walking.open.includes(handed.fn)) continue;
    walking.open.push(handed.fn);
    const inside = walk(walking, enter(handed.scope, handed.fn, []), handed.fn.body, flow.next);
    walking.open.pop();
    flow = { ...flow, next: merge([...flow.next, ...inside.next, ...inside.returns.map(({ way }) => way)]), throws: [...flow.throws, ...inside.throws] };
  }
  return flow;
}

/** A function that is written there, or that the caller of this one has written. */
function functionOf(scope: Scope, expr: Expr): { readonly fn: FunctionIr; readonly scope: Scope } | undefined {
  if (expr.kind === "function") return { fn: expr.fn, scope };
  const given = expr.kind === "var" ? scope.given.get(expr.variable) : undefined;
  return given === undefined ? undefined : functionOf(given.scope, given.expr);
}

function variableOf(scope: Scope, variable: Variable): Variable {
  const given = scope.given.get(variable);
  return given?.expr.kind === "var" ? variableOf(given.scope, given.expr.variable) : variable;
}

const ANSWERS = new Set(["send", "code", "status", "redirect", "callNotFound", "unauthorized", "forbidden", "sendStatus"]);

function answers(scope: Scope, reply: Variable, callee: Expr): boolean {
  return callee.kind === "get" && callee.key.kind === "const" && ANSWERS.has(String(callee.key.value)) && callee.object.kind === "var" && variableOf(scope, callee.object.variable) === reply;
}

/** The function of the program that a call runs, or that it was handed. */
export function bodyOf({ judge: { code }, goal }: Walking, scope: Scope, expr: Call): { fn: FunctionIr; scope: Scope } | undefined {
  const handed = functionOf(scope, expr.callee);
  if (handed !== undefined) return handed;
  const target = code.targetOf(scope.module, expr);
  if (target !== undefined) return { fn: target.fn, scope };
  const leading = code.siteOf(scope.module, expr)?.targets.find(({ fn }) => goal.leads.has(fn));
  return leading === undefined ? undefined : { fn: leading.fn, scope };
}

function matters(walking: Walking, scope: Scope, fn: FunctionIr, args: readonly Expr[]): boolean {
  return leadsOn(walking, scope, fn) || asksInside(walking.judge, fn) || args.some((arg) => (arg.kind === "function" && leadsOn(walking, scope, arg.fn)) || (arg.kind === "var" && walking.goal.next !== undefined && variableOf(scope, arg.variable) === walking.goal.next));
}

/** The function leads to the goal, or holds what hands on. */
function leadsOn({ goal }: Walking, scope: Scope, fn: FunctionIr): boolean {
  if (goal.leads.has(fn)) return true;
  const { next } = goal;
  return next !== undefined && fn.module === scope.module && new RegExp(`\\b${next.name}\\b`).test(fn.module.text.slice(fn.start, fn.end)) && fn.start >= next.owner.start && fn.end <= next.owner.end;
}
