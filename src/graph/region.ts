import type { Graph, Node } from "./graph.js";

/** For every node the nodes that its incoming edges leave, all in one list: those of node `n` stand from `firsts[n]` up to `firsts[n + 1]`. */
export interface Predecessors {
  readonly firsts: Int32Array;
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
  return { predecessors, since: new Int32Array(predecessors.firsts.length - 1), widenings: 0 };
}

export function isInside({ since }: Region, node: Node): boolean {
  return (since[node] ?? 0) > 0;
}

/** Reads the graph's edges backwards, as they are now. */
export function readPredecessors(graph: Graph): Predecessors {
  const count = graph.defs.length;
  const firsts = new Int32Array(count + 1);
  for (let from = 0; from < count; from += 1) {
    for (let at = 0, edge = graph.edgeAt(from, 0); edge !== undefined; edge = graph.edgeAt(from, (at += 1))) firsts[edge.to + 1] = (firsts[edge.to + 1] ?? 0) + 1;
  }
  for (let node = 0; node < count; node += 1) firsts[node + 1] = (firsts[node + 1] ?? 0) + (firsts[node] ?? 0);
  const nodes = new Int32Array(firsts[count] ?? 0);
  const next = firsts.slice();
  for (let from = 0; from < count; from += 1) {
    for (let at = 0, edge = graph.edgeAt(from, 0); edge !== undefined; edge = graph.edgeAt(from, (at += 1))) {
      const place = next[edge.to] ?? 0;
      nodes[place] = from;
      next[edge.to] = place + 1;
    }
  }
  return { firsts, nodes };
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
export function forEachPredecessor({ firsts, nodes }: Predecessors, node: Node, visit: (from: Node) => void): void {
  for (let at = firsts[node] ?? 0, end = firsts[node + 1] ?? 0; at < end; at += 1) visit(nodes[at] ?? 0);
}

/** The nodes from which edges lead into what the last widening brought in, and which were there before. */
export function borderOf({ predecessors, since, widenings }: Region, fresh: readonly Node[]): Set<Node> {
  const border = new Set<Node>();
  for (const node of fresh) forEachPredecessor(predecessors, node, (from) => (since[from] === widenings ? undefined : border.add(from)));
  return border;
}
