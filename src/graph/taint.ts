import { ALL_DANGERS, dangers, type Dangers } from "../models/kinds.js";
import { matchesField, WHOLE } from "./fields.js";
import { SEGMENT_DOTDOT } from "./transfers.js";
import type { Dispatch } from "./dispatch.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Edge, type Mapping, type Node, OP, type Passing } from "./graph.js";
import type { Path, Fact, Origin, Context, TaintInput, Taint } from "./facts.js";

const MOST_DEPTH = 3;
const MOST_ORIGINS = 8;
/** So many facts at a node are found by looking at each. */
const FEW = 8;
const MOST_FACTS = 400_000;
/** Behind so many paths at one node only their first field is told apart, and behind the second number not even that. */
interface Care {
  readonly manyPaths: number;
  readonly mostPaths: number;
  /** Sets of dangers with which one parameter fact is followed separately. */
  readonly contexts: number;
}
const CAREFUL: Care = { manyPaths: 32, mostPaths: 128, contexts: 6 };
/** Once there are more facts than the program's size allows; real servers have a third of a fact a node. */
const HASTY: Care = { manyPaths: 4, mostPaths: 16, contexts: 1 };
const LEAST_BUDGET = 100_000;
/** More than there can be paths. */
const PATH_IDS = 2 ** 22;
/** Reads that give no text of the attacker's. */
const COUNTS = new Set(["length", "size", "byteLength"]);

/**
 * Taint by tabulation: every fact holds in the context of the parameter fact that brought it into its function, and leaves a function only
 * to the calls that brought that parameter fact in (Reps, Horwitz, Sagiv 1995).
 */
