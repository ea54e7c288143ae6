import { type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { nothingCleared } from "../dangers/cleared.js";
import { callsAt } from "../solve/dispatch.js";
import type { CallSite, Node } from "../graph.js";
import { inferOutcome } from "../guards/calls.js";
import type { Judge } from "../guards/judge.js";
import { mayBe, type Outcome } from "../guards/summaries.js";
import { isAbout } from "../guards/tested.js";

const MOST_CALLS = 4;
const NEAR = 4;
/** So many calls are looked at in all. */
const EFFORT = 1000;

/**
 * The call of an async check of a value that nobody awaits, where a test is that call or runs it: the promise is always true, and what it rejects with comes
 * too late. Law: it is a check if it took away one of the dangers that are asked about, were it awaited; what merely takes note of a value is none.
 */
export function forgottenCheck(judge: Judge, test: Node, subject: Node, about: Dangers): CallSite | undefined {
  const { graph } = judge.solver;
  const def = graph.defs[graph.origin(test)];
  if (def?.kind === "unary") return forgottenCheck(judge, def.value, subject, about);
  return def?.kind === "call" ? forgottenIn(judge, def.site, subject, about, MOST_CALLS, { left: EFFORT }) : undefined;
}

function forgottenIn(judge: Judge, site: CallSite, subject: Node, about: Dangers, reach: number, effort: { left: number }): CallSite | undefined {
  const { solver } = judge;
  const { graph } = solver;
  const position = site.args.findIndex(({ node, spread }) => !spread && isAbout(solver, node, subject, NEAR));
  if (position < 0 || reach === 0 || site.targets.length === 0) return undefined;
  if (site.targets.every(({ fn }) => fn.async)) return !site.awaited && wouldClear(judge, site, graph.origin(site.args[position]?.node ?? subject), about) ? site : undefined;
  for (const { fn, params } of site.targets) {
    const param = params[position];
    // a promise that is handed on may be awaited there
    const inner = param === undefined ? [] : callsAt(graph, fn).filter((one) => graph.edges.first(one.node) === 0);
    for (const one of inner) {
      if ((effort.left -= 1) < 0) return undefined;
      const found = forgottenIn(judge, one, graph.origin(param ?? subject), about, reach - 1, effort);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const OUTCOMES: readonly Outcome[] = ["returned", true, false];

/** What comes of no way out says nothing. */
function wouldClear(judge: Judge, site: CallSite, subject: Node, about: Dangers): boolean {
  const exits = site.targets.flatMap((target) => target.exits);
  return OUTCOMES.some((outcome) => {
    if (!exits.some((exit) => mayBe(judge.solver.graph, exit, outcome))) return false;
    const cleared = nothingCleared();
    inferOutcome({ judge, subject, cleared }, site, outcome, true);
    return ([...cleared.roots.values()].reduce((all, bits) => all | bits, cleared.self) & about) !== NO_DANGERS;
  });
}
