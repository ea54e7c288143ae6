import type { Location, Step } from "../../finding.js";
import type { Dangers } from "../../models/kinds.js";
import { locate } from "../../program/program.js";
import type { FunctionIr } from "../../ir/ir.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Graph, type Node, OP } from "../graph.js";
import { describeInput } from "./input.js";
import { KEY } from "../names.js";
import type { Sink } from "../sinks/sinks.js";
import type { Solver } from "../solver.js";
import type { Fact, Origin, Source } from "../dangers/facts.js";
import { changesDangers, type Entered, enteredBehind, fits, originsOf, stackOf } from "../taint/ways.js";

/** The names of the offers that a way from a source belongs to, told from its end: `origins` from the sink on. */
export type NamesOfWay = (source: Source, origins: readonly Origin[]) => readonly string[];

/** The way of one danger, told from its source to the sink. */
export interface Trace {
  readonly source: Source;
  /** The input as a noun phrase: "`path` of tool `read_file`". */
  readonly input: string;
  /** Names of other inputs of the same call that are joined to it on the way, in the order of the joints from the source on. */
  readonly beside: readonly string[];
  /** The input's name, `attachments[].link`, where it has one. */
  readonly name: string | undefined;
  /** Fields that lead to the input from the value at the source. */
  readonly path: readonly string[];
  readonly steps: readonly Step[];
  /** The facts of the way, from the source on. */
  readonly facts: readonly Fact[];
}

const LONGEST = 400;

/**
 * Walks the origins of one danger back to its source, if possible to one that is near. Law: a return is left by the call through which its function was entered, so that the
 * way is one that the program can take.
 */
export function describeTrace(solver: Solver, end: Fact, bits: Dangers, sink: Sink, calls: readonly CallSite[], namesOfWay: NamesOfWay, near?: ReadonlySet<Source>): Trace {
  const way = (near === undefined ? undefined : walkBack(solver.graph, end, bits & -bits, undefined, near)) ?? walkBack(solver.graph, end, bits & -bits) ?? walkBack(solver.graph, end, 0) ?? { facts: [end], origins: [], entered: [], source: undefined };
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
  const told = facts.findIndex((fact, index) => {
    const origin = origins[index - 1];
    return origin !== undefined && describeEdge(solver, origin, fact) !== undefined;
  });
  const next = facts[told];
  say(readFor(graph, input.node, next === undefined ? sink.site.node : placeOf(origins[told - 1], next)), input.phrase);
  facts.forEach((fact, index) => {
    const origin = origins[index - 1];
    const text = origin === undefined ? undefined : (describeEdge(solver, origin, fact) ?? (sink.kind === "result" ? describePut(origin, origins[index - 2]) : undefined));
    if (text !== undefined) say(graph.locate(placeOf(origin, fact)), text);
  });
  calls.slice(0, -1).forEach((call, index) => say(graph.locate(call.node), `is handed on by ${nameOf(calls[index + 1]?.fn)}`));
  say(graph.locate(sink.site.node), `reaches ${sink.callee}`);
  return { source, input: input.phrase, beside: sink.kind === "arguments" ? [] : inputsBeside(solver, way, bits, source, input.name, near), name: input.name, path: input.path, steps: dedupe(steps), facts };
}

