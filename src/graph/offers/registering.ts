import type { FunctionIr } from "../../ir/ir.js";
import type { RegisterRow } from "../../models/model.js";
import { type Registration, SERVED } from "./registrations.js";
import { type Solver, tokensAt } from "../solver.js";

/** What a request sets off, or an app asks of requests: no reason to run a function that nothing calls. */
const LATER = new Set<RegisterRow["what"]>(["connect", "serve", "check", "cors"]);

/** The functions that lead to registrations. */
export interface Leads {
  /** Those that make one, and those that call the ones that offer something, the outermost first. */
  readonly registers: readonly FunctionIr[];
  /** Those that may make one when they run, initialisers of modules among them. */
  readonly leading: ReadonlySet<FunctionIr>;
}

/** The functions that lead to the registrations of a solved program. */
export function findLeads(solver: Solver, all: readonly Registration[]): Leads {
  // what a program answers itself it answers when it is asked: nothing has to run for it first
  const registrations = all.filter(({ row }) => row.by !== "answering");
  return { registers: registeringFunctions(solver, registrations), leading: leadingFunctions(solver, registrations) };
}

/**
 * Functions that make a registration, and those that call the ones that offer something, the outermost first. What only one of their handlers does
 * is no part of starting up; the handler of a route may well make a server a request.
 */
function registeringFunctions(solver: Solver, registrations: readonly Registration[]): readonly FunctionIr[] {
  const offers = registrations.filter(({ row }) => SERVED.has(row.what));
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

/**
 * Functions that may make a registration when they run, initialisers of modules among them: they make it themselves, call a function that does, or
 * hand one to something that nobody sees into.
 */
function leadingFunctions(solver: Solver, registrations: readonly Registration[]): ReadonlySet<FunctionIr> {
  const handed = handedFunctions(solver);
  const leading = new Set(registrations.map(({ site }) => site.fn));
  for (const fn of leading) {
    const callers = (solver.graph.functions.get(fn)?.callers ?? []).map((site) => site.fn);
    const others = [...(handed.get(fn) ?? []), ...(callers.length === 0 || fn.parent?.kind !== "module" ? aroundOf(fn) : [])];
    for (const outer of [...callers, ...others]) leading.add(outer);
  }
  return leading;
}

/** Functions that are arguments of a call of something else, with those that make the call. */
function handedFunctions(solver: Solver): Map<FunctionIr, FunctionIr[]> {
  const handed = new Map<FunctionIr, FunctionIr[]>();
  for (const site of solver.graph.calls) {
    for (const { node } of site.args) {
      for (const token of tokensAt(solver, node)) {
        if (token.kind !== "function") continue;
        const { fn } = token.fn;
        const known = handed.get(fn);
        if (known === undefined) handed.set(fn, [site.fn]);
        else known.push(site.fn);
      }
    }
  }
  return handed;
}

/** Who may run a function that is written inside another one: what is merely declared in a module is run by those who name it. */
function aroundOf(fn: FunctionIr): FunctionIr[] {
  const { parent, owner } = fn;
  if (parent === undefined) return [];
  if (owner?.ctor !== undefined && fn.kind === "init") return [owner.ctor];
  const declared = fn.kind === "method" || fn.kind === "get" || fn.kind === "set" || fn.kind === "constructor" || parent.variables.some(({ name }) => name === fn.name);
  return parent.kind === "module" && declared ? [] : [parent];
}
