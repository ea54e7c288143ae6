import type { CallSite, Node } from "./graph.js";
import type { Solver } from "./solver.js";
import { isAbout } from "./tested.js";

const MOST_CALLS = 4;
const NEAR = 4;

/**
 * The call of an async check of a value that nobody awaits, where a test is that call or runs it: the promise is always true, and what it rejects with comes
 * too late.
 */
export function forgottenCheck(solver: Solver, test: Node, subject: Node): CallSite | undefined {
  const { graph } = solver;
  const def = graph.defs[graph.origin(test)];
  if (def?.kind === "unary") return forgottenCheck(solver, def.value, subject);
  return def?.kind === "call" ? forgottenIn(solver, def.site, subject, MOST_CALLS) : undefined;
}

function forgottenIn(solver: Solver, site: CallSite, subject: Node, reach: number): CallSite | undefined {
  const { graph } = solver;
  const position = site.args.findIndex(({ node, spread }) => !spread && isAbout(solver, node, subject, NEAR));
  if (position < 0 || reach === 0 || site.targets.length === 0) return undefined;
  if (site.targets.every(({ fn }) => fn.async)) return site.awaited ? undefined : site;
  for (const { fn, params } of site.targets) {
    const param = params[position];
    // a promise that is handed on may be awaited there
    const inner = param === undefined ? [] : graph.calls.filter((one) => one.fn === fn && graph.edgesOf(one.node).length === 0);
    for (const one of inner) {
      const found = forgottenIn(solver, one, graph.origin(param ?? subject), reach - 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
