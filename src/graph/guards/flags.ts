import { type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { clearedBetween } from "./between.js";
import type { Def, Node } from "../graph.js";
import { inferItems } from "./callbacks.js";
import type { Inference } from "./judge.js";

/** A flag that was set on some ways, or a list that was filled on some: what was tested on all ways that give it this value. */
export function inferFlag(inference: Inference, flag: Node, truth: boolean): void {
  const def = inference.judge.solver.graph.defs[flag];
  if (def?.kind === "call" && def.site.method === "filter" && !truth) return inferItems(inference, def.site, false, false);
  const bits = clearedOnWays(inference, flag, truth, new Set());
  if (bits !== undefined) inference.cleared.self |= bits;
}

/** Undefined when no way gives the value. */
function clearedOnWays(inference: Inference, flag: Node, truth: boolean, seen: Set<Node>): Dangers | undefined {
  const { graph } = inference.judge.solver;
  const def = graph.defs[flag];
  if (def?.kind !== "phi" || seen.has(flag)) return undefined;
  seen.add(flag);
  let common: Dangers | undefined;
  def.inputs.forEach((input, index) => {
    const value = graph.defs[input];
    if (isOpposite(value, truth)) return;
    let before: Dangers | undefined;
    if (value?.kind === "phi") {
      before = clearedOnWays(inference, input, truth, seen);
      if (before === undefined) return;
    }
    const onWays = (def.ways?.[index] ?? []).map((way) => clearedOnWay(inference, way)).reduce<Dangers | undefined>((all, one) => (all === undefined ? one : all & one), undefined);
    const one = (before ?? NO_DANGERS) | (onWays ?? NO_DANGERS);
    common = common === undefined ? one : common & one;
  });
  return common;
}

/** A constant is truthy or not; of a list, it counts whether it has items. */
function isOpposite(value: Def | undefined, truth: boolean): boolean {
  switch (value?.kind) {
    case "const":
      return Boolean(value.value) !== truth;
    case "array":
      return value.items.every((item) => !item.spread) && value.items.length > 0 !== truth;
    case "update":
      return !truth;
    default:
      return false;
  }
}

function clearedOnWay({ judge, subject }: Inference, way: ReadonlyMap<number, Node>): Dangers {
  let bits = NO_DANGERS;
  for (const node of way.values()) {
    if (node !== subject && judge.solver.graph.origin(node) === subject) bits |= clearedBetween(judge, node, subject).self;
  }
  return bits;
}
