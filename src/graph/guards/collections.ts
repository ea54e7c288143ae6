import { ENTRY, matchesField } from "../fields.js";
import { ANY_ITEM, type CallSite, type Node } from "../graph.js";
import type { Judge } from "./judge.js";
import { KEY, namesOf } from "../names.js";
import { hasMethod } from "../solve/own-methods.js";
import { type Solver, tokensAt } from "../solver.js";

/** What is looked for in a collection: an item of a list or Set or a key of a Map (`has`, `includes`), or the name of a property (`in`, `hasOwn`). */
export type Sought = "member" | "property";

/**
 * Whether a caller may have chosen a member of the collection, by whichever call: what is found in it proves nothing then. Law: the values of a
 * Map and of an object are not looked for, so that they may be the caller's under names that the server made.
 */
export function mayHoldChosen({ solver, isTainted }: Judge, collection: Node, sought: Sought): boolean {
  if (isTainted(collection)) return true;
  for (const token of tokensAt(solver, collection)) {
    if (token.kind !== "object" && token.kind !== "instance") continue;
    const pairs = token.fields.get(ENTRY);
    for (const [field, node] of token.fields) {
      if (field === KEY ? isTainted(node) : sought === "member" && pairs === undefined && matchesField(ANY_ITEM, field) && isTainted(node)) return true;
    }
    if (sought === "member" && pairs !== undefined && isTainted(pairs, "0")) return true;
  }
  return false;
}

/** Whether the call may run a method that the program wrote itself: what its name means in the language is not what it does. */
export function isOwnMethod({ solver }: Judge, site: CallSite): boolean {
  const { method, receiver } = site;
  const callee = solver.graph.defs[site.callee];
  if (method === undefined || (callee?.kind === "get" && callee.field.startsWith("%super:"))) return false;
  for (const token of tokensAt(solver, receiver)) if (token.kind === "namespace" || token.fields.has(method) || hasMethod(solver, token, method)) return true;
  return false;
}

/** The constant texts that a list or Set holds, as far as they are known. */
export function memberNames(solver: Solver, collection: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const token of tokensAt(solver, collection)) {
    for (const [field, node] of token.fields) if (matchesField(ANY_ITEM, field)) for (const name of namesOf(solver, node).names) names.add(name);
  }
  return names;
}
