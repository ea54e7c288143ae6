import type { Fact } from "../dangers/facts.js";
import type { Graph } from "../graph.js";

const MOST_HOPS = 8;
const MOST_LATER = 6;

/**
 * Whether a value goes on whichever way a test of it comes out, as where a missing extension is written behind it: `p.endsWith(".md") ? p : p + ".md"`. `at` is where the
 * value comes out of the test among the facts of its way.
 */
export function isIdleTest(graph: Graph, facts: readonly Fact[], at: number): boolean {
  const def = graph.defs[facts[at]?.node ?? -1];
  if (def?.kind !== "sigma" || typeof def.truth !== "boolean") return false;
  for (let later = at + 1; later < Math.min(facts.length, at + MOST_LATER); later += 1) {
    for (const { from } of facts[later]?.origins ?? []) {
      if (from !== undefined && from !== facts[later - 1] && comesPast(graph, from, graph.origin(def.test), !def.truth)) return true;
    }
  }
  return false;
}

/** The value was behind the test when it came out like this. */
function comesPast(graph: Graph, fact: Fact, test: number, truth: boolean): boolean {
  for (let one: Fact | undefined = fact, hops = 0; one !== undefined && hops < MOST_HOPS; hops += 1) {
    const def = graph.defs[one.node];
    if (def?.kind === "sigma" && graph.origin(def.test) === test && def.truth === truth) return true;
    one = one.origins[0]?.from;
  }
  return false;
}
