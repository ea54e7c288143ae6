import { ALL_DANGERS, dangers, type Dangers } from "../../models/kinds.js";
import type { Dispatch } from "../solve/dispatch.js";
import { addFact, type Context, contextOf, type Fact, type Facts, isSpent, noFacts, type Path, prepend, prependAll, shortenAt, type Source } from "../dangers/facts.js";
import { matchesField, WHOLE } from "../fields.js";
import type { Mapping, Passing } from "../edge-data.js";
import { type Edge, type EdgeId, NO_EDGE, OP } from "../edges.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Graph, type Node } from "../graph.js";
import { liesAnywhere } from "./kept.js";
import { KEY } from "../names.js";
import { borderOf, emptyRegion, isInside, type Predecessors, type Region, widenRegion } from "../region.js";
import { comparesWithData } from "../../text/query-operators.js";
import { clearedBefore, coversField, fieldsClearedBefore, withSegments } from "./taint-tests.js";
import { byNode, startsOf, takeWaiting, type Waiting } from "./taint-starts.js";
import { manyWays, returnsSomething, type WaysOn } from "./ways-on.js";

/** What the tabulation needs to know besides the graph. */
export interface TaintInput {
  readonly graph: Graph;
  readonly predecessors: Predecessors;
  readonly sources: readonly { source: Source; path: readonly string[]; bits: Dangers; dispatch: () => Dispatch | undefined }[];
  /** Dangers that a test clears; undefined for a run that ignores tests. */
  readonly clearedAt: ((sigma: Node) => { self: Dangers; fields: ReadonlyMap<string, Dangers>; within: ReadonlyMap<Node, Dangers> }) | undefined;
  readonly isKept: (node: Node) => boolean;
  /** What is left of the dangers of part `index` of a concatenation. */
  readonly holeTransfer: (concat: Node, index: number, bits: Dangers) => Dangers;
  /** A read of a member that a library gives a meaning: `url.hostname`. */
  readonly reads: ReadonlyMap<Node, (bits: Dangers) => Dangers>;
  /** Values in which nothing is left of what they were made from: a secret that was masked. */
  readonly masks?: ReadonlySet<Node>;
  /** Nothing clears anything: where values go at all. */
  readonly keeps?: boolean;
}

/** What is untrusted, worked out as far as it was asked for: of each node that was asked about all facts are known, of others none, some or all. */
export interface Taint {
  /** All facts so far, by node. */
  readonly facts: readonly (readonly Fact[] | undefined)[];
  /** Works out the facts of these nodes, and of all that lies on the way to them. */
  readonly demand: (nodes: Iterable<Node>) => void;
  /** Whether a value, or what it has in a field, may be the attacker's at all. */
  readonly isTainted: (node: Node, field?: string) => boolean;
  /** The bound on facts was met. */
  readonly isSpent: () => boolean;
}

const OPERATOR = dangers("OPERATOR");

/** A value under a key of an object. A key that may start with `$` makes the object one of operators; data under a comparing operator is none. */
function underKey(key: string, bits: Dangers): Dangers {
  if (key === KEY) return (bits & dangers("SUBSTITUTION")) === 0 ? bits & ~OPERATOR : bits | OPERATOR;
  return comparesWithData(key) ? bits & ~OPERATOR : bits;
}

/** Reads that give no text of the attacker's. */
const COUNTS = new Set(["length", "size", "byteLength"]);

/**
 * Taint by tabulation: every fact holds in the context of the parameter fact that brought it into its function, and leaves a function only
 * to the calls that brought that parameter fact in (Reps, Horwitz, Sagiv 1995). On demand: nearly all that is tainted goes nowhere.
 */
export function openTaint(input: TaintInput): Taint {
  // what is asked of a run without tests is what can be reached, not how
  const facts = noFacts(input.graph, input.clearedAt !== undefined || input.keeps === true);
  const spread: Spread = { input, facts, region: emptyRegion(input.predecessors), waiting: byNode(input.sources), ways: new Map(), followed: 0 };
  const demand = (nodes: Iterable<Node>): void => widen(spread, nodes);
  const isTainted = (node: Node, field?: string): boolean => {
    if (spread.region.since[node] === 0) demand([node]);
    const known = facts.byNode[node];
    return field === undefined ? known !== undefined : known?.some(({ path }) => path === undefined || matchesField(field, path.field)) === true;
  };
  return { facts: facts.byNode, demand, isTainted, isSpent: () => isSpent(facts) };
}

/** One run. */
interface Spread {
  readonly input: TaintInput;
  readonly facts: Facts;
  /** Where facts are worked out. */
  readonly region: Region;
  /** Sources outside of the region. */
  readonly waiting: Waiting;
  /** What leaves nodes that have many edges. */
  readonly ways: Map<Node, WaysOn>;
  /** So many facts of the queue were followed. */
  followed: number;
}

