import type { FunctionIr } from "../../ir/ir.js";
import { placeNodes } from "../solve/invoke.js";
import { type Solver, tokensAt } from "../solver.js";

/** The functions that are handed to another program, which alone runs them: what they print or read is not the server's. */
export function functionsElsewhere(solver: Solver): Set<FunctionIr> {
  const found = new Set<FunctionIr>();
  for (const { site, args, effects } of solver.apiCalls) {
    for (const { place, row } of effects.sinks) {
      if (row.elsewhere !== true) continue;
      for (const node of placeNodes(solver, site, args, place)) for (const token of tokensAt(solver, node)) if (token.kind === "function" && token.fn.callers.length === 0) found.add(token.fn.fn);
    }
  }
  return found;
}
