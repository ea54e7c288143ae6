import { ALL_DANGERS, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { textsOf } from "../constants.js";
import { clearedBetween } from "./between.js";
import { type Cleared, clearField, intersectAll, nothingCleared } from "../dangers/cleared.js";
import { variableKey } from "../environment.js";
import { type Exit, type FunctionNodes, type Graph, type Node, NO_NODE } from "../graph.js";
import { carryBack } from "./back.js";
import { inferOutcome } from "./calls.js";
import { infer } from "./guards.js";
import type { Judge } from "./judge.js";
import { isOptOut } from "./opt-outs.js";
import { isAlwaysTruthy } from "./truthy.js";

/** How a call came out: returned at all, truthy or falsy, or a property of the result was. */
export type Outcome = boolean | "returned" | { readonly property: string; readonly truth: boolean };

/** Functions that wait for each other's summary: past so many, a helper's helper is asked later, and the question that hangs on it once more. */
const MOST_NESTED = 32;
/** Of a question that was put so often, the last answer counts: it clears too little at most. */
const MOST_ROUNDS = 64;

/** Answers a question on a function once. Law: what hangs on a question that was put off is not kept, so that the order of questions changes no answer. */
function answer(judge: Judge, key: string, ask: () => Cleared): Cleared {
  const { summaries, open, putOff } = judge;
  const again = (): Cleared => answer(judge, key, ask);
  for (let round = 0; ; round += 1) {
    const known = summaries.get(key);
    if (known !== undefined && putOff.hanging.has(known)) putOff.count += 1;
    if (known !== undefined) return known;
    if (open.size >= MOST_NESTED) {
      putOff.count += 1;
      putOff.asks.push(again);
      return nothingCleared();
    }
    summaries.set(key, nothingCleared());
    open.add(key);
    const { count } = putOff;
    const result = ask();
    open.delete(key);
    summaries.set(key, result);
    if (putOff.count === count || round >= MOST_ROUNDS) return result;
    putOff.hanging.add(result);
    putOff.drops.push(() => summaries.delete(key));
    // those that were put off are asked one after the other, not out of each other
    if (open.size > 0 || putOff.isAsking) return result;
    for (const drop of putOff.drops.splice(0)) drop();
    putOff.hanging.clear();
    putOff.isAsking = true;
    for (let later = putOff.asks.shift(); later !== undefined; later = putOff.asks.shift()) later();
    putOff.isAsking = false;
  }
}

function outcomeKey(outcome: Outcome): string {
  return typeof outcome === "object" ? `${outcome.property}=${outcome.truth}` : String(outcome);
}

/** Whether a function that ended this way may have given that outcome. */
export function mayBe(graph: Graph, exit: Exit, outcome: Outcome): boolean {
  if (outcome === "returned") return true;
  if (typeof outcome === "boolean") {
    if (exit.value === NO_NODE) return !outcome;
    if (!outcome && isAlwaysTruthy(graph, exit.value)) return false;
    return exit.outcome === undefined || (typeof exit.outcome === "boolean" ? exit.outcome === outcome : outcome);
  }
  if (exit.outcome === undefined) return true;
  // a property of null or undefined throws, one of true is not there; what is truthy otherwise may have it
  if (typeof exit.outcome === "boolean") return exit.outcome && (!outcome.truth || graph.defs[graph.origin(exit.value)]?.kind !== "const");
  return (exit.outcome.get(outcome.property) ?? false) === outcome.truth || !exit.outcome.has(outcome.property);
}

/**
 * What a function's outcome tells of its parameter: dangers cleared on every way to that outcome. Law: a way that cannot have the outcome
 * does not count, and a function that never ends so tells everything.
 */
export function summarize(judge: Judge, fn: FunctionNodes, index: number, outcome: Outcome): Cleared {
  const node = fn.params[index];
  const param = fn.fn.params[index];
  if (node === undefined || param === undefined || param.rest) return nothingCleared();
  return answer(judge, `${fn.index}:${index}:${outcomeKey(outcome)}`, () => overExits(judge, fn, outcome, (exit) => clearedAt(judge, exit, node, variableKey(fn, param.variable), outcome)));
}

function overExits(judge: Judge, fn: FunctionNodes, outcome: Outcome, clearedOf: (exit: Exit) => Cleared): Cleared {
  const exits = fn.exits.filter((exit) => mayBe(judge.solver.graph, exit, outcome) && !isRootCase(judge, exit) && !isOptOut(judge.solver, exit));
  // no way to that outcome: it does not happen
  return intersectAll(exits, clearedOf) ?? { ...nothingCleared(), self: ALL_DANGERS };
}

/** The way for a root that is the whole file system: `if (root === sep) return path.startsWith(sep)`. Everything lies inside of it, by configuration. */
function isRootCase(judge: Judge, exit: Exit): boolean {
  const { graph } = judge.solver;
  for (const node of exit.changes.values()) {
    for (let def = graph.defs[node]; def?.kind === "sigma"; def = graph.defs[def.of]) {
      const test = def.truth === true ? graph.defs[graph.origin(def.test)] : undefined;
      if (test?.kind !== "binary" || (test.op !== "===" && test.op !== "==")) continue;
      if ([[test.left, test.right], [test.right, test.left]].some(([root, text]) => root !== undefined && text !== undefined && isSeparator(judge, text) && !judge.isTainted(root))) return true;
    }
  }
  return false;
}

function isSeparator(judge: Judge, node: Node): boolean {
  const texts = textsOf(judge.solver, node);
  return texts !== undefined && texts.length > 0 && texts.every((text) => text === "/" || text === "\\");
}

function clearedAt(judge: Judge, exit: Exit, param: Node, key: number, outcome: Outcome): Cleared {
  const { graph, walk } = judge.solver;
  const last = exit.changes.get(key) ?? param;
  const cleared = clearedBetween(judge, last, param);
  for (const [changed, value] of exit.changes) {
    const member = walk.keys.memberOf(changed);
    if (member === undefined || graph.origin(member.node) !== param) continue;
    const first = walk.keys.readOf(changed);
    if (first === undefined) continue;
    const one = clearedBetween(judge, value, first);
    if (one.self !== 0) clearField(cleared, member.field, one.self);
  }
  const given = graph.defs[graph.origin(exit.value)];
  // what is handed on as it came tells what the call told that gave it
  if (typeof outcome === "object" && given?.kind === "call") inferOutcome({ judge, subject: param, cleared }, given.site, outcome);
  return cleared;
}

/**
 * What a function tells of its first parameter that refuses it by a method of its second, `ctx.addIssue(…)`: where none was called, the test that
 * each call lies behind came out the other way. A call behind several tests tells nothing.
 */
export function clearedUnlessRefused(judge: Judge, fn: FunctionNodes): Dangers {
  const { graph } = judge.solver;
  const [subject, context] = fn.params;
  const cleared = nothingCleared();
  if (subject === undefined || context === undefined) return NO_DANGERS;
  for (const { fn: caller, receiver, trail } of graph.calls) {
    if (caller !== fn.fn || receiver === NO_NODE || graph.origin(receiver) !== context) continue;
    const { decision } = trail ?? {};
    if (decision !== undefined && trail?.before === undefined) infer({ judge, subject, cleared }, decision.test, !decision.truth);
  }
  return cleared.self;
}

/** What a function's outcome tells of a value that it reads from outside. Carried from the outer value to the subject. */
export function summarizeCaptured(judge: Judge, fn: FunctionNodes, subject: Node, outcome: Outcome): Cleared {
  const { graph, walk } = judge.solver;
  const captures = walk.captures.get(fn.fn);
  if (captures === undefined || captures.length === 0) return nothingCleared();
  return answer(judge, `${fn.index}:captured:${subject}:${outcomeKey(outcome)}`, () => overExits(judge, fn, outcome, (exit) => {
    const cleared = nothingCleared();
    for (const value of exit.changes.values()) {
      const first = graph.origin(value);
      if (first === value || graph.defs[first] !== undefined) continue;
      const [outer, ...others] = graph.sourcesOf(first);
      if (outer === undefined || others.length > 0 || !captures.includes(outer)) continue;
      const bits = clearedBetween(judge, value, first).self;
      carryBack({ judge, subject, cleared }, outer, bits);
    }
    return cleared;
  }));
}
