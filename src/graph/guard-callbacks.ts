import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS } from "../models/kinds.js";
import { clearedBetween } from "./between.js";
import { clearField } from "./cleared.js";
import { ANY_ITEM, type CallSite, type FunctionNodes, type Node } from "./graph.js";
import { carryBack } from "./guard-back.js";
import { inferCaptured } from "./guard-calls.js";
import type { Inference, Judge } from "./judge.js";
import { tokensAt } from "./solver.js";
import { summarize } from "./summaries.js";
import { clearedBits, SEGMENT_DOTDOT } from "./transfers.js";

/** What a callback says of its first argument by what it returns. */
export interface Predicate {
  readonly functions: readonly FunctionNodes[];
  readonly clears: (truth: boolean | "returned") => Dangers;
}

/** The predicate that a node holds: functions of the program, and functions of libraries that guard; undefined when it is neither. */
export function predicateOf(judge: Judge, callback: Node): Predicate | undefined {
  const tokens = [...tokensAt(judge.solver, callback)];
  const functions = tokens.flatMap((token) => (token.kind === "function" ? [token.fn] : []));
  const rows = tokens.flatMap((token) => (token.kind === "api" ? token.api.onCall.guards.map(({ row }) => row) : []));
  if (functions.length === 0 && rows.length === 0) return undefined;
  return {
    functions,
    clears: (truth) => {
      const outcome = truth === "returned" ? "returns" : String(truth);
      const ofFunctions = functions.map((fn) => (truth !== "returned" || !fn.fn.async ? summarize(judge, fn, 0, truth).self : NO_DANGERS));
      const ofRows = rows.map((row) => (row.outcome === outcome ? clearedBits(row.clears) : NO_DANGERS));
      return [...ofFunctions, ...ofRows].reduce((all, one) => all & one);
    },
  };
}

/** `list.every(check)` true, `list.some(bad)` false: every item is judged. What the callback captured is judged by any item. */
export function inferItems(inference: Inference, site: CallSite, every: boolean, truth: boolean | "returned"): void {
  const { judge, subject, cleared } = inference;
  const { graph } = judge.solver;
  const [first] = site.args;
  const predicate = first === undefined ? undefined : predicateOf(judge, first.node);
  if (predicate === undefined) return;
  if (truth === "returned" || every === truth) {
    const items = predicate.clears(truth);
    const list = graph.origin(site.receiver);
    if (list === subject && items !== 0) clearField(cleared, ANY_ITEM, items);
    const def = graph.defs[list];
    // the segments of a path, none of which is ".."
    if (def?.kind === "call" && def.site.method === "split" && (items & (SEGMENT_DOTDOT | dangers("DOTDOT"))) !== 0) carryBack(inference, def.site.receiver, dangers("DOTDOT"));
  }
  inferCaptured(inference, predicate.functions, truth);
}

/** A loop that went through all items: what its body tested on every item. */
export function inferLoop({ judge, subject, cleared }: Inference, item: Node, ends: readonly Node[]): void {
  const { graph } = judge.solver;
  const def = graph.defs[graph.origin(item)];
  if (def?.kind !== "get" || graph.origin(def.object) !== subject) return;
  let common = ALL_DANGERS | SEGMENT_DOTDOT;
  for (const end of ends) common &= clearedBetween(judge, end, graph.origin(item)).self;
  if (common !== 0) clearField(cleared, ANY_ITEM, common);
}
