import { type CallSite, type Graph, type Node, OP } from "../graph.js";
import type { Solver } from "../solver.js";

const ASKS_SORT = new Set(["isFile", "isDirectory", "isSymbolicLink", "isFIFO", "isSocket", "isBlockDevice", "isCharacterDevice"]);
const MOST_NODES = 100;

const handedOver = new WeakMap<Graph, ReadonlySet<Node>>();

/** All that stands as an argument of some call. */
function argumentsOf(graph: Graph): ReadonlySet<Node> {
  let nodes = handedOver.get(graph);
  if (nodes === undefined) handedOver.set(graph, (nodes = new Set(graph.calls.flatMap(({ args }) => args.map(({ node }) => node)))));
  return nodes;
}

/** Whether what a call tells of a file is only asked what sort of file it is, and nothing else of it leaves the test. */
export function isAskedForSort({ graph }: Solver, site: CallSite): boolean {
  const given = argumentsOf(graph);
  const seen = new Set<Node>();
  const work = [site.node];
  let asked = false;
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (seen.size > MOST_NODES || given.has(at)) return false;
    for (const { to, op, data } of graph.edgesOf(at)) {
      const made = graph.defs[to];
      if (op === OP.GET && typeof data === "string" && ASKS_SORT.has(data)) asked = true;
      else if (op === OP.COPY || op === OP.SIGMA || op === OP.RESET || op === OP.CAPTURE) work.push(to);
      else if (!(made?.kind === "call" && made.site.method !== undefined && ASKS_SORT.has(made.site.method))) return false;
    }
  }
  return asked;
}
