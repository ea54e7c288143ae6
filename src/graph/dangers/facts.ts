import { ALL_DANGERS, type Dangers } from "../../models/kinds.js";
import type { Dispatch } from "../solve/dispatch.js";
import { NONE, withOne } from "../chains.js";
import { emptyTable, type FactTable, findFact, insertFact } from "./fact-table.js";
import { type Edge, type EdgeId, type Edges, NO_EDGE } from "../edges.js";
import { ANY_FIELD, type CallSite, type Graph, type Node } from "../graph.js";

/** Field path inside a value, outermost first; interned. */
export interface Path {
  readonly id: number;
  readonly field: string;
  readonly rest: Path | undefined;
  readonly depth: number;
  /** The paths that lead into this one from a field around, by that field. */
  readonly longer: Map<string, Path>;
}

/** "At `path` of the value at `node`, in this call context, attacker-chosen text with these dangers left." */
export interface Fact {
  readonly node: Node;
  /** The parameter fact under which the function runs; undefined when no call order is known. */
  readonly context: Context | undefined;
  readonly path: Path | undefined;
  bits: Dangers;
  /** Its dangers have grown since it was last followed. */
  queued: boolean;
  /** Where the dangers came from, in the order of arrival. */
  origins: readonly Origin[];
}

/** One way in which dangers arrived: along an edge from another fact, or from a source. */
export interface Origin {
  /** Undefined at a source. */
  readonly from: Fact | undefined;
  readonly edge: Edge | undefined;
  readonly bits: Dangers;
  readonly source: Source | undefined;
}

/** Where untrusted input enters. */
export interface Source {
  readonly kind: string;
  /** Names of the tools, resources or prompts; empty when unknown. */
  readonly names: readonly string[];
  readonly node: Node;
  /** Path of the input within the value at the node: `["command"]`. */
  readonly path: readonly string[];
}

/** What a function is analysed for: one of its parameters, tainted like this. */
export interface Context {
  readonly id: number;
  readonly param: Node;
  readonly path: Path | undefined;
  readonly bits: Dangers;
  readonly callers: Map<CallSite, Set<Fact>>;
  readonly returns: Set<Fact>;
  /** Which of several tools it is that was called, where that decides what is called further. */
  readonly dispatch: Dispatch | undefined;
}

const MOST_DEPTH = 3;
const MOST_ORIGINS = 8;
const MOST_FACTS = 250_000;

/** How finely facts are told apart. */
interface Care {
  /** Behind so many paths at one node only their first field is told apart. */
  readonly manyPaths: number;
  /** Behind so many, not even that. */
  readonly mostPaths: number;
  /** Sets of dangers with which one parameter fact is followed separately. */
  readonly contexts: number;
}

const CAREFUL: Care = { manyPaths: 32, mostPaths: 128, contexts: 6 };
/** Once there are more facts than the program's size allows; real servers have less than an eighth of a fact a node, since only what is asked for is worked out. */
const HASTY: Care = { manyPaths: 4, mostPaths: 16, contexts: 1 };
const LEAST_BUDGET = 25_000;
/** The same, a node of the program. */
const BUDGET = 0.25;
/** More than there can be paths. */
const PATH_IDS = 2 ** 22;

/** All facts so far, and those that are yet to be followed. */
export interface Facts {
  readonly edges: Edges;
  readonly byNode: (readonly Fact[] | undefined)[];
  /** The same by node, context and path. */
  readonly table: FactTable;
  readonly pathsAt: (Set<Path | undefined> | undefined)[];
  /** In the order of arrival; what was followed stays in it. */
  readonly queue: Fact[];
  /** By parameter and path. */
  readonly contexts: Map<number, Context[]>;
  /** Paths of one field, by that field. */
  readonly paths: Map<string, Path>;
  pathCount: number;
  count: number;
  contextCount: number;
  readonly budget: number;
  care: Care;
  /** Whether facts remember where their dangers came from. */
  readonly traced: boolean;
}

/** To begin with. */
export function noFacts({ defs, edges }: Graph, traced: boolean): Facts {
  return { edges, byNode: [], table: emptyTable(), pathsAt: [], queue: [], contexts: new Map(), paths: new Map(), pathCount: 0, count: 0, contextCount: 0, budget: Math.max(LEAST_BUDGET, BUDGET * defs.length), care: CAREFUL, traced };
}

/** The bound on facts was met. */
export function isSpent(facts: Facts): boolean {
  return facts.count >= MOST_FACTS;
}

