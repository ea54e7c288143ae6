import type { FunctionIr } from "../../ir/ir.js";
import { type Binding, bound, functionsOf, heldAt, isWithin } from "./binding.js";
import { byEnclosing } from "../enclosing.js";
import { type CallSite, type FunctionNodes, type Graph, type Node, NO_NODE } from "../graph.js";
import { type Solver, tokensAt } from "../solver.js";

/** What an input that arrives under one binding does not reach. */
export interface Dispatch {
  readonly id: number;
  /** Functions that calls would run under other bindings alone. */
  readonly excluded: ReadonlyMap<CallSite, ReadonlySet<FunctionIr>>;
  /** Functions that are entered under the same binding: what they call is told apart there as well. */
  readonly within: ReadonlySet<FunctionIr>;
}

/** How deep a handler hands its tool on to functions that call it. */
const DEEPEST = 3;
const MOST_CALLS = 120;

/** The calls that a function makes, with those of the functions written in it. */
export function callsIn({ graph, callsWithin }: Solver, fn: FunctionIr): readonly CallSite[] {
  if (callsWithin.size === 0) {
    for (const [outer, sites] of byEnclosing(graph.calls.filter(({ targets }) => targets.length > 0), (site) => site.fn)) callsWithin.set(outer, sites);
  }
  return callsWithin.get(fn) ?? [];
}

/** By graph, the calls by the functions that they stand in. Law: calls are only ever added, so as many of them are the same ones. */
const standing = new WeakMap<Graph, { readonly count: number; readonly calls: ReadonlyMap<FunctionIr, readonly CallSite[]> }>();

/** The calls that stand in a function, without those in the functions written in it. */
export function callsAt(graph: Graph, fn: FunctionIr): readonly CallSite[] {
  let known = standing.get(graph);
  if (known?.count !== graph.calls.length) {
    const calls = new Map<FunctionIr, CallSite[]>();
    for (const site of graph.calls) {
      const list = calls.get(site.fn);
      if (list === undefined) calls.set(site.fn, [site]);
      else list.push(site);
    }
    standing.set(graph, (known = { count: graph.calls.length, calls }));
  }
  return known.calls.get(fn) ?? [];
}

/** Functions with all that they come to by calls, those of functions written in them too. */
export function calledFrom(solver: Solver, functions: readonly FunctionIr[]): ReadonlySet<FunctionIr> {
  const called = new Set(functions);
  // a Set's iteration takes in what is added on the way
  for (const fn of called) {
    for (const site of callsIn(solver, fn)) {
      called.add(site.fn);
      for (const target of site.targets) called.add(target.fn);
    }
  }
  return called;
}

/** How far calls are followed, and how many functions they may come to. */
export interface Reach {
  readonly depth: number;
  readonly most: number;
}

/** A function with what it comes to by calls that `follows` takes, level by level. */
export function reachedWithin(solver: Solver, start: FunctionIr, { depth, most }: Reach, follows: (site: CallSite, target: FunctionIr) => boolean = () => true): Set<FunctionIr> {
  const reached = new Set([start]);
  let level = [start];
  for (let hops = 0; hops < depth && level.length > 0; hops += 1) {
    const next: FunctionIr[] = [];
    for (const fn of level) {
      for (const site of callsIn(solver, fn)) {
        for (const { fn: target } of site.targets) {
          if (reached.has(target) || reached.size >= most || !follows(site, target)) continue;
          reached.add(target);
          next.push(target);
        }
      }
    }
    level = next;
  }
  return reached;
}

/** Functions with all that come to them by calls, those that callers are written in too. */
export function leadingTo({ graph }: Solver, functions: Iterable<FunctionIr>): Set<FunctionIr> {
  const leading = new Set(functions);
  // a Set's iteration takes in what is added on the way
  for (const fn of leading) {
    for (const site of graph.functions.get(fn)?.callers ?? []) {
      for (let at: FunctionIr | undefined = site.fn; at !== undefined && at.kind !== "module"; at = at.parent) leading.add(at);
    }
  }
  return leading;
}

/** What each binding tells of handlers: taint and tools ask for the same. */
const exclusions = new WeakMap<Binding, Map<FunctionNodes, Omit<Dispatch, "id"> | undefined>>();

