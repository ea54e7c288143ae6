import type { Block, Expr, Span, Stmt, Variable } from "../../ir/ir.js";
import { branchOn, refineAsserted } from "./conditions.js";
import { Environment, type Key } from "../environment.js";
import { evaluate } from "./expressions.js";
import { functionValue, walkFunction } from "./functions.js";
import { type Node, OP } from "../graph.js";
import { rejoin, settle, settleOnOverlay } from "./joins.js";
import { endOf, jump, openJump } from "./jumps.js";
import { runEach, runLoop } from "./loops.js";
import { recordSplits, sidesOf } from "./repeated-tests.js";
import { runReturn } from "./returns.js";
import { runTry } from "./tries.js";
import { writeVariable } from "./variables.js";
import { cellOf, type Frame, noteThrow, refine, type Walk } from "./walk.js";

type Of<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;

/** Binds the block's functions, runs its statements, then walks the functions' bodies: they may read all that the block declares. */
export function runBlock(walk: Walk, frame: Frame, block: Block): void {
  bindFunctions(walk, frame, block.functions);
  for (const stmt of block.body) run(walk, frame, stmt);
  for (const { fn } of block.functions) walkFunction(walk, fn, frame.fn.kind === "module" ? undefined : frame);
}

function bindFunctions(walk: Walk, frame: Frame, functions: Block["functions"]): void {
  for (const { variable, fn } of functions) writeVariable(walk, frame, variable, functionValue(walk, frame, fn));
}

/** Runs one statement. Law: where control cannot come, nothing is evaluated. */
export function run(walk: Walk, frame: Frame, stmt: Stmt): void {
  if (frame.env === undefined) {
    if (stmt.kind === "block") for (const { variable, fn } of stmt.functions) hoistDead(walk, frame, variable, fn);
    return;
  }
  switch (stmt.kind) {
    case "block":
      return runBlock(walk, frame, stmt);
    case "expr":
      refineAsserted(walk, frame, stmt.value, evaluate(walk, frame, stmt.value));
      if (endsProcess(stmt.value)) frame.env = undefined;
      return;
    case "if":
      return runIf(walk, frame, stmt);
    case "loop":
      return runLoop(walk, frame, stmt);
    case "each":
      return runEach(walk, frame, stmt);
    case "switch":
      return runSwitch(walk, frame, stmt);
    case "return":
      runReturn(walk, frame, stmt.value);
      frame.env = undefined;
      return;
    case "throw": {
      const value = evaluate(walk, frame, stmt.value);
      noteThrow(frame);
      walk.graph.edge(value, frame.tries.at(-1)?.catcher ?? frame.nodes.throws, OP.COPY);
      frame.env = undefined;
      return;
    }
    case "break":
    case "continue":
      return jump(frame, stmt);
    case "label":
      return runLabel(walk, frame, stmt);
    case "try":
      return runTry(walk, frame, stmt, run);
  }
}

/** `process.exit()` does not return. */
export function endsProcess(value: Expr): boolean {
  if (value.kind !== "call" || value.callee.kind !== "get" || value.callee.object.kind !== "global" || value.callee.key.kind !== "const") return false;
  return (value.callee.object.name === "process" && (value.callee.key.value === "exit" || value.callee.key.value === "abort")) || (value.callee.object.name === "Deno" && value.callee.key.value === "exit");
}

function hoistDead(walk: Walk, frame: Frame, variable: Variable, fn: Block["functions"][number]["fn"]): void {
  walk.graph.edge(functionValue(walk, frame, fn), cellOf(walk, variable), OP.RESET);
  walkFunction(walk, fn, undefined);
}

function runIf(walk: Walk, frame: Frame, stmt: Of<"if">): void {
  const test = evaluate(walk, frame, stmt.test);
  const base = frame.env;
  const [yes, no] = branchOn(walk, frame, test);
  const tested = yes === undefined ? [] : [...yes.changes.keys()];
  frame.env = yes;
  run(walk, frame, stmt.then);
  if (frame.env !== undefined && tested.length > 0) refineAfterLast(walk, frame, stmt.then, tested);
  const afterThen = frame.env;
  frame.env = no;
  if (stmt.else !== undefined) run(walk, frame, stmt.else);
  const sides = afterThen === undefined || frame.env === undefined ? undefined : sidesOf(walk, test, base, afterThen, frame.env);
  frame.env = rejoin(walk, frame, base, [afterThen, frame.env], stmt);
  if (sides !== undefined && frame.env !== undefined) recordSplits(walk, frame, frame.env, sides);
}

/** `if (bad(x)) fail();` ends there when `fail` never returns, which is known only when calls are resolved: the call is a test of what was tested. */
function refineAfterLast(walk: Walk, frame: Frame, stmt: Stmt, keys: readonly Key[]): void {
  let last: Stmt | undefined = stmt;
  while (last?.kind === "block") last = last.body.at(-1);
  if (last?.kind !== "expr") return;
  const call = last.value.kind === "await" ? last.value.value : last.value;
  if (call.kind !== "call") return;
  const site = walk.graph.calls.at(-1);
  if (site === undefined || site.start !== call.start || site.end !== call.end) return;
  for (const key of keys) refine(walk, frame, key, site.node, "returned");
}

function runLabel(walk: Walk, frame: Frame, stmt: Of<"label">): void {
  const base = frame.env;
  const overlay = new Environment(base);
  const target = openJump(frame, false, stmt.label);
  frame.env = overlay;
  run(walk, frame, stmt.body);
  frame.jumps.pop();
  frame.env = settle(walk, frame, base, [...target.breaks, ...endOf(frame, base)], stmt);
}

function runSwitch(walk: Walk, frame: Frame, stmt: Of<"switch">): void {
  const { graph } = walk;
  const base = frame.env;
  const value = evaluate(walk, frame, stmt.value);
  const target = openJump(frame, false);
  bindFunctions(walk, frame, stmt.functions);
  let falling: Environment | undefined;
  let hasDefault = false;
  for (const entry of stmt.cases) {
    frame.env = base;
    let matched: Environment | undefined = new Environment(base);
    if (entry.test === undefined) hasDefault = true;
    else {
      const label = evaluate(walk, frame, entry.test);
      const truth = graph.defs[graph.origin(value)];
      const equal = truth?.kind === "const" ? label : graph.add(frame.fn, entry, { kind: "binary", op: "===", left: value, right: label });
      [matched] = branchOn(walk, frame, equal);
    }
    frame.env = rejoinOverlay(walk, frame, base, [matched, falling], entry.test ?? stmt.value);
    for (const one of entry.body) run(walk, frame, one);
    falling = frame.env;
  }
  frame.env = falling;
  frame.jumps.pop();
  frame.env = settle(walk, frame, base, [...endOf(frame, base), ...target.breaks, ...(hasDefault ? [] : [new Map<Key, Node>()])], stmt);
  for (const { fn } of stmt.functions) walkFunction(walk, fn, frame);
}

function rejoinOverlay(walk: Walk, frame: Frame, base: Environment | undefined, ways: readonly (Environment | undefined)[], span: Span): Environment | undefined {
  const live = ways.filter((way) => way !== undefined);
  if (live.length < 2) return live[0];
  const joined = settleOnOverlay(walk, frame, base, live.map((way) => way.since(base)), span);
  if (joined !== undefined) joined.trail = { decision: undefined, either: live.map((way) => way.trail), before: base?.trail };
  return joined;
}
