import { ALL_DANGERS } from "../../models/kinds.js";
import { type Cleared, include, intersectAll, nothingCleared } from "../dangers/cleared.js";
import type { Node } from "../graph.js";
import { clearedBySigma } from "./guards.js";
import type { Judge } from "./judge.js";

/** One question on the tests between two versions of a value. */
interface Between {
  readonly judge: Judge;
  readonly origin: Node;
  /** Joints that are being read, with their depth. */
  readonly open: Map<Node, number>;
  /** Joints that were read and lead back to none of those. */
  readonly done: Map<Node, Cleared>;
  /** The outermost open joint that was met again. */
  outermost: number;
  joints: number;
}

/** Past so many joints nothing counts as cleared. */
const MOST_JOINTS = 2000;
const DEEPEST_JOINT = 400;

/** What the tests between two versions of a value have cleared: of `node`, since it was `origin`. */
export function clearedBetween(judge: Judge, node: Node, origin: Node): Cleared {
  return readBetween({ judge, origin, open: new Map(), done: new Map(), outermost: Infinity, joints: 0 }, node);
}

function readBetween(between: Between, node: Node): Cleared {
  const cleared = nothingCleared();
  const { judge, origin } = between;
  const { graph } = judge.solver;
  let at = node;
  while (at !== origin) {
    const def = graph.defs[at];
    if (def?.kind === "sigma") {
      include(cleared, clearedBySigma(judge, at));
      at = def.of;
    } else if (def?.kind === "phi") {
      const met = between.open.get(at);
      if (met !== undefined) {
        between.outermost = Math.min(between.outermost, met);
        return { ...cleared, self: ALL_DANGERS };
      }
      const common = between.done.get(at) ?? readJoint(between, at, def.inputs);
      if (common !== undefined) include(cleared, common);
      return cleared;
    } else return nothingCleared();
  }
  return cleared;
}

/** Law: only what does not hang on a joint that is still open is kept. */
function readJoint(between: Between, phi: Node, inputs: readonly Node[]): Cleared | undefined {
  const { open } = between;
  const depth = open.size;
  if (depth >= DEEPEST_JOINT || (between.joints += 1) > MOST_JOINTS) return nothingCleared();
  const before = between.outermost;
  between.outermost = Infinity;
  open.set(phi, depth);
  const common = intersectAll(inputs, (input) => readBetween(between, input));
  open.delete(phi);
  const hangs = between.outermost < depth;
  if (!hangs && common !== undefined) between.done.set(phi, common);
  between.outermost = Math.min(before, hangs ? between.outermost : Infinity);
  return common;
}
