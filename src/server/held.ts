import type { Node } from "../graph/graph.js";
import type { Taint } from "../graph/taint.js";

/** Which of some nodes hold a text that came from somewhere: itself, not an object that has it in a field. */
export type HeldAt = (nodes: readonly Node[]) => ReadonlySet<Node>;

/** Asks a taint, which is worked out for all nodes at once: asked one by one, the graph is walked each time. */
export function heldBy(taint: Taint | undefined): HeldAt {
  return (nodes) => {
    if (taint === undefined || nodes.length === 0) return new Set();
    taint.demand(nodes);
    return new Set(nodes.filter((node) => taint.facts[node]?.some(({ path }) => path === undefined) === true));
  };
}
