import type { FunctionIr } from "../../ir/ir.js";
import type { CandidateFlow, FlowGraph } from "../../graph/flows/flows.js";
import type { CallSite, Node } from "../../graph/graph.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { findOtherFlows } from "../../graph/flows/other-flows.js";
import { ANYWHERE, type TaintSource } from "../../graph/offers/registrations.js";
import type { ApiCall, Solver } from "../../graph/solver.js";
import { DANGERS, dangers, RAW_DANGERS } from "../../models/kinds.js";
import { inWords } from "../../text/credential-names.js";
import { comparedIn } from "../offers/compared-names.js";
import { leakSinks } from "./leaks.js";
import { bodiesOf } from "./other-flows.js";

/** What is read whole where a caller chooses it: as long as others like. */
type Sort = "file" | "rows" | "page";
const WORDS: Readonly<Record<Sort, string>> = { file: "the file", rows: "the list of rows", page: "the page" };

const READS = /^(?:readFile|readFileSync|readTextFile|readTextFileSync)$/;
/** Methods of texts and lists that give a part, from one place to another. */
const PARTS = new Set(["slice", "substring", "substr", "splice", "subarray"]);
/** What functions are called that give a part of what they are given; asked only of those whose code is not there. */
const CUTS = /^(?:take|truncate\w*|limit\w*|clip\w*|shorten\w*|paginate\w*|chunk\w*|summari[sz]e\w*|cap[A-Z]\w*)$/i;
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
  const cut = new Set(solver.graph.calls.filter((site) => isCut(solver, site)).map(({ node }) => node));
  const sinks = leakSinks(solver, registrations).filter(({ kind, site }) => kind === "result" && !measures(site.fn));
  // of one read, the first result of a file that it goes into is told: what silences one file says nothing of another
  const told = new Set<string>();
  return findOtherFlows(graph, sources, sinks, cut).filter(({ source, entry, location }) => {
    const key = `${source.node} ${location.file}`;
    return !TELLS.test(inWords(entry.path[0] ?? "")) && !told.has(key) && told.add(key);
  });
}

/** Parts of an answer that only say what came of it, by their names in words. */
const TELLS = /^(?:[a-z]+_)?(?:count|affected|status|id)$|^(?:affected|changed)_rows$|^(?:changes|ok|status_(?:code|text)|headers|duration|command)$|^last_insert_/;

/** What the call gives is a part of what it was given. A function of the program counts by what it does: one that cuts stops the way where it does, and one that measures lets no more pass. */
function isCut(solver: Solver, site: CallSite): boolean {
  const { method, args, targets } = site;
  if (targets.length > 0) return targets.every(({ fn }) => measures(fn));
  if (method !== undefined && PARTS.has(method)) {
    const from = args[0] === undefined ? undefined : solver.graph.defs[solver.graph.origin(args[0].node)];
    // all behind a place is as long as the whole
    return args.length > 1 || (from?.kind === "const" && typeof from.value === "number" && from.value < 0) || (from?.kind === "unary" && from.op === "-");
  }
  // what an import gives has no place of its own: its text is the module's
  return CUTS.test(method ?? /^(?:[\w$]+\.)*([\w$]+)/.exec(site.fn.module.text.slice(site.start, site.start + LONGEST_NAME))?.[1] ?? "");
}

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