/** Which functions a handler cannot reach under a binding; undefined when the binding tells nothing. */
export function exclusionOf(binding: Binding, handler: FunctionNodes): Omit<Dispatch, "id"> | undefined {
  let known = exclusions.get(binding);
  if (known === undefined) exclusions.set(binding, (known = new Map()));
  if (known.has(handler)) return known.get(handler);
  const excluded = new Map<CallSite, ReadonlySet<FunctionIr>>();
  const within = new Set<FunctionIr>();
  const found = exclude(binding, handler.fn, excluded, within, DEEPEST, { left: MOST_CALLS }) ? { excluded, within } : undefined;
  known.set(handler, found);
  return found;
}

/** The same with a number. Law: equal ones are one, out of `known`. */
function dispatchOf(binding: Binding, handler: FunctionNodes, known: Map<string, Dispatch>): Dispatch | undefined {
  const exclusion = exclusionOf(binding, handler);
  if (exclusion === undefined) return undefined;
  const { excluded, within } = exclusion;
  const { functions } = binding.solver.graph;
  const numbers = (fns: Iterable<FunctionIr>): string => [...fns].map((fn) => functions.get(fn)?.index ?? -1).sort((a, b) => a - b).join();
  const key = [handler.index, numbers(within), ...[...excluded].map(([site, fns]) => `${site.id}:${numbers(fns)}`).sort()].join(" ");
  let dispatch = known.get(key);
  if (dispatch === undefined) known.set(key, (dispatch = { id: known.size + 1, excluded, within }));
  return dispatch;
}

/** That, worked out when it is first asked for: most inputs go nowhere that matters. */
export function laterDispatchOf(binding: Binding, handler: FunctionNodes, known: Map<string, Dispatch>): () => Dispatch | undefined {
  let found: { readonly dispatch: Dispatch | undefined } | undefined;
  return () => (found ??= { dispatch: dispatchOf(binding, handler, known) }).dispatch;
}

function exclude(binding: Binding, fn: FunctionIr, excluded: Map<CallSite, ReadonlySet<FunctionIr>>, within: Set<FunctionIr>, depth: number, budget: { left: number }): boolean {
  let found = false;
  // what is handed on is read without entering further calls
  const near = bound(binding, { depth: 0 });
  for (const site of callsIn(binding.solver, fn)) {
    if ((budget.left -= 1) < 0) return found;
    const others = othersAt(binding, site);
    if (others.size > 0) {
      excluded.set(site, others);
      found = true;
    }
    if (depth === 0) continue;
    for (const target of new Set(site.targets)) {
      if (others.has(target.fn) || isWithin(fn, target.fn) || within.has(target.fn) || binding.sites.has(target.fn) || !(isClosure(target.fn) || isNarrowed(near, site))) continue;
      const inner = bound(binding, { site: [target.fn, site] });
      if (!exclude(inner, target.fn, excluded, within, depth - 1, budget)) continue;
      within.add(target.fn);
      found = true;
    }
  }
  return found;
}

/** Functions that the callee holds, but not under the binding. */
function othersAt(binding: Binding, site: CallSite): Set<FunctionIr> {
  const all = functionsOf(tokensAt(binding.solver, site.callee));
  if (all.size < 2) return new Set();
  const here = functionsOf(heldAt(binding, site.callee).tokens);
  return new Set(here.size === 0 ? [] : [...all].filter((one) => !here.has(one)).map((one) => one.fn));
}

/** It reads variables of a function around it, where the binding may say more. */
function isClosure({ kind, parent }: FunctionIr): boolean {
  return (kind === "arrow" || kind === "function") && parent !== undefined && parent.kind !== "module";
}

/** Something that the call is given, or the function that it runs, is known better under the binding. */
function isNarrowed(binding: Binding, { callee, receiver, args }: CallSite): boolean {
  return isNarrowedAt(binding, callee) || isNarrowedAt(binding, receiver) || args.some(({ node }) => isNarrowedAt(binding, node));
}

function isNarrowedAt(binding: Binding, node: Node): boolean {
  const held = node === NO_NODE ? [] : tokensAt(binding.solver, node);
  let choices = 0;
  for (const { kind } of held) if (kind === "object" || kind === "instance" || kind === "function") choices += 1;
  return choices > 1 && heldAt(binding, node).tokens.size < held.length;
}
