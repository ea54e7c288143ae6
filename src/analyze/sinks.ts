import type { Analysis } from "./analysis.js";
import type { Finding, Location } from "../finding.js";
import type { CandidateFlow, FlowGraph } from "../graph/flows/flows.js";
import type { CallSite, Node } from "../graph/graph.js";
import { type Harmless, whyHarmless } from "../graph/flows/harmless.js";
import { type JudgedWay, judgeWays } from "../graph/flows/judged-ways.js";
import { type Root, rootsOf } from "../graph/solve/roots.js";
import type { Sink } from "../graph/sinks/sinks.js";
import type { Taint } from "../graph/taint/taint.js";
import { type Danger, dangerNames, SINK_KINDS, type SinkKind } from "../models/kinds.js";

/**
 * What comes of a sink. "found": a rule of some preset reports what arrives. "unasked": it arrives with a danger that hurts, and no rule reports that. "cleared":
 * an input arrives, and every danger that hurts was taken away. "aside": what arrives is no flow for another reason. "trusted": only inputs arrive that this run
 * does not take for untrusted. "unreached": no input arrives.
 */
export type Verdict = "found" | "unasked" | "cleared" | "aside" | "trusted" | "unreached";

const VERDICTS: readonly Verdict[] = ["found", "unasked", "aside", "cleared", "trusted", "unreached"];

/** One place of a call at which dangers hurt, and what is known of what comes there. */
export interface TracedSink {
  readonly kind: SinkKind;
  /** "a file system path" */
  readonly phrase: string;
  /** As one would call it. */
  readonly callee: string;
  /** What arrives, as the program writes it. */
  readonly argument: string;
  readonly location: Location;
  readonly hurts: readonly Danger[];
  readonly verdict: Verdict;
  /** For "aside": why. */
  readonly why: Harmless | undefined;
  readonly findings: readonly Finding[];
  readonly ways: readonly JudgedWay[];
  /** What the value is made of, where no input arrives. */
  readonly roots: readonly (Pick<Root, "text"> & { readonly location: Location })[];
}

/** What the program was asked before. */
export interface Judged {
  /** See `openLooseTaint`. */
  readonly loose: Taint;
  readonly flows: readonly CandidateFlow[];
  /** With everything that any preset finds. */
  readonly analysis: Analysis;
  /** A value as the program writes it. */
  readonly textOf: (node: Node) => string;
}

/** The sinks that a call is, of several of one kind those that tell most. */
export function judgeSinks(graph: FlowGraph, judged: Judged, site: CallSite): TracedSink[] {
  const own = graph.sinks.filter((sink) => placeOf(sink) === site);
  if (own.length === 0) return [];
  const flows = new Set(judged.flows.filter(({ start }) => start.module === site.fn.module && start.span.start === site.start && start.span.end === site.end).flatMap(({ kind, location, steps }) => [keyOf(kind, location, steps), keyOf(kind, location, ALIKE)]));
  const sinks = own.map((sink) => ({ sink, traced: judgeSink(graph, judged, flows, sink) }));
  const reached = sinks.filter(({ traced }) => traced.verdict !== "unreached");
  // an object that holds options is no value by itself
  const plain = sinks.filter(({ sink }) => sink.written !== true && !isLiteral(graph, sink));
  return onePlaceAKind((reached.length > 0 ? reached : plain.length > 0 ? plain : sinks).map(({ traced }) => traced));
}

function isLiteral({ solver: { graph } }: FlowGraph, { node }: Sink): boolean {
  const kind = graph.defs[graph.origin(node)]?.kind;
  return kind === "object" || kind === "array";
}

/** Of places of one kind those that tell most, and the first where no input arrives. */
function onePlaceAKind(sinks: readonly TracedSink[]): TracedSink[] {
  return sinks.filter((one, index) => sinks.every((other, at) => at === index || other.kind !== one.kind || weight(other) > weight(one) || (weight(other) === weight(one) && (at > index || (one.verdict !== "unreached" && other.argument !== one.argument)))));
}

function weight({ verdict }: TracedSink): number {
  return VERDICTS.indexOf(verdict);
}

/** The call that does harm with a list that was made before. */
function placeOf({ site, through = [] }: Sink): CallSite {
  return through.at(-1) ?? site;
}

/** In place of the steps of a flow that another speaks for. */
const ALIKE = ["alike"];

function keyOf(kind: SinkKind, location: Location, steps: readonly unknown[]): string {
  return JSON.stringify([kind, location, steps]);
}

function judgeSink(graph: FlowGraph, { loose, analysis, textOf }: Judged, flows: ReadonlySet<string>, sink: Sink): TracedSink {
  const { solver, taint } = graph;
  taint.demand([sink.node]);
  const reasons = (taint.facts[sink.node] ?? []).map((fact) => whyHarmless(solver, taint, sink, fact));
  const findings = analysis.findings.filter(({ location, steps, alike = [] }) => flows.has(keyOf(sink.kind, location, steps)) || alike.some((at) => flows.has(keyOf(sink.kind, at, ALIKE))));
  const known = { kind: sink.kind, phrase: SINK_KINDS[sink.kind].phrase, callee: sink.callee, argument: textOf(sink.node), location: solver.graph.locate(sink.site.node), hurts: dangerNames(sink.hurts), why: undefined, findings: [], ways: [], roots: [] };
  if (reasons.includes(undefined)) return { ...known, verdict: findings.length > 0 ? "found" : "unasked", findings, ways: judgeWays(graph, taint, sink.node).filter(({ left }) => (left & sink.hurts) !== 0) };
  const why = reasons.find((reason) => reason !== "cleared");
  if (why !== undefined) return { ...known, verdict: "aside", why, ways: judgeWays(graph, taint, sink.node) };
  const ways = judgeWays(graph, loose, sink.node);
  if (ways.length > 0) return { ...known, verdict: ways.every(({ isTrusted }) => isTrusted) ? "trusted" : "cleared", ways: ways.filter(({ isTrusted }) => !isTrusted || ways.every((way) => way.isTrusted)) };
  return { ...known, verdict: "unreached", roots: rootsOf(solver, graph.spreading.predecessors, sink.node).map(({ node, text }) => ({ text, location: solver.graph.locate(node) })) };
}
