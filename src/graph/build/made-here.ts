import { type Graph, type Node, OP } from "../graph.js";

const MOST_VERSIONS = 64;

/** Whether the versions of an object tell all that happens to it: "loop" where that is known only once the loop is closed that one of them is the head of. */
export function isMadeHere({ defs }: Graph, object: Node): boolean | "loop" {
  for (let node = object, hops = 0; hops < MOST_VERSIONS; hops += 1) {
    const def = defs[node];
    if (def?.kind === "object" || def?.kind === "array") return true;
    if (def?.kind === "update") node = def.base;
    else if (def?.kind === "sigma") node = def.of;
    else return def?.kind === "phi" && "loop";
  }
  return false;
}

/**
 * Whether an object that is written in a loop was made by literals of the same function, and nobody else was given one of its versions: who reads it, reads the
 * version of the loop's head, which knows all turns.
 */
export function isMadeBeforeLoop(graph: Graph, object: Node, isPassed: (node: Node) => boolean): boolean {
  const seen = new Set([object]);
  for (const node of seen) {
    const def = graph.defs[node];
    const before = def?.kind === "phi" ? def.inputs : def?.kind === "update" ? [def.base] : def?.kind === "sigma" ? [def.of] : undefined;
    if ((before === undefined && def?.kind !== "object" && def?.kind !== "array") || seen.size > MOST_VERSIONS) return false;
    if (def?.kind !== "phi" && (isPassed(node) || graph.edgesOf(node).some(({ op }) => op === OP.PUT || op === OP.CAPTURE || op === OP.RESET))) return false;
    for (const one of before ?? []) seen.add(one);
  }
  return true;
}

/** The values that calls are given. */
export function passedNodes({ calls }: Graph): ReadonlySet<Node> {
  return new Set(calls.flatMap(({ args }) => args.map(({ node }) => node)));
}
