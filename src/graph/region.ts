import { NO_EDGE } from "./edges.js";
import type { Graph, Node } from "./graph.js";

/** For every node the nodes that its incoming edges leave, in their order, as chains of entries that are numbered from 1: `heads` has the first entry of a node, `nexts` what follows an entry; 0 ends. */
export interface Predecessors {
  readonly heads: Int32Array;
  readonly nexts: Int32Array;
  /** By entry. */
  readonly nodes: Int32Array;
}

/**
 * The part of the graph that was asked about. Law: it is closed backwards, so that what reaches one of its nodes does so through its nodes
 * alone, and what lies outside need not be looked at.
 */
export interface Region {
  readonly predecessors: Predecessors;
  /** With which widening a node came into the region, the first being 1; 0 for a node outside. */
  readonly since: Int32Array;
  widenings: number;
}

/** The region in which there is nothing yet. Nodes and edges that are made later stay outside of every region. */
export function emptyRegion(predecessors: Predecessors): Region {
  return { predecessors, since: new Int32Array(predecessors.heads.length), widenings: 0 };
}

export function isInside({ since }: Region, node: Node): boolean {
  return (since[node] ?? 0) > 0;
}

/** Reads the graph's edges backwards, as they are now. */
export function readPredecessors(graph: Graph): Predecessors {
  const { edges } = graph;
  const count = graph.defs.length;
  const heads = new Int32Array(count);
  const nexts = new Int32Array(edges.count + 1);
  const nodes = new Int32Array(edges.count + 1);
  let entry = 0;
  // each goes before those that are there
  for (let from = count - 1; from >= 0; from -= 1) {
    for (let edge = edges.first(from); edge !== NO_EDGE; edge = edges.next(edge)) {
      const to = edges.to(edge);
      entry += 1;
      nodes[entry] = from;
      nexts[entry] = heads[to] ?? 0;
      heads[to] = entry;
    }
  }
  return { heads, nexts, nodes };
}

/** Takes nodes into the region, with all that leads to them; gives those that are new to it. */
export function widenRegion(region: Region, wanted: Iterable<Node>): Node[] {
  const { predecessors, since } = region;
  const fresh: Node[] = [];
  const widening = region.widenings + 1;
  const enter = (node: Node): void => {
    if (since[node] !== 0) return;
    since[node] = widening;
    fresh.push(node);
  };
  for (const node of wanted) enter(node);
  for (let at = 0; at < fresh.length; at += 1) forEachPredecessor(predecessors, fresh[at] ?? 0, enter);
  if (fresh.length > 0) region.widenings = widening;
  return fresh;
}

/** Calls `visit` for every node that an edge leads from to this one. */
export function forEachPredecessor({ heads, nexts, nodes }: Predecessors, node: Node, visit: (from: Node) => void): void {
  for (let entry = heads[node] ?? 0; entry !== 0; entry = nexts[entry] ?? 0) visit(nodes[entry] ?? 0);
}

/** The nodes from which edges lead into what the last widening brought in, and which were there before. */
export function borderOf({ predecessors, since, widenings }: Region, fresh: readonly Node[]): Set<Node> {
  const border = new Set<Node>();
  for (const node of fresh) forEachPredecessor(predecessors, node, (from) => (since[from] === widenings ? undefined : border.add(from)));
  return border;
}
