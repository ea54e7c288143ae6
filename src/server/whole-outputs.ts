import type { FunctionIr } from "../ir/ir.js";
import type { CandidateFlow, FlowGraph } from "../graph/flows.js";
import type { CallSite, Node } from "../graph/graph.js";
import { placeNodes } from "../graph/invoke.js";
import { findOtherFlows } from "../graph/other-flows.js";
import { ANYWHERE, type TaintSource } from "../graph/registrations.js";
import type { ApiCall, Solver } from "../graph/solver.js";
import { DANGERS, dangers, RAW_DANGERS } from "../models/kinds.js";
import { comparedIn } from "./compared-names.js";
import { leakSinks } from "./leaks.js";
import { bodiesOf } from "./other-flows.js";

/** What is read whole where a caller chooses it: as long as others like. */
type Sort = "file" | "rows" | "page";
const WORDS: Readonly<Record<Sort, string>> = { file: "the file", rows: "the list of rows", page: "the page" };

const READS = /^(?:readFile|readFileSync|readTextFile|readTextFileSync)$/;
/** Calls that give a part of what they are given, by name. */
const CUTS = /^(?:slice|substring|substr|splice|subarray|take|truncate\w*|limit\w*|clip\w*|shorten\w*|paginate\w*|chunk\w*|summari[sz]e\w*|stringify\w*Limit\w*|cap[A-Z]\w*)$/i;
/** What tells how much there is. */
const MEASURES = ["length", "size", "byteLength", "rowCount"] as const;

/** Whole files, rows and pages of a caller's choice that go into results, up to what cuts them down. */
export function wholeOutputFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver, registrations } = graph;
  const chosen = solver.apiCalls.flatMap((call) => sortOf(graph, call));
  if (chosen.length === 0) return [];
  graph.taint.demand(chosen.flatMap(({ nodes }) => nodes));
  const read = chosen.filter(({ nodes, bits, without, call }) => !measures(call.site.fn) && nodes.some((node) => graph.taint.facts[node]?.some((fact) => fact.path === undefined && (fact.bits & bits) !== 0 && (fact.bits & without) === 0)));
  const sources = read.flatMap(({ sort, call }) => (sort === "page"
    ? [...bodiesOf(solver, new Set([call.site.node])).map((node) => sourceOf(solver, sort, node, call)), { ...sourceOf(solver, sort, call.site.node, call), path: ["data"] }]
    : [sourceOf(solver, sort, call.site.node, call)]));
  // what an import gives has no place of its own: its text is the module's
  const nameOf = ({ fn, start }: CallSite): string => /^(?:[\w$]+\.)*([\w$]+)/.exec(fn.module.text.slice(start, start + LONGEST_NAME))?.[1] ?? "";
  const cut = new Set(solver.graph.calls.filter((site) => CUTS.test(site.method ?? nameOf(site))).map(({ node }) => node));
  const sinks = leakSinks(solver, registrations).filter(({ kind, site }) => kind === "result" && !measures(site.fn));
  // of one read, the first result that it goes into is told
  const told = new Set<Node>();
  return findOtherFlows(graph, sources, sinks, cut).filter(({ source, entry }) => !TELLS.test(entry.path[0] ?? "") && !told.has(source.node) && told.add(source.node));
}

/** Parts of an answer that only say what came of it. */
const TELLS = /affected|count|changes|insert|status|^ok$|headers|duration|command/i;

const LONGEST_NAME = 100;

/** What a call reads, the places that choose it, and the dangers by which they do. */
function sortOf({ solver }: FlowGraph, call: ApiCall): { sort: Sort; nodes: Node[]; bits: number; without: number; call: ApiCall }[] {
  const { api, args, site, effects } = call;
  if (api.library.name === "unknown") return [];
  const name = api.name.split(".").at(-1) ?? "";
  const found: { sort: Sort; nodes: Node[]; bits: number; without: number; call: ApiCall }[] = [];
  for (const { row, place } of effects.sinks) {
    const nodes = (): Node[] => placeNodes(solver, site, args, place);
    if (row.kind === "path" && READS.test(name)) found.push({ sort: "file", nodes: nodes(), bits: RAW_DANGERS | dangers("OUTSIDE", "SIBLING"), without: 0, call });
    // a statement of the caller's own
    else if (row.kind === "sql" && row.written !== true) found.push({ sort: "rows", nodes: nodes(), bits: DANGERS.SQL, without: DANGERS.FRAGMENT, call });
    else if (row.kind === "url" && row.written !== true && !/\.(?:baseURL|prefixUrl)$/.test(row.path)) found.push({ sort: "page", nodes: nodes(), bits: dangers("ADDRESS", "NAME"), without: 0, call });
  }
  return found;
}

function sourceOf({ graph }: Solver, sort: Sort, node: Node, { api }: ApiCall): TaintSource {
  return { source: { kind: "whole", names: [`${WORDS[sort]} that ${api.name.replace(/^globals\./, "")} gives`], node: graph.origin(node), path: [] }, path: [], bits: RAW_DANGERS, dispatch: ANYWHERE };
}

function measures(fn: FunctionIr): boolean {
  const names = comparedIn(fn);
  return MEASURES.some((name) => names.has(name));
}