/** Works out the facts of more nodes. Law: what was known stays as it was, since nothing leads from the new part of the region back into the old. */
function widen(spread: Spread, wanted: Iterable<Node>): void {
  const { input, facts, region } = spread;
  const fresh = widenRegion(region, wanted);
  if (fresh.length === 0) return;
  const { graph } = input;
  for (const node of borderOf(region, fresh)) {
    const crossing = graph.edgesOf(node).filter(({ to }) => region.since[to] === region.widenings);
    for (const fact of facts.byNode[node] ?? []) for (const { id } of crossing) follow(spread, fact, id);
  }
  const inside = takeWaiting(spread.waiting, fresh);
  for (const { source, path, bits, dispatch } of startsOf(inside)) {
    // nobody waits for what comes back: all inputs of a tool share one context
    const context = dispatch === undefined ? undefined : contextOf(facts, source.node, undefined, ALL_DANGERS, dispatch);
    addFact(facts, source.node, context, prependAll(facts, path, undefined), bits, undefined, NO_EDGE, source);
  }
  for (let fact = facts.queue[spread.followed]; fact !== undefined; fact = facts.queue[spread.followed]) {
    spread.followed += 1;
    fact.queued = false;
    goFrom(spread, fact);
  }
}

/** Follows all edges that stay in the region. */
function goFrom(spread: Spread, fact: Fact): void {
  const { input: { graph }, region, ways } = spread;
  const { edges } = graph;
  const { node, context } = fact;
  const many = manyWays(graph, region, ways, node);
  // a call among the edges may come back to this very context
  if (many?.returns ?? returnsSomething(graph, node)) context?.returns.add(fact);
  if (many !== undefined) for (const edge of many.edges) follow(spread, fact, edge);
  else for (let edge = edges.first(node); edge !== NO_EDGE; edge = edges.next(edge)) if (isInside(region, edges.to(edge))) follow(spread, fact, edge);
}

function follow(spread: Spread, fact: Fact, edge: EdgeId): void {
  const { path, bits } = fact;
  const { edges } = spread.input.graph;
  const op = edges.op(edge);
  switch (op) {
    case OP.COPY:
    case OP.CAPTURE:
      return goOn(spread, fact, edge, path, bits);
    case OP.RESET:
      return addFact(spread.facts, edges.to(edge), undefined, path, bits, fact, edge);
    case OP.GET:
      return read(spread, fact, edge, edges.data(edge, op));
    case OP.PUT: {
      const key = edges.data(edge, op);
      return goOn(spread, fact, edge, prepend(spread.facts, key, path), underKey(key, bits));
    }
    case OP.EXCEPT:
      if (path?.field !== edges.data(edge, op)) goOn(spread, fact, edge, path, bits);
      return;
    case OP.HOLE:
      if (path === undefined || matchesField(ANY_ITEM, path.field)) goOn(spread, fact, edge, undefined, spread.input.holeTransfer(edges.to(edge), edges.data(edge, op), bits));
      return;
    case OP.MAP: {
      const mapping = edges.data(edge, op);
      return mapping.leaves === undefined ? change(spread, fact, edge, mapping) : holdAgainst(spread, fact, edge, mapping, mapping.leaves);
    }
    case OP.FIELDS:
      return goOn(spread, fact, edge, path, bits & ~clearedBefore(spread.input, edges.data(edge, op)));
    case OP.SIGMA:
      return pass(spread, fact, edge);
    case OP.CALL:
      return enter(spread, fact, edge, edges.data(edge, op));
    case OP.RETURN:
      return comeBack(spread, fact, edge, edges.data(edge, op));
  }
}

/** The edge's target has these dangers at this path, in the same context. */
function goOn({ input, facts }: Spread, fact: Fact, edge: EdgeId, path: Path | undefined, bits: Dangers): void {
  const to = input.graph.edges.to(edge);
  if (input.masks?.has(to) === true) return;
  addFact(facts, to, fact.context, path, input.keeps === true ? fact.bits : bits, fact, edge);
}

/** Which dangers are left past an edge that leads to no other function, of the value or of the part that `after` is about. */
export function dangersPast(input: TaintInput, fact: Fact, { id, to }: Edge, after: Path | undefined): Dangers {
  const facts = noFacts(input.graph, false);
  follow({ input, facts, region: { predecessors: input.predecessors, since: new Int32Array(0), widenings: 0 }, waiting: new Map(), ways: new Map(), followed: 0 }, fact, id);
  const found = facts.byNode[to] ?? [];
  const same = found.filter(({ path }) => isSamePath(path, after));
  return (same.length > 0 ? same : found).reduce((all, { bits }) => all | bits, 0);
}

function isSamePath(a: Path | undefined, b: Path | undefined): boolean {
  return a?.field === b?.field && (a === undefined || isSamePath(a.rest, b?.rest));
}

