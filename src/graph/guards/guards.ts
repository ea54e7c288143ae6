import { ALL_DANGERS } from "../../models/kinds.js";
import { type Cleared, include, intersect, intersectAll, nothingCleared } from "../dangers/cleared.js";
import { type Node, NO_NODE, type Truth } from "../graph.js";
import { carryBack, isSubject } from "./back.js";
import { inferLoop } from "./callbacks.js";
import { inferCall, inferOutcome } from "./calls.js";
import { inferComparison } from "./comparisons.js";
import { inferFlag } from "./flags.js";
import { inferResult } from "./results.js";
import type { Inference, Judge } from "./judge.js";

/** What the test of a sigma node clears of the value that passes it. */
export function clearedBySigma(judge: Judge, sigma: Node): Cleared {
  const known = judge.sigmas.get(sigma);
  if (known !== undefined) return known;
  const cleared = nothingCleared();
  // a test that leads back to itself says nothing more
  judge.sigmas.set(sigma, cleared);
  const { count } = judge.putOff;
  const { graph } = judge.solver;
  const def = graph.defs[sigma];
  if (def?.kind === "sigma") infer({ judge, subject: graph.origin(def.of), cleared }, def.test, def.truth);
  if (judge.putOff.count !== count) judge.sigmas.delete(sigma);
  return cleared;
}

/** Collects what a test says that came out as `truth`. */
export function infer(inference: Inference, test: Node, truth: Truth): void {
  if (typeof truth === "object") return inferLoop(inference, test, truth.ends);
  const { graph } = inference.judge.solver;
  const at = graph.origin(test);
  const def = graph.defs[at];
  // an empty text, zero and nothing at all do no harm
  if (truth === false && isSubject(inference, at)) carryBack(inference, at, ALL_DANGERS);
  if (def?.kind === "call") return truth === "fulfilled" ? inferOutcome(inference, def.site, "returned", true) : inferCall(inference, def.site, truth);
  if (truth === "returned" || truth === "fulfilled") return;
  switch (def?.kind) {
    case "unary":
      if (def.op === "!") infer(inference, def.value, !truth);
      return;
    case "logical":
      return inferLogical(inference, def.op, def.left, def.right, truth);
    case "choice":
      return inferEither(inference, [def.then, def.else], truth, def.test);
    case "phi":
      return inferFlag(inference, at, truth);
    case "binary":
      return inferComparison(inference, def.op, def.left, def.right, truth);
    case "get": {
      if (!truth) carryBack(inference, at, ALL_DANGERS);
      if (def.field === "length") return inferFlag(inference, graph.origin(def.object), truth);
      const object = graph.defs[graph.origin(def.object)];
      if (object?.kind === "call") {
        inferOutcome(inference, object.site, { property: def.field, truth });
        inferResult(inference, object.site, { property: def.field, truth });
      }
      return;
    }
    default:
      if (!truth) carryBack(inference, at, ALL_DANGERS);
  }
}

function inferLogical(inference: Inference, op: string, left: Node, right: Node, truth: boolean): void {
  if (op === "??") return inferEither(inference, [left, right], truth);
  if ((op === "&&") === truth) {
    infer(inference, left, truth);
    infer(inference, right, truth);
  } else {
    // either the left decided, or the right did after the left had not
    const first = { ...inference, cleared: nothingCleared() };
    infer(first, left, truth);
    const second = { ...inference, cleared: nothingCleared() };
    infer(second, left, !truth);
    infer(second, right, truth);
    include(inference.cleared, intersect(first.cleared, second.cleared));
  }
}

/** Only what both of two ways say holds. A way that cannot have this outcome says nothing against it; a constant says what the test of the choice does. */
function inferEither(inference: Inference, ways: readonly Node[], truth: boolean, chosen?: Node): void {
  const { graph } = inference.judge.solver;
  const common = intersectAll(ways.keys(), (index) => {
    const way = ways[index] ?? NO_NODE;
    const constant = graph.defs[graph.origin(way)];
    if (constant?.kind === "const" && Boolean(constant.value) !== truth) return undefined;
    const cleared = nothingCleared();
    if (constant?.kind === "const" && chosen !== undefined) infer({ ...inference, cleared }, chosen, index === 0);
    else infer({ ...inference, cleared }, way, truth);
    return cleared;
  });
  if (common !== undefined) include(inference.cleared, common);
}
