import { parentsOf } from "./conditions.js";
import { callsAt } from "./dispatch.js";
import type { CallSite, Node } from "./graph.js";
import type { Solver } from "./solver.js";

const MOST_CALLS = 5;
const MOST_STEPS = 8;

/** The call by which a function that is called with a path holds it against a root that is tainted itself, as a prefix; undefined where it does not. Functions that it calls are looked into. */
export function taintedRoot(solver: Solver, site: CallSite, isSubject: (node: Node) => boolean, isTainted: (node: Node) => boolean, reach = MOST_CALLS): Node | undefined {
  for (const target of site.targets) {
    const param = target.params[site.args.findIndex(({ node, spread }) => !spread && isSubject(node))];
    if (param === undefined || reach === 0) continue;
    const isMade = (node: Node): boolean => isMadeOf(solver, node, param, MOST_STEPS);
    // what this call hands over decides, whatever others do
    const given = target.params.flatMap((one, index) => (one === param || site.args[index] === undefined ? [] : [{ one, isTainted: isTainted(site.args[index].node) }]));
    const comesFrom = (node: Node, tainted: boolean): boolean => given.some((one) => one.isTainted === tainted && isMadeOf(solver, node, one.one, MOST_STEPS));
    const isTaintedHere = (node: Node): boolean => isTainted(node) && (comesFrom(node, true) || !comesFrom(node, false));
    for (const inner of callsAt(solver.graph, target.fn)) {
      if (inner.method === "startsWith" && isMade(inner.receiver)) {
        if (inner.args.some(({ node }) => isTaintedHere(node))) return inner.node;
        continue;
      }
      const found = inner.targets.length > 0 && inner.args.some(({ node }) => isMade(node)) ? taintedRoot(solver, inner, isMade, isTaintedHere, reach - 1) : undefined;
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
