import { parentsOf } from "../build/conditions.js";
import type { Node } from "../graph.js";
import type { Solver } from "../solver.js";

/** The tested value is the subject, a member of it, or made of it by one call. */
export function isAbout(solver: Solver, node: Node, subject: Node, reach: number): boolean {
  if (node < 0 || reach === 0) return false;
  const at = solver.graph.origin(node);
  if (at === subject) return true;
  const def = solver.graph.defs[at];
  if (def?.kind === "get") return isAbout(solver, def.object, subject, reach - 1);
  return def?.kind === "call" && [def.site.receiver, ...def.site.args.map((arg) => arg.node)].some((from) => isAbout(solver, from, subject, reach - 1));
}

/** The value was made from the subject, by any steps. */
export function isMadeOf(solver: Solver, node: Node, subject: Node, reach: number): boolean {
  if (node < 0 || reach === 0) return false;
  const at = solver.graph.origin(node);
  return at === subject || parentsOf(solver, at).some((parent) => isMadeOf(solver, parent, subject, reach - 1));
}

/** A length or a type says nothing of the words. */
export function isMeasure(solver: Solver, node: Node): boolean {
  const def = solver.graph.defs[solver.graph.origin(node)];
  return (def?.kind === "get" && def.field === "length") || (def?.kind === "call" && def.site.method === "trim") || def?.kind === "unary";
}

/** The value is the scheme of a URL that the subject is, or is made into. */
export function readsScheme(solver: Solver, node: Node, subject: Node): boolean {
  const def = node < 0 ? undefined : solver.graph.defs[solver.graph.origin(node)];
  return def?.kind === "get" && def.field === "protocol" && isAbout(solver, def.object, subject, 4);
}
