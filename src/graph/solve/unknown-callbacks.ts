import { type CallSite, type Node, NO_NODE, OP } from "../graph.js";
import { METHODS } from "./methods.js";
import { type Solver, tokensAt } from "../solver.js";

/**
 * A function that nothing is known of is taken to call the callbacks that it is given with all else that it is given, and to hand on what
 * they return. Only taint goes that way: what objects may be there is not worth guessing, and would spread over the whole program.
 */
export function linkUnknownCallbacks(solver: Solver): void {
  for (const site of solver.graph.calls) {
    if (solver.resolved.has(site) || (site.method !== undefined && METHODS.has(site.method))) continue;
    const isKnown = tokensAt(solver, site.callee).some((token) => token.kind !== "api" || !token.api.opaque);
    if (!isKnown && !isLanguage(solver, site)) linkCallbacks(solver, site);
  }
}

/** A global function or a method of a global object: the language's, or the host's, and none that hands values on. */
function isLanguage(solver: Solver, site: CallSite): boolean {
  return solver.graph.defs[site.receiver === NO_NODE ? site.callee : site.receiver]?.kind === "global";
}

/** More functions than this in one argument are a registry, not callbacks. */
const MOST_CALLBACKS = 8;

function linkCallbacks(solver: Solver, site: CallSite): void {
  const { graph } = solver;
  let values: readonly Node[] | undefined;
  for (const { node } of site.args) {
    const callbacks = tokensAt(solver, node).flatMap((token) => (token.kind === "function" ? [token.fn] : []));
    if (callbacks.length === 0) continue;
    values ??= [...site.args.map((arg) => arg.node), site.receiver].filter((value) => value !== NO_NODE);
    for (const { params, returns } of callbacks.slice(0, MOST_CALLBACKS)) {
      for (const value of values) if (value !== node) for (const param of params) graph.edge(value, param, OP.RESET);
      if (!site.isNew) graph.edge(returns, site.node, OP.RESET);
    }
  }
}