export function spreadTaint(input: TaintInput): Taint {
  const { graph } = input;
  const facts: (Fact[] | undefined)[] = [];
  const indexes: (Map<number, Fact> | undefined)[] = [];
  const pathsAt: (Set<Path | undefined> | undefined)[] = [];
  const queue: Fact[] = [];
  const queued = new Set<Fact>();
  const contexts = new Map<string, Context>();
  const contextCounts = new Map<string, number>();
  const paths = new Map<string, Path>();
  let count = 0;
  const budget = Math.max(LEAST_BUDGET, graph.defs.length);
  let care = CAREFUL;

  const intern = (field: string, rest: Path | undefined): Path => {
    const key = `${rest?.id ?? 0}\0${field}`;
    let path = paths.get(key);
    if (path === undefined) paths.set(key, (path = { id: paths.size + 1, field, rest, depth: (rest?.depth ?? 0) + 1 }));
    return path;
  };
  const cut = (path: Path | undefined, depth: number): Path | undefined => (path === undefined || depth === 0 ? undefined : path.depth <= depth ? path : intern(path.field, cut(path.rest, depth - 1)));
  const push = (field: string, path: Path | undefined): Path => intern(field, cut(path, MOST_DEPTH - 1));
  const pushAll = (fields: readonly string[], path: Path | undefined): Path | undefined => fields.reduceRight<Path | undefined>((rest, field) => push(field, rest), path);

  /** Law: what is said of a value with very many tainted parts is true of more, never of less: of the whole part, then of any part. */
  const widen = (node: Node, path: Path | undefined): Path | undefined => {
    const known = pathsAt[node];
    if (path === undefined || known === undefined || known.size < care.manyPaths || known.has(path)) return path;
    const part = cut(path, 1);
    return known.has(part) || known.size < care.mostPaths || path.field.startsWith("%") ? part : intern(ANY_FIELD, undefined);
  };

  const add = (node: Node, context: Context | undefined, path: Path | undefined, bits: Dangers, origin: Omit<Origin, "bits">): Fact | undefined => {
    if ((bits & ALL_DANGERS) === 0) return undefined;
    path = widen(node, path);
    let list = facts[node];
    if (list === undefined) facts[node] = list = [];
    let index = indexes[node];
    let fact = index === undefined ? list.find((one) => one.context === context && one.path === path) : index.get(keyOf(context, path));
    if (fact === undefined) {
      if (count >= MOST_FACTS) return undefined;
      count += 1;
      if (count > budget) care = HASTY;
      fact = { node, context, path, bits: 0, origins: [] };
      list.push(fact);
      if (list.length >= care.manyPaths) (pathsAt[node] ??= new Set(list.map((one) => one.path))).add(path);
      if (index !== undefined) index.set(keyOf(context, path), fact);
      else if (list.length > FEW) indexes[node] = index = new Map(list.map((one) => [keyOf(one.context, one.path), one]));
    }
    const fresh = (fact.bits | bits) !== fact.bits;
    if (fresh || fact.origins.length < MOST_ORIGINS) {
      if (fresh || !fact.origins.some((one) => one.from === origin.from && one.source === origin.source)) fact.origins.push({ ...origin, bits });
    }
    if (fresh) {
      fact.bits |= bits;
      if (!queued.has(fact)) {
        queued.add(fact);
        queue.push(fact);
      }
    }
    return fact;
  };

  const enter = (param: Node, path: Path | undefined, bits: Dangers, dispatch: Dispatch | undefined): Context => {
    const place = `${param}:${path?.id ?? 0}${dispatch === undefined ? "" : `:${dispatch.id}`}`;
    let key = `${place}:${bits}`;
    let context = contexts.get(key);
    if (context !== undefined) return context;
    const number = contextCounts.get(place) ?? 0;
    if (number >= care.contexts) {
      key = `${place}:all`;
      context = contexts.get(key);
      if (context !== undefined) return context;
      bits = ALL_DANGERS;
    }
    contextCounts.set(place, number + 1);
    context = { id: contexts.size + 1, param, path, bits, callers: new Map(), returns: new Set(), dispatch };
    contexts.set(key, context);
    return context;
  };

  const leave = (site: CallSite, back: Fact, caller: Context | undefined, edge: Edge): void => void add(site.node, caller, back.path, back.bits, { from: back, edge, source: undefined });

  const call = (fact: Fact, edge: Edge, { site, put }: Passing): void => {
    const dispatch = fact.context?.dispatch;
    const target = dispatch === undefined ? undefined : graph.owners[edge.to];
    if (target !== undefined && dispatch?.excluded.get(site)?.has(target) === true) return;
    const path = widen(edge.to, put === undefined ? fact.path : push(put, fact.path));
    const context = enter(edge.to, path, fact.bits, target !== undefined && dispatch?.within.has(target) === true ? dispatch : undefined);
    const callers = context.callers.get(site);
    const isNew = callers === undefined || !callers.has(fact);
    if (callers === undefined) context.callers.set(site, new Set([fact]));
    else callers.add(fact);
    add(edge.to, context, path, context.bits, { from: fact, edge, source: undefined });
    if (!isNew) return;
    for (const back of context.returns) {
      for (const out of graph.out[back.node] ?? []) if (out.op === OP.RETURN && out.data === site) leave(site, back, fact.context, out);
    }
  };

  const comeBack = (fact: Fact, edge: Edge, site: CallSite): void => {
    const { context } = fact;
    if (context === undefined) return void leave(site, fact, undefined, edge);
    const home = graph.owners[context.param];
    if (home !== graph.owners[fact.node]) {
      // a closure that runs in the context of the function around it
      let fn = site.fn as typeof site.fn | undefined;
      while (fn !== undefined && fn !== home) fn = fn.parent;
      return void leave(site, fact, fn === undefined ? undefined : context, edge);
    }
    for (const caller of context.callers.get(site) ?? []) leave(site, fact, caller.context, edge);
  };

  const get = (fact: Fact, edge: Edge, field: string): void => {
    const { path } = fact;
    if (path === undefined) {
      if (COUNTS.has(field) || (field.startsWith("%") && field !== "%key" && field !== WHOLE)) return;
      const read = input.reads.get(edge.to);
      let bits = read === undefined ? fact.bits : read(fact.bits);
      if (input.clearedAt !== undefined) bits &= ~fieldsClearedBefore(fact.node, field);
      add(edge.to, fact.context, undefined, bits, { from: fact, edge, source: undefined });
    } else if (matchesField(field, path.field)) {
      add(edge.to, fact.context, path.rest, fact.bits, { from: fact, edge, source: undefined });
    }
  };

  /** Tests that the value has passed, on the field that is read; also those that it passed before a closure captured it. */
  const fieldsClearedBefore = (node: Node, field: string): Dangers => {
    let bits = 0;
    for (let hops = 0; hops < 64; hops += 1) {
      const def = graph.defs[node];
      if (def?.kind === "sigma") {
        for (const [name, cleared] of input.clearedAt?.(node).fields ?? []) if (coversField(name, field)) bits |= cleared;
        node = def.of;
      } else {
        const from = def === undefined ? graph.sources[node] : undefined;
        if (from?.length !== 1 || from[0] === undefined) break;
        node = from[0];
      }
    }
    return bits;
  };

  const pass = (fact: Fact, edge: Edge): void => {
    const cleared = input.clearedAt?.(edge.to);
    const { path } = fact;
    if (cleared === undefined) return void add(edge.to, fact.context, path, fact.bits, { from: fact, edge, source: undefined });
    const left = (cleared.self & ALL_DANGERS) === ALL_DANGERS ? 0 : fact.bits & ~segments(cleared.self, fact.bits);
    if (path === undefined) {
      const items = cleared.fields.get(ANY_ITEM);
      if (items === undefined) return void add(edge.to, fact.context, undefined, left, { from: fact, edge, source: undefined });
      // a list whose items were all judged
      return void add(edge.to, fact.context, push(ANY_ITEM, undefined), left & ~items, { from: fact, edge, source: undefined });
    }
    let bits = left;
    for (const [name, mask] of cleared.fields) if (coversField(name, path.field)) bits &= ~mask;
    add(edge.to, fact.context, path, bits, { from: fact, edge, source: undefined });
  };

  const map = (fact: Fact, edge: Edge, mapping: Mapping): void => {
    let { path } = fact;
    if (mapping.leaves !== undefined) return holdAgainst(fact, edge, mapping);
    if (mapping.take !== "same") {
      if (path !== undefined && mapping.take === "text") return;
      if (path !== undefined && mapping.take === "items" && !matchesField(ANY_ITEM, path.field)) return;
      path = undefined;
    }
    add(edge.to, fact.context, pushAll(mapping.put, path), mapping.transfer(fact.bits), { from: fact, edge, source: undefined });
  };

  const holdAgainst = (fact: Fact, edge: Edge, mapping: Mapping): void => {
    for (const leaf of mapping.leaves ?? []) {
      let rest = fact.path;
      let at = 0;
      while (rest !== undefined && at < leaf.path.length && matchesField(leaf.path[at] ?? "", rest.field)) {
        rest = rest.rest;
        at += 1;
      }
      if (rest !== undefined && at < leaf.path.length) continue;
      const path = pushAll([...mapping.put, ...leaf.path], rest);
      add(edge.to, fact.context, path, fact.bits & leaf.bits, { from: fact, edge, source: undefined });
    }
  };

  const follow = (fact: Fact, edge: Edge): void => {
    const go = { from: fact, edge, source: undefined };
    switch (edge.op) {
      case OP.COPY:
      case OP.CAPTURE:
        return void add(edge.to, fact.context, fact.path, fact.bits, go);
      case OP.RESET:
        return void add(edge.to, undefined, fact.path, fact.bits, go);
      case OP.GET:
        return get(fact, edge, String(edge.data));
      case OP.PUT:
        return void add(edge.to, fact.context, push(String(edge.data), fact.path), fact.bits, go);
      case OP.EXCEPT:
        if (fact.path?.field !== edge.data) add(edge.to, fact.context, fact.path, fact.bits, go);
        return;
      case OP.HOLE:
        if (fact.path === undefined || matchesField(ANY_ITEM, fact.path.field)) add(edge.to, fact.context, undefined, input.holeTransfer(edge.to, Number(edge.data), fact.bits), go);
        return;
      case OP.MAP:
        return map(fact, edge, edge.data as Mapping);
      case OP.SIGMA:
        return pass(fact, edge);
      case OP.CALL:
        return call(fact, edge, edge.data as Passing);
      case OP.RETURN:
        return comeBack(fact, edge, edge.data as CallSite);
    }
  };

  for (const { source, path, bits, dispatch } of input.sources) {
    // nobody waits for what comes back: all inputs of a tool share one context
    add(source.node, dispatch === undefined ? undefined : enter(source.node, undefined, ALL_DANGERS, dispatch), pushAll(path, undefined), bits, { from: undefined, edge: undefined, source });
  }
  for (let at = 0; at < queue.length; at += 1) {
    const fact = queue[at];
    if (fact === undefined) break;
    queued.delete(fact);
    const edges = graph.out[fact.node] ?? [];
    if (fact.context !== undefined && edges.some((edge) => edge.op === OP.RETURN)) fact.context.returns.add(fact);
    for (const edge of edges) follow(fact, edge);
  }
  return { facts, spent: count >= MOST_FACTS };
}

function keyOf(context: Context | undefined, path: Path | undefined): number {
  return (context?.id ?? 0) * PATH_IDS + (path?.id ?? 0);
}

/** Whether what is known of field `known` holds for every value that a read of `field` may give. */
function coversField(known: string, field: string): boolean {
  return known === field || (known === ANY_ITEM && (field === ANY_FIELD || /^\d+$/.test(field)));
}

/** A value that is not ".." and has no separators has no dot-dot segment. */
function segments(cleared: Dangers, bits: Dangers): Dangers {
  const separator = dangers("SEPARATOR", "BACKSLASH");
  return (cleared & SEGMENT_DOTDOT) !== 0 && (bits & ~cleared & separator) === 0 ? cleared | dangers("DOTDOT") : cleared;
}
