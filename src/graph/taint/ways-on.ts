import { type EdgeId, NO_EDGE, OP } from "../edges.js";
import type { Graph, Node } from "../graph.js";
import { isInside, type Region } from "../region.js";

/** What leaves a node. */
export interface WaysOn {
  /** Edges that stay in the region, when it was widened so often. */
  readonly edges: readonly EdgeId[];
  readonly widenings: number;
  /** Something is returned, wherever that goes. */
  readonly returns: boolean;
}

/** So many edges are looked through for each fact. */
const FEW = 8;

/** What leaves a node that has more edges than can be looked through each time; kept in `ways` until the region is widened. */
export function manyWays(graph: Graph, region: Region, ways: Map<Node, WaysOn>, node: Node): WaysOn | undefined {
  const { edges } = graph;
  let edge = edges.first(node);
  for (let count = 0; count < FEW && edge !== NO_EDGE; count += 1) edge = edges.next(edge);
  if (edge === NO_EDGE) return undefined;
  const known = ways.get(node);
  if (known?.widenings === region.widenings) return known;
  const inside: EdgeId[] = [];
  for (edge = edges.first(node); edge !== NO_EDGE; edge = edges.next(edge)) if (isInside(region, edges.to(edge))) inside.push(edge);
  const made = { edges: inside, widenings: region.widenings, returns: returnsSomething(graph, node) };
  ways.set(node, made);
  return made;
}

export function returnsSomething({ edges }: Graph, node: Node): boolean {
  for (let edge = edges.first(node); edge !== NO_EDGE; edge = edges.next(edge)) if (edges.op(edge) === OP.RETURN) return true;
  return false;
}
