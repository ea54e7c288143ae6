import { NONE } from "./chains.js";
import { derive, isMap, ENTRY, store } from "./fields.js";
import type { Mapping } from "./edge-data.js";
import { ANY_FIELD, ANY_ITEM, type Argument, type CallSite, type Node, NO_NODE, OP } from "./graph.js";
import { solveCall } from "./solve/invoke.js";
import { KEY } from "./names.js";
import { addToken, connect, objectToken, type Solver, watch } from "./solver.js";

/**
 * What the language's own methods do with objects and callbacks. They are told by name; an object of the program that has a method of that name
 * is left out (see own-methods.ts). Taint of texts through them is in links.ts; here go objects, and calls of callbacks.
 */
export type Meaning = (call: Call) => void;

export interface Call {
  readonly solver: Solver;
  readonly site: CallSite;
  readonly receiver: Node;
  readonly args: readonly Argument[];
}

export function arg(call: Call, index: number): Node {
  return call.args[index]?.node ?? NO_NODE;
}

/** Calls `callback` with these values; its result is the node that comes back. */
export function callBack(call: Call, callback: Node, args: readonly Node[]): Node {
  return callWith(call, callback, args.map((one) => ({ node: one, spread: false })), NO_NODE, false);
}

/** Calls `callback` with these arguments on this receiver, or constructs it. */
export function callWith(call: Call, callback: Node, args: readonly Argument[], receiver: Node, isNew: boolean): Node {
  const { solver, site } = call;
  if (callback === NO_NODE) return NO_NODE;
  const { graph } = solver;
  const node = graph.add(site.fn, site);
  const made: CallSite = {
    id: graph.calls.length, node, fn: site.fn, callee: callback, receiver, method: undefined, args, isNew,
    start: site.start, end: site.end, tag: undefined, catcher: site.catcher, trail: site.trail, awaited: false, targets: NONE,
  };
  graph.calls.push(made);
  graph.defs[node] = { kind: "call", site: made };
  solveCall(solver, made);
  return node;
}

export function items(call: Call, list: Node = call.receiver): Node {
  return derive(call.solver, list, ANY_ITEM);
}

/** The call gives a new list or object. */
export function makeList(call: Call): void {
  addToken(call.solver, call.site.node, objectToken(call.solver, call.site.node));
}

export function put(call: Call, field: string, value: Node): void {
  if (value === NO_NODE) return;
  const { solver, site } = call;
  solver.graph.edge(value, site.node, OP.PUT, field);
  store(solver, site.node, field, value, false);
}

export function give(call: Call, value: Node): void {
  if (value !== NO_NODE) connect(call.solver, value, call.site.node, OP.COPY);
}

/** The result is a text that holds the text at `value`. */
export function giveText(call: Call, value: Node, transfer: Mapping["transfer"] = (bits) => bits): void {
  if (value !== NO_NODE) call.solver.graph.edge(value, call.site.node, OP.MAP, { take: "text", transfer, put: [], leaves: undefined });
}

/** Any value, for a callback's parameter that nothing is known of. */
export function nothing(call: Call): Node {
  return call.solver.graph.add(call.site.fn, { start: call.site.start, end: call.site.start });
}

export function storeItems(call: Call, values: readonly Argument[], field = ANY_ITEM): void {
  for (const value of values) {
    const from = value.spread ? items(call, value.node) : value.node;
    const { graph } = call.solver;
    // a version of a local list carries the taint, see mutate in expressions.ts; everybody else sees it through the heap
    store(call.solver, call.receiver, field, from, !isVersioned(graph.defs[call.receiver]?.kind));
  }
}

export function isVersioned(kind: string | undefined): boolean {
  return kind === "array" || kind === "update" || kind === "object";
}

/** The field that a key of a Map names: its constant, or any. */
export function mapKey(call: Call, node: Node): string {
  const def = call.solver.graph.defs[node];
  return def?.kind === "const" && typeof def.value === "string" ? def.value : ANY_FIELD;
}

export function entriesOf(call: Call, object: Node): void {
  if (object === NO_NODE) return;
  makeList(call);
  put(call, ANY_ITEM, makePair(call, keyOf(call, object), derive(call.solver, object, ANY_FIELD)));
}

/** Any key of an object. */
export function keyOf({ solver, site }: Call, object: Node): Node {
  const key = solver.graph.add(site.fn, site, { kind: "get", object, field: KEY, key: NO_NODE });
  solver.graph.edge(object, key, OP.GET, KEY);
  return key;
}

/** A pair of a Map. */
export function makePair(call: Call, key: Node, value: Node): Node {
  const { solver, site } = call;
  const pair = solver.graph.add(site.fn, site);
  addToken(solver, pair, objectToken(solver, pair));
  for (const [field, node] of [["0", key], ["1", value]] as const) {
    if (node === NO_NODE) continue;
    solver.graph.edge(node, pair, OP.PUT, field);
    store(solver, pair, field, node, false);
  }
  return pair;
}

/** The values of the receiver if it is a Map: what `forEach` hands to its callback, besides the items of lists. */
export function eachOf(call: Call): Node {
  const { solver } = call;
  const node = nothing(call);
  connect(solver, items(call), node, OP.COPY);
  watch(solver, call.receiver, (token) => {
    if (isMap(solver, token)) connect(solver, derive(solver, derive(solver, call.receiver, ENTRY), "1"), node, OP.COPY);
  });
  return node;
}
