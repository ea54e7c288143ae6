import type { ClassIr, FunctionIr } from "../../ir/ir.js";
import { callsIn } from "../../graph/solve/dispatch.js";
import type { CallSite } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";

const MOST_FUNCTIONS = 3000;

/** The functions that requests run: handlers of routes and middlewares, what is written in them, and what they call. */
export function requestFunctions(solver: Solver, registrations: readonly Registration[]): ReadonlySet<FunctionIr> {
  const handlers = registrations.filter(({ row }) => row.what === "route" || row.what === "middleware").flatMap((one) => one.handlers.map(({ fn }) => fn));
  const reached = new Set(handlers);
  // a Set's iteration takes in what is added on the way
  for (const fn of reached) {
    if (reached.size > MOST_FUNCTIONS) break;
    for (const site of callsIn(solver, fn)) {
      reached.add(site.fn);
      for (const target of site.targets) reached.add(target.fn);
    }
  }
  for (const fn of reached) for (const one of within(fn)) reached.add(one);
  for (const cls of madeBy(solver, reached)) for (const fn of [cls.ctor, cls.init]) if (fn !== undefined) reached.add(fn);
  return reached;
}

/** Functions written inside a function. */
function within(fn: FunctionIr): FunctionIr[] {
  return fn.module.functions.filter((one) => one.parent === fn && one.owner === undefined);
}

function madeBy(solver: Solver, functions: ReadonlySet<FunctionIr>): ClassIr[] {
  return newSites(solver).flatMap(([site, cls]) => (functions.has(site.fn) ? [cls] : []));
}

/** Calls that make instances of the program's classes. */
export function newSites(solver: Solver): [CallSite, ClassIr][] {
  return solver.graph.calls.filter((site) => site.isNew).flatMap((site) => [...tokensAt(solver, site.callee)].flatMap((token): [CallSite, ClassIr][] => (token.kind === "class" ? [[site, token.cls]] : [])));
}
