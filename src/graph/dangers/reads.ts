import { DANGERS, type Dangers } from "../../models/kinds.js";
import type { Node } from "../graph.js";
import { type Solver, tokensAt } from "../solver.js";
import { stepTransfer } from "./transfers.js";

/** Reads of members that a library gives a meaning, `url.hostname`, with what each leaves of the value's dangers. */
export function findReads(solver: Solver): Map<Node, (bits: Dangers) => Dangers> {
  const reads = new Map<Node, (bits: Dangers) => Dangers>();
  const fields = new Set<string>();
  for (const { members } of solver.apis.keys()) for (const [field, { read }] of members) if (read !== undefined) fields.add(field);
  if (fields.size === 0) return reads;
  solver.graph.defs.forEach((def, node) => {
    if (def?.kind !== "get" || !fields.has(def.field)) return;
    for (const token of tokensAt(solver, def.object)) {
      const row = token.kind === "api" ? token.api.members.get(def.field)?.read : undefined;
      if (row === undefined) continue;
      const transfer = stepTransfer(row.as ?? "identity", 0);
      const cleared = row.clears === "all" ? -1 : (row.clears ?? []).reduce((bits, name) => bits | DANGERS[name], 0);
      reads.set(node, (bits) => transfer(bits) & ~cleared);
    }
  });
  return reads;
}
