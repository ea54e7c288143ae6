import type { SinkKind } from "../models/kinds.js";
import { recordApi } from "./invoke.js";
import { propagate, type Solver, tokensAt } from "./solver.js";

/** Calls of telling methods (`query`, `goto`) on receivers that nothing is known of get the rows that the models have for such. */
export function resolveUnknown(solver: Solver): void {
  const { graph, index } = solver;
  for (let at = 0, end = graph.calls.length; at < end; at += 1) {
    const site = graph.calls[at];
    if (site?.method === undefined || solver.resolved.has(site) || site.isNew) continue;
    const api = index.unknown.get(site.method);
    if (api === undefined || isKnown(solver, site.callee)) continue;
    const known = kindsOf(solver, site.callee);
    const sinks = api.onCall.sinks.filter(({ row }) => !known.has(row.kind));
    recordApi(solver, site, api, { ...api.onCall, sinks }, site.args);
  }
  propagate(solver);
}

/** The kinds of sinks that the models know of the receiver's library: there a name alone says nothing more. */
function kindsOf(solver: Solver, callee: number): Set<SinkKind> {
  return new Set([...tokensAt(solver, callee)].flatMap((token) => (token.kind === "api" && token.api.library.name !== "globals" ? [...token.api.library.kinds] : [])));
}

/** The callee is a function of the program, or belongs to a place that the models know. */
function isKnown(solver: Solver, callee: number): boolean {
  return [...tokensAt(solver, callee)].some((token) => token.kind !== "api" || !token.api.opaque);
}
