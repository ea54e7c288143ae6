import { comparePlaces, type Location, type Step } from "../../finding.js";
import { DANGERS, dangerNames, type Dangers, type SinkKind } from "../../models/kinds.js";
import type { Model } from "../../models/model.js";
import type { Expr } from "../../ir/ir.js";
import type { Program } from "../../program/program.js";
import type { Fact, Path, Source } from "../dangers/facts.js";
import { entryOf, type FlowEntry, type SinkStart, startOf } from "./flow-ends.js";
import type { CallSite, Node } from "../graph.js";
import { clearedOnWay } from "../guards/roots.js";
import type { Judge } from "../guards/judge.js";
import { NONE, withOne } from "../chains.js";
import { type Cause, causeOf } from "./alike.js";
import { type Asked, findAsked } from "../guards/asked.js";
import { standsIn } from "../enclosing.js";
import { whyHarmless } from "./harmless.js";
import { findReads } from "../dangers/reads.js";
import { findCarried } from "../sinks/credentials.js";
import { nameOfWay, namesCalled } from "./called.js";
import { offeredOf, type OfferedTools, takersOf } from "./offered.js";
import { definedSources } from "../sinks/definitions.js";
import { exportSources } from "./exports.js";
import { holeTransfers } from "../dangers/holes.js";
import { keptBy } from "../taint/kept.js";
import { liftSink, type Place } from "../taint/lifts.js";
import { linkSchemas, linkSteps } from "../taint/links.js";
import { lexicalCheck } from "../sinks/links-followed.js";
import { readPredecessors } from "../region.js";
import { linkAnswers } from "../offers/answering.js";
import { findRegistrations, findSources, type Registration, type TaintSource } from "../offers/registrations.js";
import { findSinks, type Sink } from "../sinks/sinks.js";
import { likelySources, MOST_EFFORT } from "../taint/source-ways.js";
import { solveProgram } from "../solve/solve.js";
import type { ApiCall, Solver } from "../solver.js";
import { openTaint, type Taint, type TaintInput } from "../taint/taint.js";
import { describeTrace, type NamesOfWay } from "./trace.js";
import { resolveUnknown } from "../solve/unknown.js";
import { linkUnknownCallbacks } from "../solve/unknown-callbacks.js";
import { weaknessOf } from "./weakness.js";
import { isSetUnderWorkedOutName } from "../sinks/worked-out-keys.js";

/** A candidate flow, before rules look at it. */
export interface CandidateFlow {
  readonly kind: SinkKind;
  readonly callee: string;
  /** The member of an argument that is the sink: `attachments[].path`. */
  readonly field: string | undefined;
  readonly location: Location;
  readonly source: Source;
  readonly input: string;
  readonly tools: readonly string[];
  /** Something else than these tools reaches the sink too: a resource, a prompt, a tool whose name is not known. */
  readonly beyondTools: boolean;
  readonly steps: readonly Step[];
  readonly dangers: readonly string[];
  readonly confidence: "high" | "medium" | "low";
  /** A check on the way that does not hold, in words. */
  readonly weakness: string | undefined;
  /** For an operand: the program and the option of it that does most harm, `git --upload-pack=<command>`. */
  readonly harm: string | undefined;
  /** For code: the program that parses it, where it is another one than the server. */
  readonly language?: string;
  /** For a query: the input is the whole statement, or the whole object. */
  readonly whole: boolean;
  /** For a shell: it is that of another host. */
  readonly remote: boolean;
  /** For the path of a request: the header or setting by which it says whose it is. */
  readonly credential?: string;
  /** Names of other parameters of the same tool that are joined to the input on its way. */
  readonly beside: readonly string[];
  /** It takes a field that the program chooses by a name that it works out, or happens where others run a program, as far as addresses tell. */
  readonly isGuessed: boolean;
  /** What it may have in common with others. */
  readonly cause: Cause | undefined;
  /** Where others stand that this one speaks for. */
  readonly alike: readonly Location[];
  readonly entry: FlowEntry;
  readonly start: SinkStart;
}

