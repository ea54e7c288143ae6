import type { ModuleIr } from "../../ir/ir.js";
import { constantsOf } from "../../graph/constants.js";
import type { CandidateFlow, FlowGraph } from "../../graph/flows/flows.js";
import { findOtherFlows } from "../../graph/flows/other-flows.js";
import { type CallSite, type Node, NO_NODE } from "../../graph/graph.js";
import { ANYWHERE, nodesAt, type TaintSource } from "../../graph/offers/registrations.js";
import type { Sink } from "../../graph/sinks/sinks.js";
import type { Solver } from "../../graph/solver.js";
import { RAW_DANGERS, SINK_KINDS, type SinkKind, type SourceKind } from "../../models/kinds.js";
import { effectOnFiles } from "../reach/effects.js";
import { leakSinks, siteAt } from "./leaks.js";

const ARCHIVES = /^(?:adm-zip|yauzl(?:-promise)?|unzipper|node-stream-zip|jszip|tar-stream|fflate|@zip\.js\/zip\.js|unzip-stream|decompress)(?:\/|$)/;
/** Under these fields the libraries keep the name of an entry; most of them mean it only where the object says that it is one. */
const ENTRY_NAMES = new Set(["entryName", "fileName", "filename", "path", "name"]);
const ENTRY = /(?:^|\W)(?:\w*[eE]ntry|header)[?!]?\.\w+$/;

/** Names of an archive's entries into the paths of files that are written. */
export function archiveFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver } = graph;
  const reading = new Set([...solver.program.modules.values()].filter((module) => importsArchives(module)));
  const found = new Set<string>();
  if (reading.size > 0) {
    solver.graph.defs.forEach((def, node) => {
      if (def?.kind !== "get" || !reading.has(solver.graph.module(node))) return;
      const text = solver.graph.text(node);
      if (def.field === "entryName" || (ENTRY_NAMES.has(def.field) && ENTRY.test(text))) found.add(`${solver.graph.origin(def.object)}.${def.field}`);
    });
  }
  // where the entry itself comes from, so that a test of its name counts for what is read behind it
  const sources = [...found].map((key): TaintSource => {
    const [node = "", name = ""] = key.split(".");
    return { ...sourceAt("archive", Number(node), name), path: [name] };
  });
  const sinks = graph.sinks.filter(({ kind, row, callee }) => kind === "path" && row.confidence !== "low" && effectOnFiles(callee.split(".").at(-1) ?? "") === "writes");
  return findOtherFlows(graph, sources, sinks, new Set());
}

function importsArchives({ requests }: ModuleIr): boolean {
  return requests.some(({ source, via }) => via !== "type" && ARCHIVES.test(source));
}

function sourceAt(kind: SourceKind, node: Node, name: string): TaintSource {
  return { source: { kind, names: [name], node, path: [] }, path: [], bits: RAW_DANGERS, dispatch: ANYWHERE };
}

const ESCAPES = /escape|quote|literal|sanitize|safe/i;
/** What a call begins with, where that is a name: no function that is written where it is called. */
const CALLED = /^[\w$.?\s]{1,200}(?=[(<])/;

/** Input into the text of a regular expression, up to what escapes it. */
export function patternFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver } = graph;
  const { defs, calls } = solver.graph;
  const sinks = calls.flatMap((site): Sink[] => {
    const callee = defs[solver.graph.origin(site.callee)];
    const [pattern] = site.args;
    return callee?.kind === "global" && callee.name === "RegExp" && pattern !== undefined ? [sinkAt("pattern", site, pattern.node, "RegExp")] : [];
  });
  if (sinks.length === 0) return [];
  const escaped = new Set(calls.filter((site) => escapesPattern(solver, site)).map(({ node }) => node));
  return findOtherFlows(graph, graph.sources.filter(({ source }) => source.kind !== "credential"), sinks, escaped);
}

/** `text.replace(/[…]/g, "\\$&")`, or a function that is named after escaping. */
function escapesPattern(solver: Solver, site: CallSite): boolean {
  const name = site.method ?? CALLED.exec(solver.graph.text(site.node))?.[0] ?? "";
  if (/^replace(?:All)?$/.test(name)) return site.args[1] !== undefined && [...constantsOf(solver, site.args[1].node).values].some((value) => typeof value === "string" && value.startsWith("\\"));
  return ESCAPES.test(name);
}

function sinkAt(kind: SinkKind, site: CallSite, node: Node, callee: string): Sink {
  return { node, kind, hurts: SINK_KINDS[kind].hurts, site, callee, confidence: "high", row: { path: "arg(0)", kind } };
}

const BODIES = new Set(["json", "text"]);

/** What other servers answer, into texts that describe tools, or into results. */
export function remoteFlows(graph: FlowGraph, to: "description" | "result"): CandidateFlow[] {
  const { solver, registrations } = graph;
  const requests = solver.apiCalls.filter(({ effects, api }) => api.library.name !== "unknown" && effects.sinks.some(({ row }) => row.kind === "url" && row.written !== true));
  const answers = new Set(requests.map(({ site }) => site.node));
  const bodies = bodiesOf(solver, answers);
  const sources = [...new Set([...answers, ...bodies])].map((node) => sourceAt("remote", node, solver.graph.text(node).replace(/\s+/g, " ").slice(0, 40)));
  const shown = registrations.filter(({ row }) => row.what === "tool" || row.what === "server" || row.what === "prompt");
  const sinks = to === "result" ? leakSinks(solver, registrations).filter(({ kind }) => kind === "result")
    : shown.flatMap((one) => nodesAt(solver, one, one.row.description).map((node) => sinkAt("description", siteAt(solver, one.site.fn, one.site.node), node, "the description")));
  return findOtherFlows(graph, sources, sinks, new Set());
}

/** What is read out of answers. */
export function bodiesOf(solver: Solver, answers: ReadonlySet<Node>): Node[] {
  return solver.graph.calls.filter(({ method, receiver, args }) => method !== undefined && BODIES.has(method) && args.length === 0 && comesFrom(solver, receiver, answers)).map(({ node }) => node);
}

/** The value is one of these as it is. */
function comesFrom({ graph }: Solver, node: Node, among: ReadonlySet<Node>): boolean {
  let at = node === NO_NODE ? node : graph.origin(node);
  for (let hops = 0; hops < 8 && at !== NO_NODE; hops += 1) {
    if (among.has(at)) return true;
    at = graph.origin(graph.sourcesOf(at)[0] ?? NO_NODE);
  }
  return false;
}