function intern(facts: Facts, field: string, rest: Path | undefined): Path {
  const longer = rest === undefined ? facts.paths : rest.longer;
  let path = longer.get(field);
  if (path === undefined) longer.set(field, (path = { id: (facts.pathCount += 1), field, rest, depth: (rest?.depth ?? 0) + 1, longer: new Map() }));
  return path;
}

function shorten(facts: Facts, path: Path | undefined, depth: number): Path | undefined {
  if (path === undefined || depth === 0) return undefined;
  return path.depth <= depth ? path : intern(facts, path.field, shorten(facts, path.rest, depth - 1));
}

/** The path of what is at `path` in field `field` of a value. */
export function prepend(facts: Facts, field: string, path: Path | undefined): Path {
  return intern(facts, field, shorten(facts, path, MOST_DEPTH - 1));
}

/** The same for fields in fields, outermost first. */
export function prependAll(facts: Facts, fields: readonly string[], path: Path | undefined): Path | undefined {
  return fields.reduceRight<Path | undefined>((rest, field) => prepend(facts, field, rest), path);
}

/** Law: what is said of a value with very many tainted parts is true of more, never of less: of the whole part, then of any part. */
export function shortenAt(facts: Facts, node: Node, path: Path | undefined): Path | undefined {
  const known = facts.pathsAt[node];
  if (path === undefined || known === undefined || known.size < facts.care.manyPaths || known.has(path)) return path;
  const part = shorten(facts, path, 1);
  return known.has(part) || known.size < facts.care.mostPaths || path.field.startsWith("%") ? part : intern(facts, ANY_FIELD, undefined);
}

/** Adds dangers to what is known of a node, in a context: those that came along an edge from a fact, or from a source. */
export function addFact(facts: Facts, node: Node, context: Context | undefined, fullPath: Path | undefined, bits: Dangers, from: Fact | undefined, edge: EdgeId, source?: Source): void {
  if ((bits & ALL_DANGERS) === 0) return;
  const fact = factAt(facts, node, context, shortenAt(facts, node, fullPath));
  if (fact === undefined) return;
  const fresh = (fact.bits | bits) !== fact.bits;
  if (facts.traced && (fresh || ((fact.origins.length < MOST_ORIGINS || source !== undefined) && !cameFrom(fact, from, source)))) fact.origins = withOne(fact.origins, { from, edge: edge === NO_EDGE ? undefined : facts.edges.read(edge), bits, source });
  if (!fresh) return;
  fact.bits |= bits;
  if (fact.queued) return;
  fact.queued = true;
  facts.queue.push(fact);
}

function cameFrom({ origins }: Fact, from: Fact | undefined, source: Source | undefined): boolean {
  for (const one of origins) if (one.from === from && one.source === source) return true;
  return false;
}

/** The fact of this node, context and path, made when it is first asked for; undefined when the bound is met. */
function factAt(facts: Facts, node: Node, context: Context | undefined, path: Path | undefined): Fact | undefined {
  const known = findFact(facts.table, node, context, path);
  if (known !== undefined) return known;
  const before = facts.byNode[node] ?? NONE;
  if (isSpent(facts)) {
    facts.byNode[node] = before;
    return undefined;
  }
  facts.count += 1;
  if (facts.count > facts.budget) facts.care = HASTY;
  const fact: Fact = { node, context, path, bits: 0, queued: false, origins: NONE };
  insertFact(facts.table, fact);
  const list = (facts.byNode[node] = withOne(before, fact));
  if (list.length >= facts.care.manyPaths) (facts.pathsAt[node] ??= new Set(list.map((one) => one.path))).add(path);
  return fact;
}

/** The context in which a function runs whose parameter is tainted like this. Law: with too many to tell apart, the parameter has all dangers. */
export function contextOf(facts: Facts, param: Node, path: Path | undefined, bits: Dangers, dispatch: Dispatch | undefined): Context {
  const place = param * PATH_IDS + (path?.id ?? 0);
  let known = facts.contexts.get(place);
  if (known === undefined) facts.contexts.set(place, (known = []));
  let count = 0;
  let last: Context | undefined;
  for (const one of known) {
    if (one.dispatch !== dispatch) continue;
    if (one.bits === bits) return one;
    count += 1;
    last = one;
  }
  const isLast = count >= facts.care.contexts;
  if (isLast && last?.bits === ALL_DANGERS) return last;
  facts.contextCount += 1;
  const context: Context = { id: facts.contextCount, param, path, bits: isLast ? ALL_DANGERS : bits, callers: new Map(), returns: new Set(), dispatch };
  known.push(context);
  return context;
}
