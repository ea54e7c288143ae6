import type { Node } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import type { Judge } from "./judge.js";

/** So many choices may lie between what is tested and what was resolved. */
const REACH = 3;

/**
 * Of a path that is resolved as far as it exists, in a loop: `realpath(at)`, or that with more behind it, where `at` is a path at first and then the folder around
 * what could not be resolved. Gives the path at which the loop begins: all of it that may be a link was resolved, for what does not exist is none.
 */
export function climbedFrom(judge: Judge, node: Node, reach = REACH): Node | undefined {
  const { graph } = judge.solver;
  if (reach === 0) return undefined;
  const at = graph.origin(node);
  const def = graph.defs[at];
  switch (def?.kind) {
    case "choice":
    case "phi": {
      const found = new Set((def.kind === "choice" ? [def.then, def.else] : def.inputs).map((one) => climbedFrom(judge, one, reach - 1)));
      return found.size === 1 ? [...found][0] : undefined;
    }
    case "call": {
      const [joined] = madeFrom(judge, at, "join");
      const [resolved] = madeFrom(judge, joined === undefined ? at : graph.origin(joined), "realpath");
      return resolved === undefined ? undefined : startOf(judge, graph.origin(resolved));
    }
    default:
      return undefined;
  }
}

/** The first of several values that a loop gives to one: the others are folders around it. */
function startOf(judge: Judge, at: Node): Node | undefined {
  const { graph } = judge.solver;
  const def = graph.defs[at];
  if (def?.kind !== "phi") return undefined;
  const isFolder = (input: Node): boolean => madeFrom(judge, graph.origin(input), "dirname").some((from) => graph.origin(from) === at);
  const starts = def.inputs.filter((input) => graph.origin(input) !== at && !isFolder(input));
  return starts.length === 1 && def.inputs.some(isFolder) ? starts[0] : undefined;
}

/** What a step of a library makes a value from. */
function madeFrom({ solver, callsOf }: Judge, at: Node, meaning: "join" | "realpath" | "dirname"): Node[] {
  const def = solver.graph.defs[at];
  if (def?.kind !== "call") return [];
  const { site } = def;
  return (callsOf.get(site) ?? []).flatMap(({ effects, args }) => effects.steps.flatMap(({ row, from }) => (row.as === meaning ? placeNodes(solver, site, args, from) : [])));
}
