import type { Block, Expr, Stmt, Variable } from "../ir/ir.js";
import { branchOn, markAwaited } from "./conditions.js";
import { Environment, variableKey, type Key } from "./environment.js";
import { evaluate, rejoin } from "./expressions.js";
import { functionValue, walkFunction } from "./functions.js";
import { ANY_FIELD, ANY_ITEM, type Exit, type Node, NO_NODE, OP } from "./graph.js";
import { writtenIn } from "./written.js";
import { bind, cellOf, merge, readMember, refine, writeVariable, type Frame, type JumpTarget, type Walk } from "./walk.js";

type Of<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;
type Ways = ReadonlyMap<Key, Node>[];

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
      evaluate(walk, frame, stmt.value);
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
      return runTry(walk, frame, stmt);
  }
}

/** `process.exit()` does not return. */
function endsProcess(value: Expr): boolean {
  if (value.kind !== "call" || value.callee.kind !== "get" || value.callee.object.kind !== "global" || value.callee.key.kind !== "const") return false;
  return (value.callee.object.name === "process" && (value.callee.key.value === "exit" || value.callee.key.value === "abort")) || (value.callee.object.name === "Deno" && value.callee.key.value === "exit");
}

function hoistDead(walk: Walk, frame: Frame, variable: Variable, fn: Block["functions"][number]["fn"]): void {
  walk.graph.edge(functionValue(walk, frame, fn), cellOf(walk, variable), OP.RESET);
  walkFunction(walk, fn, undefined);
}

