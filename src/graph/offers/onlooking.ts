import type { FunctionIr } from "../../ir/ir.js";
import type { CallSite } from "../graph.js";
import { callsAt } from "../solve/dispatch.js";
import type { Solver } from "../solver.js";

/** How many functions are looked at on the way to and from a question. */
const MOST_FUNCTIONS = 400;

/**
 * Tells who merely looks at a request on its way. Law: where it comes in, it is handed on: to a function in which such requests are answered, or with a call of what was given for that alone, the
 * `next()` of a middleware.
 */
export function onlookersOf({ graph }: Solver, answering: ReadonlySet<FunctionIr>): (asking: readonly FunctionIr[]) => boolean {
  // who writes such a function, as one that is made a request, runs it
  const leading = new Set(answering);
  for (const fn of answering) for (let at = fn.parent; at !== undefined && at.kind !== "module"; at = at.parent) leading.add(at);
  const handsOn = (site: CallSite): boolean => site.args.length === 0 && graph.defs[graph.origin(site.callee)]?.kind === "param";
  return (asking) => {
    const taking = reach(asking, (fn) => (graph.functions.get(fn)?.callers ?? []).map((site) => site.fn));
    if ([...taking].some((fn) => callsAt(graph, fn).some(handsOn))) return true;
    return [...reach([...taking], (fn) => callsAt(graph, fn).flatMap(({ targets }) => targets.map((target) => target.fn)))].some((fn) => leading.has(fn));
  };
}

/** The functions that a step leads to, and to which it leads from there; what a module does while it is loaded takes no request in. */
function reach(from: readonly FunctionIr[], step: (fn: FunctionIr) => readonly FunctionIr[]): ReadonlySet<FunctionIr> {
  const found = new Set(from.filter((fn) => fn.kind !== "module"));
  for (const fn of found) for (const next of step(fn)) if (next.kind !== "module" && found.size < MOST_FUNCTIONS) found.add(next);
  return found;
}
