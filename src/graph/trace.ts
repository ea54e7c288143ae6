import type { Location, Step } from "../finding.js";
import type { Dangers } from "../models/kinds.js";
import type { FunctionIr } from "../ir/ir.js";
import { type CallSite, type Graph, type Node, OP } from "./graph.js";
import { describeInput } from "./input.js";
import type { Sink } from "./sinks.js";
import type { Solver } from "./solver.js";
import type { Fact, Origin, Source } from "./facts.js";
import { type Entered, enteredBehind, fits, originsOf } from "./ways.js";

/** The names of the offers that a way from a source belongs to, told from its end: `origins` from the sink on. */
export type NamesOfWay = (source: Source, origins: readonly Origin[]) => readonly string[];

/** The way of one danger, told from its source to the sink. */
export interface Trace {
  readonly source: Source;
  /** The input as a noun phrase: "`path` of tool `read_file`". */
  readonly input: string;
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
  const way = walkBack(solver.graph, end, bits & -bits) ?? walkBack(solver.graph, end, 0) ?? { facts: [end], origins: [], source: undefined };
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
  return { source, input: input.phrase, path: input.path, steps: dedupe(steps), facts };
}

function dedupe(steps: readonly Step[]): Step[] {
  return steps.filter((step, index) => {
    const next = steps[index + 1];
    return next === undefined || next.location.file !== step.location.file || next.location.line !== step.location.line || index === 0;
  });
}

interface Way {
  readonly facts: Fact[];
  /** `origins[i]` leads from facts[i + 1] to facts[i]. */
  readonly origins: Origin[];
  readonly source: Source | undefined;
}

function walkBack(graph: Graph, end: Fact, bit: Dangers): Way | undefined {
  const facts = [end];
  const origins: Origin[] = [];
  let entered: Entered | undefined;
  const seen = new Set<Fact>([end]);
  let at = end;
  for (let hops = 0; hops < LONGEST; hops += 1) {
    const origin = choose(graph, at, bit, entered, seen);
    if (origin === undefined) return undefined;
    if (origin.source !== undefined) return { facts, origins, source: origin.source };
    if (origin.from === undefined) return undefined;
    entered = enteredBehind(origin, at, entered);
    origins.push(origin);
    at = origin.from;
    seen.add(at);
    facts.push(at);
  }
  return undefined;
}

function choose(graph: Graph, fact: Fact, bit: Dangers, entered: Entered | undefined, seen: ReadonlySet<Fact>): Origin | undefined {
  const origins = originsOf(graph, fact, entered);
  const fresh = (origin: Origin): boolean => origin.from === undefined || !seen.has(origin.from);
  const carries = (origin: Origin): boolean => (origin.bits & bit) !== 0 || bit === 0;
  return origins.find((one) => fits(one, entered) && fresh(one) && carries(one)) ?? origins.find((one) => fresh(one) && carries(one)) ?? fact.origins.find(fresh);
}

function placeOf(origin: Origin | undefined, fact: Fact): Node {
  if (origin?.edge?.op === OP.CALL) return origin.edge.data.site.node;
  return fact.node;
}

function describeEdge(solver: Solver, origin: Origin, fact: Fact): string | undefined {
  const { graph } = solver;
  switch (origin.edge?.op) {
    case OP.CALL: {
      const { site } = origin.edge.data;
      const fn = graph.owners[fact.node];
      // a callback that is written at its call reads on by itself
      if (fn === undefined || (fn.module === site.fn.module && fn.start >= site.start && fn.end <= site.end)) return undefined;
      return fn.name === "" ? "is passed on" : `is passed to ${nameOf(fn)}`;
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
    case OP.RETURN:
      return "is returned";
    default:
      return undefined;
  }
}

/** The function's name, or that of the nearest named one around it. */
function nameOf(fn: FunctionIr | undefined): string {
  for (let at = fn; at !== undefined && at.kind !== "module"; at = at.parent) if (at.name !== "") return `\`${at.name}\``;
  return "a function";
}
