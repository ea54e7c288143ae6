import { type CallSite, NO_NODE, OP } from "./graph.js";
import { METHODS } from "./methods.js";
import { connect, propagate, type Solver, tokensAt, watch } from "./solver.js";

/**
 * A function that nothing is known of is taken to call the callbacks that it is given with all else that it is given, and to hand on what
 * they return.
 */
export function linkUnknownCallbacks(solver: Solver): void {
  const { graph } = solver;
  for (let at = 0, end = graph.calls.length; at < end; at += 1) {
    const site = graph.calls[at];
    if (site === undefined || solver.resolved.has(site) || (site.method !== undefined && METHODS.has(site.method))) continue;
    const isKnown = [...tokensAt(solver, site.callee)].some((token) => token.kind !== "api" || !token.api.opaque);
    if (!isKnown && !isLanguage(solver, site)) linkCallbacks(solver, site);
  }
  propagate(solver);
}

/** A global function or a method of a global object: the language's, or the host's, and none that hands values on. */
function isLanguage(solver: Solver, site: CallSite): boolean {
  return solver.graph.defs[site.receiver === NO_NODE ? site.callee : site.receiver]?.kind === "global";
}

function linkCallbacks(solver: Solver, site: CallSite): void {
  const values = [...site.args.map((arg) => arg.node), site.receiver].filter((node) => node !== NO_NODE);
  for (const { node } of site.args) {
    watch(solver, node, (token) => {
      if (token.kind !== "function") return;
      const { params, returns } = token.fn;
      for (const value of values) if (value !== node) for (const param of params) connect(solver, value, param, OP.RESET);
      if (!site.isNew) connect(solver, returns, site.node, OP.RESET);
    });
  }
}
