import { NodeLists } from "./chains.js";
import { type EdgeId, NO_EDGE, OP } from "./edges.js";
import type { Graph } from "./graph.js";

/** Where objects go to along the edges of a graph. */
export function flowsOf(graph: Graph): NodeLists {
  const flows = new NodeLists();
  const { edges } = graph;
  for (let node = 0; node < graph.defs.length; node += 1) {
    const from = graph.origin(node);
    for (let edge = edges.first(node); edge !== NO_EDGE; edge = edges.next(edge)) {
      const to = graph.origin(edges.to(edge));
      if (to !== from && carriesObjects(graph, edge)) flows.add(from, to);
    }
  }
  return flows;
}

/** Objects go along where the value stays the same; what becomes an item of a list goes through its field. */
export function carriesObjects({ edges }: Graph, edge: EdgeId): boolean {
  const op = edges.op(edge);
  return op === OP.CALL ? edges.data(edge, op).put === undefined : op === OP.COPY || op === OP.EXCEPT || op >= OP.SIGMA;
}
