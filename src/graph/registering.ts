import type { FunctionIr } from "../ir/ir.js";
import type { RegisterRow } from "../models/model.js";
import type { Registration } from "./registrations.js";
import type { Solver } from "./solver.js";

/** What a program offers by name: it may be registered through wrappers, each of whose callers offers something of its own. */
const OFFERED = new Set<RegisterRow["what"]>(["tool", "resource", "prompt", "completion", "request"]);

/** What a request sets off, or an app asks of requests: no reason to run a function that nothing calls. */
const LATER = new Set<RegisterRow["what"]>(["connect", "serve", "check"]);

/**
 * Functions that make a registration, and those that call the ones that offer something, the outermost first. What only one of their handlers does
 * is no part of starting up; the handler of a route may well make a server a request.
 */
export function registeringFunctions(solver: Solver, registrations: readonly Registration[]): readonly FunctionIr[] {
  const offers = registrations.filter(({ row }) => OFFERED.has(row.what));
  const handlers = new Set(offers.flatMap((registration) => registration.handlers.map(({ fn }) => fn)));
  const found = new Set(offers.map(({ site }) => site.fn));
  // a Set's iteration takes in what is added on the way, so that callers stand behind what they call
  for (const fn of found) {
    const callers = solver.graph.functions.get(fn)?.callers ?? [];
    // a function inside another one exists once the outer one has run
    for (const outer of [...callers.map((site) => site.fn), ...(fn.parent === undefined ? [] : [fn.parent])]) if (!handlers.has(outer)) found.add(outer);
  }
  return [...new Set([...[...found].reverse(), ...registrations.filter(({ row }) => !LATER.has(row.what)).map(({ site }) => site.fn)])];
}
