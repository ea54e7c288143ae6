import { placeText, type Step } from "../../finding.js";
import { type Danger, dangerNames, type Dangers, RAW_DANGERS } from "../../models/kinds.js";
import type { Fact, Origin, Source } from "../dangers/facts.js";
import { matchesField } from "../fields.js";
import type { FlowGraph } from "./flows.js";
import { type Node, OP, type Truth } from "../graph.js";
import { describeInput } from "./input.js";
import { sourcesOf } from "../taint/source-ways.js";
import { dangersPast, openTaint, type Taint } from "../taint/taint.js";
import { describeEdge, placeOf, walkBack } from "./trace.js";

/** A station of a way, with the dangers that the value loses and gets there. */
export interface JudgedStep extends Step {
  readonly removes: readonly Danger[];
  readonly adds: readonly Danger[];
}

/** A way on which a value comes from an input, judged step by step. */
export interface JudgedWay {
  /** The input as a noun phrase. */
  readonly input: string;
  readonly source: Source;
  /** Names of all offers from whose inputs the value may come, sorted. */
  readonly offers: readonly string[];
  /** Inputs of this kind are not taken for untrusted in this run. */
  readonly isTrusted: boolean;
  readonly steps: readonly JudgedStep[];
  /** The dangers that are left at its end. */
  readonly left: Dangers;
}

/** Where the inputs of clients go, whatever is done to them on the way. */
export function openLooseTaint({ spreading, unadmitted }: FlowGraph): Taint {
  const sources = unadmitted().filter(({ source }) => source.kind !== "credential").map((one) => ({ ...one, bits: RAW_DANGERS }));
  return openTaint({ ...spreading, sources, clearedAt: undefined, keeps: true });
}

/** The ways that lead to a node, one an input: as the taint has them whose facts are given, judged as the rules do. */
export function judgeWays(graph: FlowGraph, taint: Taint, node: Node): JudgedWay[] {
  taint.demand([node]);
  const ways = new Map<string, JudgedWay>();
  // what is said of the value as a whole first
  for (const fact of (taint.facts[node] ?? []).toSorted((a, b) => (a.path?.depth ?? 0) - (b.path?.depth ?? 0))) {
    const way = judgeWay(graph, fact);
    const known = way === undefined ? undefined : ways.get(way.input);
    if (way !== undefined && (known === undefined || (known.left & way.left) !== way.left)) ways.set(way.input, way);
  }
  return [...ways.values()];
}

function judgeWay(graph: FlowGraph, end: Fact): JudgedWay | undefined {
  const { solver, spreading } = graph;
  const way = walkBack(solver.graph, end, end.bits & -end.bits) ?? walkBack(solver.graph, end, 0);
  if (way?.source === undefined) return undefined;
  const { source } = way;
  const facts = way.facts.toReversed();
  const origins = way.origins.toReversed();
  const input = describeInput(solver, source, facts, origins);
  const admitted = spreading.sources.filter((one) => one.source.kind === source.kind && one.source.node === source.node);
  const isTrusted = source.kind === "http" && !spreading.sources.some((one) => one.source.kind === "http");
  let bits = isTrusted ? RAW_DANGERS : admitted.filter((one) => isOnPath(one.path, input.path)).reduce((all, one) => all | one.bits, 0);
  const steps: JudgedStep[] = [toStep(graph, input.node, bits === RAW_DANGERS ? input.phrase : `${input.phrase}, as its schema lets it through`, RAW_DANGERS, bits)];
  for (const [index, origin] of origins.entries()) {
    const [before, after] = [facts[index], facts[index + 1]];
    if (before === undefined || after === undefined || origin.edge === undefined) continue;
    const next = LEADS_AWAY.has(origin.edge.op) ? bits : dangersPast(spreading, { ...before, bits }, origin.edge, after.path);
    const text = isPlainCall(graph, origin, next !== bits) ? undefined : describeTest(graph, origin, next !== bits) ?? describeEdge(solver, origin, after) ?? (next === bits ? undefined : `becomes \`${solver.graph.shortText(after.node)}\``);
    if (text !== undefined) steps.push(toStep(graph, placeOf(origin, after), text, bits, next));
    bits = next;
  }
  const offers = [...new Set([...sourcesOf(solver.graph, end, end.bits, { hops: 0 })].flatMap(({ names }) => names))].sort();
  return { input: input.phrase, source, offers, isTrusted, steps: once(steps), left: bits };
}

/** Other functions, and what no order of calls tells: the value is the same. */
const LEADS_AWAY: ReadonlySet<number> = new Set([OP.CALL, OP.RETURN, OP.RESET]);

/** What a schema says of a place holds for what is read there, inside it and around it. */
function isOnPath(place: readonly string[], read: readonly string[]): boolean {
  return place.every((field, index) => read[index] === undefined || matchesField(read[index], field));
}

function toStep({ solver: { graph } }: FlowGraph, node: Node, text: string, before: Dangers, after: Dangers): JudgedStep {
  return { location: graph.locate(node), text, removes: dangerNames(before & ~after), adds: dangerNames(after & ~before) };
}

/** A call that the value merely goes past, as a log: it takes nothing away, and no function of the program that it runs can throw. */
function isPlainCall({ solver: { graph } }: FlowGraph, { edge }: Origin, changes: boolean): boolean {
  const def = edge?.op === OP.SIGMA ? graph.defs[edge.to] : undefined;
  if (changes || def?.kind !== "sigma" || (def.truth !== "returned" && def.truth !== "fulfilled")) return false;
  const test = graph.defs[graph.origin(def.test)];
  return test?.kind === "call" && !test.site.targets.some((target) => graph.sourcesOf(target.throws).length > 0);
}

/** A test of the value, as its author wrote it. */
function describeTest({ solver: { graph } }: FlowGraph, { edge }: Origin, changes: boolean): string | undefined {
  const def = edge?.op === OP.SIGMA ? graph.defs[edge.to] : undefined;
  if (def?.kind !== "sigma") return undefined;
  const test = graph.defs[def.test];
  const isCase = test?.kind === "binary" && graph.text(def.test).startsWith("case ");
  const text = `\`${isCase ? `case ${graph.shortText(test.right)}` : graph.shortText(def.test)}\``;
  return `passes ${wordsOf(def.truth, text)}${changes ? "" : ": nothing is taken away"}`;
}

function wordsOf(truth: Truth, text: string): string {
  if (truth === "returned" || truth === "fulfilled") return text;
  if (typeof truth === "object") return `a loop over all its items`;
  return `the test ${text}, which is ${truth} here`;
}

/** A test that is asked twice is told once. */
function once(steps: readonly JudgedStep[]): JudgedStep[] {
  const seen = new Set<string>();
  return steps.filter(({ location, text, removes, adds }) => {
    const key = `${placeText(location)} ${text} ${removes.join()} ${adds.join()}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