function read(spread: Spread, fact: Fact, edge: EdgeId, field: string): void {
  const { input } = spread;
  const { path } = fact;
  if (path === undefined) {
    if (COUNTS.has(field) || (field.startsWith("%") && field !== KEY && field !== WHOLE)) return;
    const meaning = input.reads.get(input.graph.edges.to(edge));
    let bits = meaning === undefined ? fact.bits : meaning(fact.bits);
    if (input.clearedAt !== undefined) bits &= ~fieldsClearedBefore(input, fact.node, field);
    goOn(spread, fact, edge, undefined, bits);
  } else if (matchesField(field, path.field) || (field === WHOLE && path.field === ANY_FIELD)) {
    goOn(spread, fact, edge, path.rest, fact.bits);
  }
}

/** Past a test: without what it clears of the value, or of the part that the fact is about. */
function pass(spread: Spread, fact: Fact, edge: EdgeId): void {
  const cleared = spread.input.clearedAt?.(spread.input.graph.edges.to(edge));
  const { path } = fact;
  if (cleared === undefined) return goOn(spread, fact, edge, path, fact.bits);
  let left = (cleared.self & ALL_DANGERS) === ALL_DANGERS ? 0 : fact.bits & ~withSegments(cleared.self, fact.bits);
  for (const [root, bits] of cleared.within) if (!liesAnywhere(spread.input.isKept, spread.facts.byNode[root], fact)) left &= ~bits;
  if (path === undefined) {
    const items = cleared.fields.get(ANY_ITEM);
    // a list whose items were all judged
    if (items === undefined) goOn(spread, fact, edge, undefined, left);
    else goOn(spread, fact, edge, prepend(spread.facts, ANY_ITEM, undefined), left & ~items);
    return;
  }
  let bits = left;
  for (const [name, mask] of cleared.fields) if (coversField(name, path.field)) bits &= ~mask;
  goOn(spread, fact, edge, path, bits);
}

function change(spread: Spread, fact: Fact, edge: EdgeId, { take, put, transfer }: Mapping): void {
  const { path } = fact;
  if (path !== undefined && (take === "text" || (take === "items" && !matchesField(ANY_ITEM, path.field)))) return;
  goOn(spread, fact, edge, prependAll(spread.facts, put, take === "same" ? path : undefined), transfer(fact.bits));
}

/** Only what the schema admits goes along: each of its leaves takes what the value has there. */
function holdAgainst(spread: Spread, fact: Fact, edge: EdgeId, { put }: Mapping, leaves: NonNullable<Mapping["leaves"]>): void {
  for (const leaf of leaves) {
    let rest = fact.path;
    let at = 0;
    while (rest !== undefined && at < leaf.path.length && matchesField(leaf.path[at] ?? "", rest.field)) {
      rest = rest.rest;
      at += 1;
    }
    if (rest !== undefined && at < leaf.path.length) continue;
    goOn(spread, fact, edge, prependAll(spread.facts, [...put, ...leaf.path], rest), fact.bits & leaf.bits);
  }
}

function enter({ input, facts }: Spread, fact: Fact, edge: EdgeId, { site, put }: Passing): void {
  const { edges, owners } = input.graph;
  const to = edges.to(edge);
  const dispatch = fact.context?.dispatch;
  const target = dispatch === undefined ? undefined : owners[to];
  if (target !== undefined && dispatch?.excluded.get(site)?.has(target) === true) return;
  const path = shortenAt(facts, to, put === undefined ? fact.path : prepend(facts, put, fact.path));
  const context = contextOf(facts, to, path, fact.bits, target !== undefined && dispatch?.within.has(target) === true ? dispatch : undefined);
  const callers = context.callers.get(site);
  const isNew = callers === undefined || !callers.has(fact);
  if (callers === undefined) context.callers.set(site, new Set([fact]));
  else callers.add(fact);
  addFact(facts, to, context, path, context.bits, fact, edge);
  if (!isNew) return;
  for (const back of context.returns) {
    for (let out = edges.first(back.node); out !== NO_EDGE; out = edges.next(out)) if (edges.op(out) === OP.RETURN && edges.data(out, OP.RETURN) === site) leave(facts, site, back, fact.context, out);
  }
}

function comeBack({ input, facts }: Spread, fact: Fact, edge: EdgeId, site: CallSite): void {
  const { graph } = input;
  const { context } = fact;
  if (input.masks?.has(site.node) === true) return;
  if (context === undefined) return leave(facts, site, fact, undefined, edge);
  const home = graph.owners[context.param];
  if (home !== graph.owners[fact.node]) {
    // a closure that runs in the context of the function around it
    let fn = site.fn as typeof site.fn | undefined; // the walk up ends behind the module's own function
    while (fn !== undefined && fn !== home) fn = fn.parent;
    return leave(facts, site, fact, fn === undefined ? undefined : context, edge);
  }
  for (const caller of context.callers.get(site) ?? []) leave(facts, site, fact, caller.context, edge);
}

function leave(facts: Facts, site: CallSite, back: Fact, caller: Context | undefined, edge: EdgeId): void {
  addFact(facts, site.node, caller, back.path, back.bits, back, edge);
}