/** The solved program with its taint: what flows, tools and dumps are read from. */
export interface FlowGraph {
  readonly solver: Solver;
  /** What judged the tests on the ways. */
  readonly judge: Judge;
  readonly registrations: readonly Registration[];
  readonly taint: Taint;
  readonly sinks: readonly Sink[];
  /** The names with which dispatching handlers are called; undefined when there is none. */
  readonly asked: Asked | undefined;
  /** The caller's credential and what is sent, where the program has the former. */
  readonly carried: Pick<FlowGraph, "taint" | "sinks"> | undefined;
  /** All places at which the program has something of a caller's. */
  readonly sources: readonly TaintSource[];
  /** The taint of other sources than the caller's input, on the same graph, up to what masks it. */
  readonly spread: (sources: readonly TaintSource[], masks?: ReadonlySet<Node>) => Taint;
  /** The taint of the caller's input as far as a value may be this very text. */
  readonly spreadAs: (text: string) => Taint;
  /** What the taint was spread with. */
  readonly spreading: TaintInput;
  /** All tools that there are, where every one of them is known by its name: pairs of names and handlers that the graph alone puts together are not told of. */
  readonly offered?: OfferedTools;
  /** Where taint would start if no schema stood in front of a handler, whatever is asked about. */
  readonly unadmitted: () => readonly TaintSource[];
}

/** Builds, solves and taints a program: the taint of all sinks is worked out. `noted`: expressions whose nodes are noted in the solver's walk. */
export function analyzeFlows(program: Program, models: readonly Model[], entries: "mcp" | "all" = "mcp", noted: Iterable<Expr> = []): FlowGraph {
  const solver = solveProgram(program, models, noted);
  linkAnswers(solver);
  resolveUnknown(solver);
  linkUnknownCallbacks(solver);
  const registrations = findRegistrations(solver);
  const callsOf = new Map<CallSite, readonly ApiCall[]>();
  for (const call of solver.apiCalls) callsOf.set(call.site, withOne(callsOf.get(call.site) ?? NONE, call));
  // before taint is known everything may be the attacker's
  let isGuessed = false;
  const guess = (): boolean => (isGuessed = true);
  const judge: { -readonly [K in keyof Judge]: Judge[K] } = { solver, isTainted: guess, callsOf, sigmas: new Map(), summaries: new Map(), open: new Set(), putOff: { count: 0, asks: [], isAsking: false, drops: [], hanging: new Set() } };
  linkSteps(judge);
  const sinks = findSinks(solver);
  const all = findSources(judge, registrations);
  const sources = selectSources(judge, all, registrations, entries);
  const carried = findCarried(solver, all, registrations);
  const input = { graph: solver.graph, predecessors: readPredecessors(solver.graph), sources, holeTransfer: holeTransfers(solver), reads: findReads(solver), isKept: keptBy(solver) };
  // everything that can be the attacker's at all: a comparison with such a value proves nothing
  const reach = openTaint({ ...input, clearedAt: undefined });
  judge.isTainted = reach.isTainted;
  judge.sigmas.clear();
  judge.summaries.clear();
  if (isGuessed) linkSchemas(judge);
  const admitted = isGuessed ? selectSources(judge, findSources(judge, registrations), registrations, entries) : sources;
  const spreading: TaintInput = { ...input, sources: admitted, clearedAt: clearedOnWay(judge) };
  const taint = openTaint(spreading);
  taint.demand(sinks.flatMap(({ node, within, list }) => [node, within ?? node, list ?? node]));
  const spread: FlowGraph["spread"] = (others, masks = new Set()) => openTaint({ ...spreading, sources: others, masks });
  const spreadAs: FlowGraph["spreadAs"] = (text) => {
    const asking: Judge = { ...judge, text, sigmas: new Map(), summaries: new Map(), open: new Set(), putOff: { count: 0, asks: [], isAsking: false, drops: [], hanging: new Set() } };
    const without = (text.includes("/") ? 0 : DANGERS.SEPARATOR) | (text.includes("\\") ? 0 : DANGERS.BACKSLASH);
    const asText = selectSources(asking, findSources(asking, registrations), registrations, entries).map((one) => ({ ...one, bits: one.bits & ~without }));
    return openTaint({ ...spreading, sources: asText, clearedAt: clearedOnWay(asking) });
  };
  const unadmitted = (): TaintSource[] => findSources(judge, registrations.map((one) => ({ ...one, row: { ...one.row, advertised: true } })));
  return { solver, judge, registrations, taint, sinks, asked: findAsked(solver, registrations), carried: carried === undefined ? undefined : { taint: spread(carried.sources), sinks: carried.sinks }, sources: all, spread, spreadAs, spreading, unadmitted };
}

/** The flows of the caller's credential into what is sent. */
export function findCarriedFlows(graph: FlowGraph): CandidateFlow[] {
  if (graph.carried === undefined) return [];
  graph.carried.taint.demand(graph.carried.sinks.map(({ node }) => node));
  return findFlows({ ...graph, ...graph.carried });
}