function runIf(walk: Walk, frame: Frame, stmt: Of<"if">): void {
  const start = frame.env;
  const [yes, no] = branchOn(walk, frame, stmt.test);
  const base = start;
  const tested = yes === undefined ? [] : [...yes.changes.keys()];
  frame.env = yes;
  run(walk, frame, stmt.then);
  if (frame.env !== undefined) refineAfterLast(walk, frame, stmt.then, tested);
  const afterThen = frame.env;
  frame.env = no;
  if (stmt.else !== undefined) run(walk, frame, stmt.else);
  frame.env = rejoin(walk, frame, base, [afterThen, frame.env], stmt);
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

/** What is written in a loop has two values at its head: the one from before and the one of the turn before. */
function openLoop(walk: Walk, frame: Frame, body: readonly (Stmt | Expr | undefined)[]): { phis: { key: Key; phi: Node }[]; base: Environment | undefined } {
  const base = frame.env;
  const phis: { key: Key; phi: Node }[] = [];
  for (const variable of writtenIn(body)) {
    if (variable.owner !== frame.fn) continue;
    const key = variableKey(frame.nodes, variable);
    const before = frame.env?.get(key);
    if (before === undefined) continue;
    const phi = walk.graph.add(frame.fn, { start: walk.graph.starts[before] ?? 0, end: walk.graph.starts[before] ?? 0 }, { kind: "phi", inputs: [before], of: undefined, ways: undefined });
    walk.graph.edge(before, phi, OP.COPY);
    bind(walk, frame, key, phi);
    phis.push({ key, phi });
  }
  return { phis, base };
}

function closeLoop(walk: Walk, phis: readonly { key: Key; phi: Node }[], ways: readonly ReadonlyMap<Key, Node>[]): void {
  for (const { key, phi } of phis) {
    for (const way of ways) {
      const node = way.get(key);
      const def = walk.graph.defs[phi];
      if (node === undefined || node === phi || def?.kind !== "phi" || def.inputs.includes(node)) continue;
      def.inputs.push(node);
      walk.graph.edge(node, phi, OP.COPY);
    }
  }
}

function openJump(frame: Frame, loop: boolean, label?: string): JumpTarget {
  const target: JumpTarget = { label, plain: label === undefined, loop, base: frame.env, breaks: [], continues: [] };
  frame.jumps.push(target);
  return target;
}

function jump(frame: Frame, stmt: Of<"break" | "continue">): void {
  for (let at = frame.jumps.length - 1; at >= 0; at -= 1) {
    const target = frame.jumps[at];
    if (target === undefined) break;
    if (stmt.label === undefined ? !(stmt.kind === "break" ? target.plain : target.loop) : target.label !== stmt.label) continue;
    // a labelled continue goes to the loop right inside the label
    const landing = stmt.kind === "continue" && stmt.label !== undefined ? (frame.jumps[at + 1] ?? target) : target;
    (stmt.kind === "break" ? landing.breaks : landing.continues).push(frame.env?.since(landing.base) ?? new Map<Key, Node>());
    break;
  }
  frame.env = undefined;
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

function endOf(frame: Frame, base: Environment | undefined): Ways {
  return frame.env === undefined ? [] : [frame.env.since(base)];
}

/** Joins ways (changes since `base`) into `base` itself. */
function settle(walk: Walk, frame: Frame, base: Environment | undefined, ways: Ways, span: Stmt): Environment | undefined {
  return rejoin(walk, frame, base, ways.map((way) => overlayOf(base, way)), span);
}

function overlayOf(base: Environment | undefined, changes: ReadonlyMap<Key, Node>): Environment {
  const overlay = new Environment(base);
  for (const [key, node] of changes) overlay.set(key, node);
  return overlay;
}

function runLoop(walk: Walk, frame: Frame, stmt: Of<"loop">): void {
  const { phis, base } = openLoop(walk, frame, [stmt.body, stmt.update, stmt.test]);
  const target = openJump(frame, true);
  let exits: Ways = [];
  if (stmt.testFirst && stmt.test !== undefined) {
    const [yes, no] = branchOn(walk, frame, stmt.test);
    if (no !== undefined) exits = [no.since(base)];
    frame.env = yes;
  } else {
    frame.env = new Environment(base);
  }
  run(walk, frame, stmt.body);
  const turns = [...endOf(frame, base), ...target.continues];
  frame.env = settleTurns(walk, frame, base, turns, stmt);
  if (stmt.update !== undefined && frame.env !== undefined) evaluate(walk, frame, stmt.update);
  if (!stmt.testFirst && stmt.test !== undefined && frame.env !== undefined) {
    const [yes, no] = branchOn(walk, frame, stmt.test);
    if (no !== undefined) exits = [no.since(base)];
    frame.env = yes;
  }
  if (frame.env !== undefined) closeLoop(walk, phis, [frame.env.since(base)]);
  frame.jumps.pop();
  frame.env = settle(walk, frame, base, [...exits, ...target.breaks], stmt);
}

function settleTurns(walk: Walk, frame: Frame, base: Environment | undefined, turns: Ways, span: Stmt): Environment | undefined {
  if (turns.length === 0) return undefined;
  const overlay = new Environment(base);
  return rejoin(walk, frame, overlay, turns.map((turn) => overlayOf(overlay, turn)), span);
}

function runEach(walk: Walk, frame: Frame, stmt: Of<"each">): void {
  const { graph } = walk;
  const values = evaluate(walk, frame, stmt.values);
  const { phis, base } = openLoop(walk, frame, [stmt.body]);
  const target = openJump(frame, true);
  frame.env = new Environment(base);
  const item = stmt.over === "of" ? readMember(walk, frame, values, ANY_ITEM, stmt.values, NO_NODE) : graph.add(frame.fn, stmt.values);
  if (stmt.over === "in") graph.edge(values, item, OP.GET, "%key");
  const key = variableKey(frame.nodes, stmt.item);
  writeVariable(walk, frame, stmt.item, item);
  run(walk, frame, stmt.body);
  const turns = [...endOf(frame, base), ...target.continues];
  closeLoop(walk, phis, turns);
  frame.jumps.pop();
  const ends = turns.map((turn) => turn.get(key) ?? item);
  // a pattern or a plain copy of the head's item is what the body tests
  frame.env = settle(walk, frame, base, [new Map(), ...turns, ...target.breaks], stmt);
  if (target.breaks.length === 0 && frame.env !== undefined && ends.some((end) => graph.origin(end) === graph.origin(item) && end !== item)) {
    const origin = graph.origin(values);
    for (const holder of [...(frame.holders.get(origin) ?? [])]) {
      const now = frame.env.get(holder) ?? walk.members.get(holder);
      if (now !== undefined && graph.origin(now) === origin) refine(walk, frame, holder, item, { ends });
    }
  }
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

function rejoinOverlay(walk: Walk, frame: Frame, base: Environment | undefined, ways: readonly (Environment | undefined)[], span: { start: number; end: number }): Environment | undefined {
  const live = ways.filter((way) => way !== undefined);
  if (live.length === 0) return undefined;
  if (live.length === 1) return live[0];
  const overlay = new Environment(base);
  return rejoin(walk, frame, overlay, live.map((way) => overlayOf(overlay, way.since(base))), span);
}

function runTry(walk: Walk, frame: Frame, stmt: Of<"try">): void {
  const { graph } = walk;
  const base = frame.env;
  const outerCatcher = frame.tries.at(-1)?.catcher ?? frame.nodes.throws;
  const catcher = stmt.handler === undefined ? outerCatcher : graph.add(frame.fn, stmt.handler);
  const versions = new Map<Key, Set<Node>>();
  const cancelsReturns = stmt.finalizer !== undefined && endsAbruptly(stmt.finalizer);
  frame.tries.push({ versions, catcher, cancelsReturns });
  frame.env = new Environment(base);
  run(walk, frame, stmt.body);
  frame.tries.pop();
  const ends: (Environment | undefined)[] = [frame.env];
  const atThrow = new Environment(base);
  frame.env = atThrow;
  for (const [key, nodes] of versions) {
    const node = merge(walk, frame, [...nodes], undefined, stmt);
    if (node !== undefined) bind(walk, frame, key, node);
  }
  if (stmt.handler !== undefined) {
    if (stmt.param !== undefined) writeVariable(walk, frame, stmt.param, catcher);
    if (cancelsReturns) frame.tries.push({ versions: new Map(), catcher: outerCatcher, cancelsReturns });
    run(walk, frame, stmt.handler);
    if (cancelsReturns) frame.tries.pop();
    ends.push(frame.env);
  }
  frame.env = rejoin(walk, frame, base, ends, stmt);
  if (stmt.finalizer === undefined) return;
  if (frame.env !== undefined) return run(walk, frame, stmt.finalizer);
  // every way left the try: the finalizer runs all the same, and nothing comes after it
  frame.env = new Environment(base);
  run(walk, frame, stmt.finalizer);
  frame.env = undefined;
}

/** Control never comes to the end of the statement. */
function endsAbruptly(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case "block": {
      const last = stmt.body.at(-1);
      return last !== undefined && endsAbruptly(last);
    }
    case "return":
    case "throw":
      return true;
    case "if":
      return stmt.else !== undefined && endsAbruptly(stmt.then) && endsAbruptly(stmt.else);
    default:
      return false;
  }
}

/** Returns are recorded with what they tell the caller: a known boolean, or the known booleans of a returned object. */
function runReturn(walk: Walk, frame: Frame, value: Expr | undefined): void {
  if (value === undefined) {
    recordExit(frame, NO_NODE, undefined);
    return;
  }
  if (value.kind === "cond") {
    const base = frame.env;
    const [yes, no] = branchOn(walk, frame, value.test);
    for (const [env, branch] of [[yes, value.then], [no, value.else]] as const) {
      frame.env = env;
      if (env !== undefined) runReturn(walk, frame, branch);
    }
    frame.env = base;
    return;
  }
  const node = evaluate(walk, frame, value);
  const { graph } = walk;
  if (frame.fn.async) markAwaited(graph, node);
  if (frame.tries.some((entry) => entry.cancelsReturns)) return;
  if (frame.fn.generator) graph.edge(node, frame.nodes.returns, OP.PUT, ANY_ITEM);
  else graph.edge(node, frame.nodes.returns, OP.COPY);
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "object") return recordObject(walk, frame, node, def.fields);
  if (def?.kind === "const") return recordExit(frame, node, Boolean(def.value));
  recordSides(walk, frame, node, node, (truth) => truth);
}

function recordExit(frame: Frame, value: Node, outcome: Exit["outcome"]): void {
  if (frame.env !== undefined) frame.nodes.exits.push({ value, changes: frame.env.since(undefined), outcome });
}

/** The two sides of a returned test are two exits. */
function recordSides(walk: Walk, frame: Frame, value: Node, test: Node, outcome: (truth: boolean) => Exit["outcome"]): void {
  const base = frame.env;
  const [yes, no] = branchOn(walk, frame, test);
  frame.env = yes;
  recordExit(frame, value, outcome(true));
  frame.env = no;
  recordExit(frame, value, outcome(false));
  frame.env = base;
}

function recordObject(walk: Walk, frame: Frame, node: Node, fields: ReadonlyMap<string, Node>): void {
  const { graph } = walk;
  const known = new Map<string, boolean>();
  let open: [string, Node] | undefined;
  for (const [name, field] of fields) {
    const def = graph.defs[graph.origin(field)];
    if (def?.kind === "const") known.set(name, Boolean(def.value));
    else if (def?.kind === "unary" || def?.kind === "binary" || def?.kind === "logical") open ??= [name, field];
  }
  if (open === undefined) return recordExit(frame, node, known);
  const [name, test] = open;
  recordSides(walk, frame, node, test, (truth) => new Map([...known, [name, truth]]));
}

export { ANY_FIELD };
