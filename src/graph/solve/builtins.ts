import type { CallSite } from "../graph.js";
import { GLOBALS, STATICS, TRANSPILED } from "./global-functions.js";
import type { Call } from "../meanings.js";
import { METHODS } from "./methods.js";
import { builtinReceiver } from "./own-methods.js";
import type { Solver } from "../solver.js";

/** Runs the meaning of the method or global function that the call names. */
export function applyBuiltin(solver: Solver, site: CallSite): void {
  const call: Call = { solver, site, receiver: site.receiver, args: site.args };
  if (site.method !== undefined) {
    const root = solver.graph.defs[site.receiver];
    const own = root?.kind === "global" ? STATICS.get(`${root.name}.${site.method}`) : undefined;
    // Object.entries is no method of a list or Map
    if (own !== undefined) return own(call);
    const meaning = METHODS.get(site.method);
    if (meaning !== undefined) meaning({ ...call, receiver: builtinReceiver(solver, site, site.method) });
    return;
  }
  const name = globalName(solver, site);
  if (name !== undefined) return GLOBALS.get(name)?.(call);
  const written = calleeName(solver, site);
  if (written !== undefined) TRANSPILED.get(written)?.(call);
}

/** The global that is called, by its name or as the superclass. */
function globalName(solver: Solver, site: CallSite): string | undefined {
  const { defs } = solver.graph;
  let def = defs[site.callee];
  if (def?.kind === "get" && def.field === "%super:%constructor") def = defs[def.object];
  return def?.kind === "global" ? def.name : undefined;
}

function calleeName(solver: Solver, site: CallSite): string | undefined {
  const def = solver.graph.defs[solver.graph.origin(site.callee)];
  if (def?.kind === "cell") return def.variable.name;
  const { graph } = solver;
  const from = graph.sourcesOf(site.callee)[0];
  const captured = from === undefined ? undefined : graph.defs[from];
  return captured?.kind === "cell" ? captured.variable.name : undefined;
}