/** By default only inputs of MCP servers count, and with them the routes of programs that have one; tools that are left to others to register, and exported functions, never beside a server. */
function selectSources(judge: Judge, all: readonly TaintSource[], registrations: readonly Registration[], entries: "mcp" | "all"): TaintSource[] {
  const sources = all.filter(({ source }) => source.kind !== "credential");
  const isServer = registrations.some(({ row }) => row.what === "tool" || row.what === "resource" || row.what === "prompt" || row.what === "request");
  if (isServer) return sources;
  const defined = definedSources(judge);
  if (entries === "all") return [...sources, ...defined, ...exportSources(judge.solver, registrations, defined)];
  return [...sources.filter(({ source }) => source.kind !== "http"), ...defined];
}

/** The flows that reach a sink with a danger left that hurts it: one a sink and finding place, the shortest way each. */
export function findFlows(graph: FlowGraph, sinks: readonly Sink[] = graph.sinks): CandidateFlow[] {
  const { solver, taint } = graph;
  const found = new Map<string, Found>();
  const effort = { hops: 0 };
  for (const sink of sinks) {
    for (const fact of taint.facts[sink.node] ?? []) {
      if (whyHarmless(solver, taint, sink, fact) !== undefined) continue;
      const bits = fact.bits & sink.hurts;
      const first = { site: sink.site, node: sink.node, chain: sink.through ?? [], fact };
      for (const place of sink.stays === true ? [first] : liftSink(solver, first, bits, sink.kind === "segment")) {
        const key = `${sink.kind}:${place.site.start}:${solver.graph.module(place.site.node).path}:${place.site.end}`;
        const known = found.get(key);
        if (known !== undefined && effort.hops > MOST_EFFORT && rank(sink) <= rank(known.hit.sink)) continue;
        const hit = { sink, place };
        const { certain, guessed } = likelySources(solver.graph, place.fact, bits, effort);
        const isCertain = certain.size > 0;
        if (!isCertain && guessed.size === 0) continue;
        const { sources, guesses, arrivals } = known ?? { sources: new Set<Source>(), guesses: new Set<Source>(), arrivals: [] as Found["arrivals"] };
        for (const source of certain) sources.add(source);
        for (const source of guessed) guesses.add(source);
        if (arrivals.length < MOST_ARRIVALS) arrivals.push({ fact: place.fact, bits });
        const isBetter = known === undefined || (known.isCertain === isCertain ? rank(sink) > rank(known.hit.sink) : isCertain);
        if (isBetter) found.set(key, { hit, bits, sources, guesses, isCertain, arrivals });
      }
    }
  }
  const flows = [...found.values()].flatMap((one) => toFlow(graph, one) ?? []);
  return flows.sort((a, b) => comparePlaces(a.location, b.location) || (a.kind < b.kind ? -1 : 1));
}

function rank(sink: Sink): number {
  return ["low", "medium", "high"].indexOf(sink.confidence);
}

interface Hit {
  readonly sink: Sink;
  readonly place: Place;
}

/** What is found at one place: the first way that counts most, and all sources. */
interface Found {
  readonly hit: Hit;
  readonly bits: Dangers;
  readonly sources: Set<Source>;
  /** Those that are merely guessed: told of behind the others. */
  readonly guesses: Set<Source>;
  /** The hit has sources that are not merely guessed. */
  readonly isCertain: boolean;
  /** The facts that arrive there, each in its context. */
  readonly arrivals: { readonly fact: Fact; readonly bits: Dangers }[];
}

/** As many arrivals are asked for the tools that they come from. */
const MOST_ARRIVALS = 32;

/** The names of a source, or where it is none of several, those of its like among them: the same place under other names. */
function namesLike(from: Source, among: ReadonlySet<Source>): readonly string[] {
  if (among.has(from)) return from.names;
  const like = [...among].find(({ kind, node, path }) => kind === from.kind && node === from.node && path.join("\0") === from.path.join("\0"));
  return like?.names ?? from.names;
}

/** How many inputs there are: what is registered several times under one name is one. */
function distinct(sources: ReadonlySet<Source>): number {
  return new Set([...sources].map(({ kind, names, node, path }) => JSON.stringify(names.length === 0 ? [node, path] : [kind, names, path]))).size;
}