/** What is given back is put together before: where the value goes into it is what has to be mended. */
function describePut({ edge }: Origin, before: Origin | undefined): string | undefined {
  return edge?.op === OP.PUT && before?.edge?.op !== OP.PUT && !edge.data.startsWith("%") ? `becomes ${edge.data === ANY_FIELD || edge.data === ANY_ITEM ? "a part" : `\`${edge.data}\``} of an object` : undefined;
}

/** Where a member is read for what comes next. Law: reads of one value are one node, which stands at the first of them; that may be another case of a switch. */
function readFor(graph: Graph, node: Node, next: Node): Location {
  const [own, start = 0, end = 0] = [graph.starts[node] ?? 0, graph.starts[next], graph.ends[next]];
  const module = graph.module(node);
  const text = graph.text(node);
  if (graph.defs[graph.origin(node)]?.kind !== "get" || graph.module(next) !== module || (own >= start && own < end) || !MEMBER.test(text)) return graph.locate(node);
  const at = graph.text(next).search(new RegExp(`(?<![\\w$.])${text.replace(/[.$?]/g, "\\$&")}(?![\\w$])`));
  return at < 0 ? graph.locate(node) : locate(module, { start: start + at, end: start + at + text.length });
}

const MEMBER = /^[\w$]+(?:\??\.[\w$]+){1,4}$/;

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

/**
 * Walks the origins of one danger back to a source, or to one of these; of any danger, where `bit` is 0. A way that ends nowhere is left for the next one. Law: a way that leaves a
 * function through another call than it was entered by is taken only where there is none that keeps to it.
 */
export function walkBack(graph: Graph, end: Fact, bit: Dangers, start?: Entered, among?: ReadonlySet<Source>): Way | undefined {
  for (const furthest of [0, 1, 3]) {
    const search: Search = { graph, furthest, among, way: { facts: [end], origins: [], entered: [start] }, seen: new Map(), hops: 0 };
    const source = goBack(search, end, bit, start);
    if (source !== undefined) return { ...search.way, source };
  }
  return undefined;
}

const MOST_HOPS = 2_000;

/** One search, depth first. */
interface Search {
  readonly graph: Graph;
  /** Ways back that are no further from the one that is looked for than this are gone. */
  readonly furthest: number;
  readonly among: ReadonlySet<Source> | undefined;
  /** The way so far. */
  readonly way: Omit<Way, "source">;
  /** Where the search was, and by which calls. */
  readonly seen: Map<Fact, Set<string>>;
  hops: number;
}

function goBack(search: Search, at: Fact, wanted: Dangers, entered: Entered | undefined): Source | undefined {
  const { way, seen } = search;
  const stacks = seen.get(at) ?? new Set();
  const stack = stackOf(entered);
  if (stacks.has(stack) || way.origins.length >= LONGEST || search.hops >= MOST_HOPS) return undefined;
  search.hops += 1;
  seen.set(at, stacks.add(stack));
  for (const origin of choices(search, at, wanted, entered)) {
    if (origin.source !== undefined && search.among?.has(origin.source) !== false) return origin.source;
    if (origin.from === undefined) continue;
    const behind = enteredBehind(origin, at, entered);
    way.origins.push(origin);
    way.facts.push(origin.from);
    way.entered.push(behind);
    // behind a step that made this danger of another one, any danger will do
    const source = goBack(search, origin.from, changesDangers(origin) && (origin.from.bits & wanted) === 0 ? 0 : wanted, behind);
    if (source !== undefined) return source;
    way.origins.pop();
    way.facts.pop();
    way.entered.pop();
  }
  return undefined;
}

/** How far a way back is from the one that is looked for: it keeps the law and carries the danger, keeps the law alone, carries the danger alone, neither. */
function distance(origin: Origin, bit: Dangers, entered: Entered | undefined): number {
  return (fits(origin, entered) ? 0 : 2) + ((origin.bits & bit) !== 0 || bit === 0 ? 0 : 1);
}

/** The ways back that are near enough, the nearest first. */
function choices({ graph, furthest }: Search, fact: Fact, bit: Dangers, entered: Entered | undefined): Origin[] {
  const origins = new Set([...originsOf(graph, fact, entered), ...(furthest > 1 ? fact.origins : [])]);
  const ranked = [...origins].map((origin) => [origin, distance(origin, bit, entered)] as const).filter(([, far]) => far <= furthest);
  return ranked.sort(([, a], [, b]) => a - b).map(([origin]) => origin);
}

/** Steps that make one value of several. */
const JOINS: ReadonlySet<number | undefined> = new Set([OP.MAP, OP.HOLE]);
/** As many values that are joined to the input are followed back. */
const MOST_JOINED = 16;

function inputsBeside(solver: Solver, way: Way, bits: Dangers, source: Source, own: string | undefined, near: ReadonlySet<Source> | undefined): string[] {
  const { graph } = solver;
  const names = new Set<string>();
  let left = MOST_JOINED;
  for (let index = way.origins.length - 1; index >= 0 && own !== undefined; index -= 1) {
    const [fact, taken] = [way.facts[index], way.origins[index]];
    if (fact === undefined || !JOINS.has(taken?.edge?.op)) continue;
    for (const other of originsOf(graph, fact, way.entered[index])) {
      if (other.from === undefined || other.from === taken?.from || !JOINS.has(other.edge?.op) || (other.bits & bits) === 0 || left <= 0) continue;
      left -= 1;
      const back = walkBack(graph, other.from, bits & other.bits & -(bits & other.bits), enteredBehind(other, fact, way.entered[index]), near);
      if (back?.source?.node !== source.node) continue;
      const { name } = describeInput(solver, back.source, [...back.facts].reverse(), [...back.origins].reverse());
      if (name !== undefined && name !== own && !name.endsWith(KEY)) names.add(name);
    }
  }
  return [...names];
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
