import type { Location, Step } from "../finding.js";
import type { Dangers } from "../models/kinds.js";
import type { FunctionIr } from "../ir/ir.js";
import { type CallSite, type Graph, type Node, OP } from "./graph.js";
import { describeInput } from "./input.js";
import { KEY } from "./names.js";
import type { Sink } from "./sinks.js";
import type { Solver } from "./solver.js";
import type { Fact, Origin, Source } from "./facts.js";
import { changesDangers, type Entered, enteredBehind, fits, originsOf } from "./ways.js";

/** The names of the offers that a way from a source belongs to, told from its end: `origins` from the sink on. */
export type NamesOfWay = (source: Source, origins: readonly Origin[]) => readonly string[];

/** The way of one danger, told from its source to the sink. */
export interface Trace {
  readonly source: Source;
  /** The input as a noun phrase: "`path` of tool `read_file`". */
  readonly input: string;
  /** Names of other inputs of the same call that are joined to it on the way, in the order of the joints from the source on. */
  readonly beside: readonly string[];
  /** Fields that lead to the input from the value at the source. */
  readonly path: readonly string[];
  readonly steps: readonly Step[];
  /** The facts of the way, from the source on. */
  readonly facts: readonly Fact[];
}

const LONGEST = 400;

/**
 * Walks the origins of one danger back to its source. Law: a return is left by the call through which its function was entered, so that the
 * way is one that the program can take.
 */
export function describeTrace(solver: Solver, end: Fact, bits: Dangers, sink: Sink, calls: readonly CallSite[], namesOfWay: NamesOfWay): Trace {
  const way = walkBack(solver.graph, end, bits & -bits) ?? walkBack(solver.graph, end, 0) ?? { facts: [end], origins: [], entered: [], source: undefined };
  const { graph } = solver;
  const from = way.source ?? { kind: "tool", names: [], node: end.node, path: [] };
  const source = { ...from, names: namesOfWay(from, way.origins) };
  const facts = [...way.facts].reverse();
  const origins = [...way.origins].reverse();
  const input = describeInput(solver, source, facts, origins);
  const steps: Step[] = [];
  const say = (location: Location, text: string): void => {
    const last = steps.at(-1);
    if (steps.length > 1 && last !== undefined && last.location.file === location.file && last.location.line === location.line && last.location.column === location.column) steps.pop();
    steps.push({ location, text });
  };
  say(graph.locate(input.node), input.phrase);
  facts.forEach((fact, index) => {
    const origin = origins[index - 1];
    const text = origin === undefined ? undefined : describeEdge(solver, origin, fact);
    if (text !== undefined) say(graph.locate(placeOf(origin, fact)), text);
  });
  calls.slice(0, -1).forEach((call, index) => say(graph.locate(call.node), `is handed on by ${nameOf(calls[index + 1]?.fn)}`));
  say(graph.locate(sink.site.node), `reaches ${sink.callee}`);
  return { source, input: input.phrase, beside: sink.kind === "arguments" ? [] : inputsBeside(solver, way, bits, source, input.name), path: input.path, steps: dedupe(steps), facts };
}

function dedupe(steps: readonly Step[]): Step[] {
  return steps.filter((step, index) => {
    const next = steps[index + 1];
    return next === undefined || next.location.file !== step.location.file || next.location.line !== step.location.line || index === 0;
  });
}

/** A way back, from its end to a source. */
export interface Way {
  readonly facts: Fact[];
  /** `origins[i]` leads from facts[i + 1] to facts[i]. */
  readonly origins: Origin[];
  /** Calls that are entered at each fact. */
  readonly entered: (Entered | undefined)[];
  readonly source: Source | undefined;
}

/** Walks the origins of one danger back to a source; of any, where `bit` is 0. */
export function walkBack(graph: Graph, end: Fact, bit: Dangers, start?: Entered): Way | undefined {
  const facts = [end];
  const origins: Origin[] = [];
  let entered = start;
  const calls = [start];
  const seen = new Set<Fact>([end]);
  let at = end;
  let wanted = bit;
  for (let hops = 0; hops < LONGEST; hops += 1) {
    const origin = choose(graph, at, wanted, entered, seen);
    if (origin === undefined) return undefined;
    if (origin.source !== undefined) return { facts, origins, entered: calls, source: origin.source };
    if (origin.from === undefined) return undefined;
    entered = enteredBehind(origin, at, entered);
    // behind a step that made this danger of another one, any danger will do
    if (changesDangers(origin) && (origin.from.bits & wanted) === 0) wanted = 0;
    origins.push(origin);
    at = origin.from;
    seen.add(at);
    facts.push(at);
    calls.push(entered);
  }
  return undefined;
}

