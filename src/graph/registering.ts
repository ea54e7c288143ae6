import type { FunctionIr } from "../ir/ir.js";
import type { Registration } from "./registrations.js";
import type { Solver } from "./solver.js";

/** Functions that make a registration, and those that call them, the outermost first. */
export function registeringFunctions(solver: Solver, registrations: readonly Registration[]): readonly FunctionIr[] {
  const found = new Set(registrations.map(({ site }) => site.fn));
  // a Set's iteration takes in what is added on the way, so that callers stand behind what they call
  for (const fn of found) for (const { fn: caller } of solver.graph.functions.get(fn)?.callers ?? []) found.add(caller);
  return [...found].reverse();
}
