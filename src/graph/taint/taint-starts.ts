import type { Dispatch } from "../solve/dispatch.js";
import type { Node } from "../graph.js";
import type { TaintInput } from "./taint.js";

/** Sources that were not asked for yet, by their nodes, with their places in the whole list. */
export type Waiting = Map<Node, { readonly one: TaintInput["sources"][number]; readonly order: number }[]>;

/** All sources, in their order. */
export function byNode(sources: TaintInput["sources"]): Waiting {
  const nodes: Waiting = new Map();
  sources.forEach((one, order) => {
    const known = nodes.get(one.source.node);
    if (known === undefined) nodes.set(one.source.node, [{ one, order }]);
    else known.push({ one, order });
  });
  return nodes;
}

/** Takes out those that start at one of these nodes, in the order of the whole list. */
export function takeWaiting(waiting: Waiting, nodes: readonly Node[]): TaintInput["sources"] {
  if (waiting.size === 0) return [];
  const taken: { readonly one: TaintInput["sources"][number]; readonly order: number }[] = [];
  for (const node of nodes) {
    const found = waiting.get(node);
    if (found === undefined) continue;
    taken.push(...found);
    waiting.delete(node);
  }
  return taken.sort((a, b) => a.order - b.order).map(({ one }) => one);
}

/** A source, with the cases that lead to it. */
export interface Start extends Omit<TaintInput["sources"][number], "dispatch"> {
  readonly dispatch: Dispatch | undefined;
}

/** Stands in no name. */
const SEPARATOR = "\u0000";

/** Cases of one registration that nothing tells apart give the same sources: each once. */
export function startsOf(sources: TaintInput["sources"]): Start[] {
  const seen = new Set<string>();
  return sources.map((one): Start => ({ ...one, dispatch: one.dispatch() })).filter(({ source, path, bits, dispatch }) => {
    const key = [source.kind, source.node, bits, dispatch?.id ?? 0, source.names.join(SEPARATOR), source.path.join(SEPARATOR), path.join(SEPARATOR)].join(SEPARATOR + SEPARATOR);
    return !seen.has(key) && seen.add(key);
  });
}