/** Of several sources, those of the handler in which the finding stands, if there are any: its reader has them before his eyes. */
function nearest({ graph }: Solver, sources: ReadonlySet<Source>, { fn }: CallSite): ReadonlySet<Source> | undefined {
  const near = [...sources].filter(({ node }) => graph.owners[node] !== undefined && standsIn(fn, new Set([graph.owners[node]])));
  return near.length === 0 || near.length === sources.size ? undefined : new Set(near);
}

const ENDED = "the read-only transaction around it ends where the text itself says COMMIT";

/** The program puts the input into nothing on its way: it is handed over as it came. */
function isTakenOut(facts: readonly Fact[]): boolean {
  const depths = facts.map(({ path }) => depthOf(path));
  return depths.every((depth, index) => index === 0 || depth <= (depths[index - 1] ?? 0));
}

function depthOf(path: Path | undefined): number {
  return path === undefined ? 0 : 1 + depthOf(path.rest);
}

/** The option of a program that does most harm; without its value where no more than plain characters pass, of which `=` mostly is none. */
function harmOf({ kind, harm }: Sink, { bits }: Fact): string | undefined {
  return kind === "arguments" && (bits & DANGERS.METACHARACTER) === 0 ? harm?.replace(/[= ]?<[^>]*>$/, "") : harm;
}

function toFlow(flowGraph: FlowGraph, { hit: { sink, place }, bits, sources: certain, guesses, arrivals }: Found): CandidateFlow | undefined {
  const { solver, taint, asked } = flowGraph;
  const { fact } = place;
  let sources = offeredOf(flowGraph.offered, new Set([...certain, ...guesses]));
  const likely = certain.size === 0 ? sources : offeredOf(flowGraph.offered, certain);
  const calls = [place.site, ...place.chain];
  const isDispatched = asked !== undefined && [...sources].some(({ node }) => asked.params.has(node));
  const called = isDispatched ? [...new Set(arrivals.flatMap((one) => namesCalled(solver, asked, one.fact, one.bits, calls)))] : [];
  const namesOfWay: NamesOfWay = (from, origins) => (asked?.params.has(from.node) !== true ? namesLike(from, sources) : called.length === 1 ? called : nameOfWay(solver, asked, origins, calls));
  let trace = describeTrace(solver, fact, bits, sink, calls, namesOfWay, nearest(solver, likely, place.site) ?? likely);
  const takers = takersOf(flowGraph.offered, likely, trace);
  if (takers !== likely) {
    trace = describeTrace(solver, fact, bits, sink, calls, namesOfWay, takers);
    sources = takersOf(flowGraph.offered, sources, trace);
  }
  const { source, input, beside, path, steps, facts } = trace;
  const tools = [...new Set([...[...sources].filter((one) => one.kind === "tool").flatMap((one) => one.names), ...called])].sort();
  const beyondTools = [...sources].some(({ kind, names, node }) => kind !== "tool" || (names.length === 0 && asked?.params.has(node) !== true));
  const confidence = source.kind === "export" ? "low" : sink.confidence;
  const { graph } = solver;
  const location = graph.locate(place.site.node);
  const whole = sink.kind === "sql" ? arrivals.every((one) => (one.fact.bits & DANGERS.FRAGMENT) === 0) : sink.kind === "nosql" && isTakenOut(facts);
  const weak = sink.kind === "link" || sink.ended === true ? undefined : weaknessOf({ judge: flowGraph.judge, solver, kind: sink.kind, isTainted: taint.isTainted, whole }, facts, bits, location);
  const weakness = sink.kind === "link" ? lexicalCheck(solver, facts, location) : sink.ended === true ? ENDED : weak?.words;
  if (sink.kind === "link" && weakness === undefined) return undefined;
  return { kind: sink.kind, callee: sink.callee, field: /\.arg\([^)]*\)\.(\w.*)$/.exec(sink.row.path)?.[1]?.replaceAll("[*]", "[]"), location, source, input, tools, beyondTools, steps, dangers: dangerNames(bits), confidence, weakness, harm: harmOf(sink, fact), ...(sink.language === undefined ? {} : { language: sink.language }), whole, remote: sink.remote === true, beside, isGuessed: sink.elsewhere === true || isSetUnderWorkedOutName(solver, facts), cause: causeOf(flowGraph, sink.kind, facts, weak, { key: `${source.node} ${input}`, at: steps[0]?.location ?? location }), alike: [], entry: entryOf(solver, source, path, distinct(sources) - 1), start: startOf(solver, sink, calls, facts) };
}
