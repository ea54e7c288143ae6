import { readsAsSql } from "../../text/sql.js";
import type { Fact } from "../dangers/facts.js";
import { type Edge, OP } from "../graph.js";
import { leftOf } from "../dangers/holes.js";
import type { Solver } from "../solver.js";

const MOST_WAYS_BACK = 200;

/** The value has become part of a text that reads as SQL, on the first way that it came. */
export function isWrittenAsSql(solver: Solver, fact: Fact): boolean {
  let at: Fact | undefined = fact;
  for (let hops = 0; at !== undefined && hops < MOST_WAYS_BACK; hops += 1) {
    const edge: Edge | undefined = at.origins[0]?.edge;
    if (edge?.op === OP.HOLE && readsAsSql(leftOf(solver, edge.to, edge.data))) return true;
    at = at.origins[0]?.from;
  }
  return false;
}
