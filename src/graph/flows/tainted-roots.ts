import { callsAt } from "../solve/dispatch.js";
import type { CallSite, Node } from "../graph.js";
import type { Solver } from "../solver.js";
import { isMadeOf } from "../guards/tested.js";

const MOST_CALLS = 5;
const MOST_STEPS = 8;
/** So many calls are looked at in all. */
const EFFORT = 1000;

/** The call by which a function that is called with a path holds it against a root that is tainted itself, as a prefix; undefined where it does not. Functions that it calls are looked into. */
export function taintedRoot(solver: Solver, site: CallSite, isSubject: (node: Node) => boolean, isTainted: (node: Node) => boolean, reach = MOST_CALLS, effort = { left: EFFORT }): Node | undefined {
  for (const target of site.targets) {
    const param = target.params[site.args.findIndex(({ node, spread }) => !spread && isSubject(node))];
    if (param === undefined || reach === 0) continue;
    const isMade = (node: Node): boolean => isMadeOf(solver, node, solver.graph.origin(param), MOST_STEPS);
    // what this call hands over decides, whatever others do
    const given = target.params.flatMap((one, index) => (one === param || site.args[index] === undefined ? [] : [{ one, isTainted: isTainted(site.args[index].node) }]));
    const comesFrom = (node: Node, tainted: boolean): boolean => given.some((one) => one.isTainted === tainted && isMadeOf(solver, node, solver.graph.origin(one.one), MOST_STEPS));
    const isTaintedHere = (node: Node): boolean => isTainted(node) && (comesFrom(node, true) || !comesFrom(node, false));
    for (const inner of callsAt(solver.graph, target.fn)) {
      if ((effort.left -= 1) < 0) return undefined;
      if (inner.method === "startsWith" && isMade(inner.receiver)) {
        if (inner.args.some(({ node }) => isTaintedHere(node))) return inner.node;
        continue;
      }
      const found = inner.targets.length > 0 && inner.args.some(({ node }) => isMade(node)) ? taintedRoot(solver, inner, isMade, isTaintedHere, reach - 1, effort) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
