import { type Edge, type Graph, type Node, OP } from "./graph.js";
import { isInside, type Region } from "./region.js";

/** What leaves a node. */
export interface WaysOn {
  /** Edges that stay in the region, when it was widened so often. */
  readonly edges: readonly Edge[];
  readonly widenings: number;
  /** Something is returned, wherever that goes. */
  readonly returns: boolean;
}

/** So many edges are looked through for each fact. */
const FEW = 8;

/** What leaves a node that has more edges than can be looked through each time; kept in `ways` until the region is widened. */
export function manyWays(graph: Graph, region: Region, ways: Map<Node, WaysOn>, node: Node): WaysOn | undefined {
  if (graph.edgeAt(node, FEW) === undefined) return undefined;
  const known = ways.get(node);
  if (known?.widenings === region.widenings) return known;
  const made = { edges: graph.edgesOf(node).filter(({ to }) => isInside(region, to)), widenings: region.widenings, returns: returnsSomething(graph, node) };
  ways.set(node, made);
  return made;
}

export function returnsSomething(graph: Graph, node: Node): boolean {
  for (let at = 0, edge = graph.edgeAt(node, 0); edge !== undefined; edge = graph.edgeAt(node, (at += 1))) if (edge.op === OP.RETURN) return true;
  return false;
}
