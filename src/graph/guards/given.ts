import type { Node } from "../graph.js";
import { carryBack } from "./back.js";
import { placeNodes } from "../solve/invoke.js";
import type { Inference } from "./judge.js";
import { clearedBits } from "../dangers/transfers.js";

/** `address.range() === "unicast"`: a call gave one of these words, or, where `same` is false, none of them. The models say what that tells. */
export function inferGiven(inference: Inference, value: Node, words: () => readonly string[], same: boolean): void {
  const { solver, callsOf } = inference.judge;
  const def = solver.graph.defs[solver.graph.origin(value)];
  if (def?.kind !== "call") return;
  const given = words();
  if (given.length === 0) return;
  for (const { effects, args } of callsOf.get(def.site) ?? []) {
    for (const { place, row } of effects.guards) {
      if (typeof row.outcome === "string") continue;
      const { is, isNot } = row.outcome;
      const holds = same ? is !== undefined && given.every((word) => is.includes(word)) : isNot?.every((word) => given.includes(word)) === true;
      if (holds) for (const node of placeNodes(solver, def.site, args, place)) carryBack(inference, node, clearedBits(row.clears));
    }
  }
}