/** Steps that make one value of several. */
const JOINS: ReadonlySet<number | undefined> = new Set([OP.MAP, OP.HOLE]);
/** As many values that are joined to the input are followed back. */
const MOST_JOINED = 16;

function inputsBeside(solver: Solver, way: Way, bits: Dangers, source: Source, own: string | undefined): string[] {
  const { graph } = solver;
  const names = new Set<string>();
  let left = MOST_JOINED;
  for (let index = way.origins.length - 1; index >= 0 && own !== undefined; index -= 1) {
    const [fact, taken] = [way.facts[index], way.origins[index]];
    if (fact === undefined || !JOINS.has(taken?.edge?.op)) continue;
    for (const other of originsOf(graph, fact, way.entered[index])) {
      if (other.from === undefined || other.from === taken?.from || !JOINS.has(other.edge?.op) || (other.bits & bits) === 0 || left <= 0) continue;
      left -= 1;
      const back = walkBack(graph, other.from, bits & other.bits & -(bits & other.bits), enteredBehind(other, fact, way.entered[index]));
      if (back?.source?.node !== source.node) continue;
      const { name } = describeInput(solver, back.source, [...back.facts].reverse(), [...back.origins].reverse());
      if (name !== undefined && name !== own && !name.endsWith(KEY)) names.add(name);
    }
  }
  return [...names];
}

function choose(graph: Graph, fact: Fact, bit: Dangers, entered: Entered | undefined, seen: ReadonlySet<Fact>): Origin | undefined {
  const origins = originsOf(graph, fact, entered);
  const fresh = (origin: Origin): boolean => origin.from === undefined || !seen.has(origin.from);
  const carries = (origin: Origin): boolean => (origin.bits & bit) !== 0 || bit === 0;
  const fitting = (origin: Origin): boolean => fits(origin, entered) && fresh(origin);
  return origins.find((one) => fitting(one) && carries(one)) ?? origins.find(fitting) ?? origins.find((one) => fresh(one) && carries(one)) ?? fact.origins.find(fresh);
}

/** Where a step of a way stands. */
export function placeOf(origin: Origin | undefined, fact: Fact): Node {
  if (origin?.edge?.op === OP.CALL) return origin.edge.data.site.node;
  return fact.node;
}

/** What a step of a way does with the value, in words; undefined where nothing is to be said. */
export function describeEdge(solver: Solver, origin: Origin, fact: Fact): string | undefined {
  const { graph } = solver;
  switch (origin.edge?.op) {
    case OP.CALL: {
      const { site } = origin.edge.data;
      const fn = graph.owners[fact.node];
      // a callback that is written at its call reads on by itself
      if (fn === undefined || (fn.module === site.fn.module && fn.start >= site.start && fn.end <= site.end)) return undefined;
      return `is passed to ${fn.name === "" ? "an unnamed function" : nameOf(fn)}`;
    }
    case OP.HOLE:
      return "becomes part of a text";
    case OP.MAP: {
      const def = graph.defs[fact.node];
      if (def?.kind !== "call") return undefined;
      // as its author wrote it before it was compiled: path_1.default.join
      const callee = graph.text(def.site.callee).replace(/^(\w+?)_\d+(?:\.default)?\./, "$1.");
      const name = /^[\w$.]{1,40}$/.test(callee) ? callee : def.site.method;
      if (origin.edge.data.leaves !== undefined) return "is held against a schema";
      return name === undefined ? undefined : `goes through \`${def.site.isNew ? "new " : ""}${name}\``;
    }
    case OP.RETURN: {
      const fn = origin.from === undefined ? undefined : graph.owners[origin.from.node];
      return `is returned by ${fn?.name === "" ? "an unnamed function" : nameOf(fn)}`;
    }
    default:
      return undefined;
  }
}

/** The function's name, or that of the nearest named one around it. */
function nameOf(fn: FunctionIr | undefined): string {
  for (let at = fn; at !== undefined && at.kind !== "module"; at = at.parent) if (at.name !== "") return `\`${at.name}\``;
  return "a function";
}
