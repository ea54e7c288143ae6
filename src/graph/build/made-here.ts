import type { Variable } from "../../ir/ir.js";
import { type Graph, type Node, OP } from "../graph.js";

/** The variable that a literal was first given to; "several" where another one holds it or a version of it too, and does not see later versions. */
export type Names = Map<Node, Variable | "several">;

/** Notes that a variable is given a value, which may be a version of a literal. */
export function noteName({ defs }: Graph, names: Names, variable: Variable, value: Node): void {
  const seen = new Set([value]);
  for (const node of seen) {
    const def = defs[node];
    if (def?.kind === "object" || def?.kind === "array") {
      const known = names.get(node);
      names.set(node, known === undefined || known === variable ? variable : "several");
    }
    for (const one of seen.size > MOST_VERSIONS ? [] : versionsBehind(def)) seen.add(one);
  }
}

function versionsBehind(def: Graph["defs"][number]): readonly Node[] {
  switch (def?.kind) {
    case "update":
      return [def.base];
    case "sigma":
      return [def.of];
    case "phi":
      return def.inputs;
    case "logical":
      return [def.left, def.right];
    case "choice":
      return [def.then, def.else];
    default:
      return [];
  }
}

const MOST_VERSIONS = 64;

/** Whether the versions of an object tell all that happens to it: "loop" where that is known only once the loop is closed that one of them is the head of. */
export function isMadeHere({ defs }: Graph, names: Names, object: Node): boolean | "loop" {
  for (let node = object, hops = 0; hops < MOST_VERSIONS; hops += 1) {
    const def = defs[node];
    if (def?.kind === "object" || def?.kind === "array") return names.get(node) !== "several";
    if (def?.kind === "update") node = def.base;
    else if (def?.kind === "sigma") node = def.of;
    else return def?.kind === "phi" && "loop";
  }
  return false;
}

/**
 * Whether an object that is written in a loop was made by literals of the same function, and no other variable and nobody else was given one of its versions: who reads it, reads the
 * version of the loop's head, which knows all turns.
 */
export function isMadeBeforeLoop(graph: Graph, names: Names, object: Node, isPassed: (node: Node) => boolean): boolean {
  const seen = new Set([object]);
  for (const node of seen) {
    const def = graph.defs[node];
    const before = def?.kind === "phi" ? def.inputs : def?.kind === "update" ? [def.base] : def?.kind === "sigma" ? [def.of] : undefined;
    if ((before === undefined && def?.kind !== "object" && def?.kind !== "array") || seen.size > MOST_VERSIONS) return false;
    if (names.get(node) === "several") return false;
    if (def?.kind !== "phi" && (isPassed(node) || graph.edgesOf(node).some(({ op }) => op === OP.PUT || op === OP.CAPTURE || op === OP.RESET))) return false;
    for (const one of before ?? []) seen.add(one);
  }
  return true;
}

/** The values that calls are given. */
export function passedNodes({ calls }: Graph): ReadonlySet<Node> {
  return new Set(calls.flatMap(({ args }) => args.map(({ node }) => node)));
}
