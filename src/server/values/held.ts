import type { Node } from "../../graph/graph.js";
import { openTaint, type Taint, type TaintInput } from "../../graph/taint/taint.js";
import { RAW_DANGERS } from "../../models/kinds.js";

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

/** Follows values to wherever they go, whatever is done to them on the way. */
export function followFrom(spreading: TaintInput, nodes: Iterable<Node>): Taint {
  const sources = [...nodes].map((node) => ({ source: { kind: "grant", names: [], node, path: [] }, path: [], bits: RAW_DANGERS, dispatch: () => undefined }));
  return openTaint({ ...spreading, sources, clearedAt: undefined, keeps: true });
}
