import { parentsOf } from "./conditions.js";
import type { CallSite, Node } from "./graph.js";
import type { Solver } from "./solver.js";

const MOST_CALLS = 5;
const MOST_STEPS = 8;

/** A call that holds a path against roots which are tainted. */
export interface RootCheck {
  readonly call: Node;
  readonly roots: readonly Node[];
}

/** Where a function that is called with a path holds it against a root that is tainted itself, by a prefix; undefined where it does not. Functions that it calls are looked into. */
export function taintedRoot(solver: Solver, site: CallSite, isSubject: (node: Node) => boolean, isTainted: (node: Node) => boolean, reach = MOST_CALLS): RootCheck | undefined {
  for (const target of site.targets) {
    const param = target.params[site.args.findIndex(({ node, spread }) => !spread && isSubject(node))];
    if (param === undefined || reach === 0) continue;
    const isMade = (node: Node): boolean => isMadeOf(solver, node, param, MOST_STEPS);
    for (const inner of solver.graph.calls) {
      if (inner.fn !== target.fn) continue;
      if (inner.method === "startsWith" && isMade(inner.receiver)) {
        const roots = inner.args.map(({ node }) => node).filter(isTainted);
        if (roots.length > 0) return { call: inner.node, roots };
        continue;
      }
      const found = inner.targets.length > 0 && inner.args.some(({ node }) => isMade(node)) ? taintedRoot(solver, inner, isMade, isTainted, reach - 1) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isMadeOf(solver: Solver, node: Node, subject: Node, reach: number): boolean {
  if (node < 0 || reach === 0) return false;
  const at = solver.graph.origin(node);
  return at === solver.graph.origin(subject) || parentsOf(solver, at).some((parent) => isMadeOf(solver, parent, subject, reach - 1));
}
