import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { clearedBetween } from "./between.js";
import { type Cleared, clearField, intersectAll, nothingCleared } from "../dangers/cleared.js";
import { ANY_ITEM, type CallSite, type FunctionNodes, type Node } from "../graph.js";
import { judgeEach } from "./each.js";
import { inferCaptured } from "./calls.js";
import { carryItemsBack } from "./made.js";
import { inferAllSettled, inferSettledLoop } from "./settled.js";
import { inferSegments } from "./texts.js";
import type { Inference, Judge } from "./judge.js";
import { tokensAt } from "../solver.js";
import { summarize } from "./summaries.js";
import { clearedBits, SEGMENT_DOTDOT } from "../dangers/transfers.js";

/** What a callback says of its first argument by what it returns. */
export interface Predicate {
  readonly functions: readonly FunctionNodes[];
  readonly clears: (truth: boolean | "returned") => Cleared;
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
      const ofFunctions = functions.map((fn) => (truth !== "returned" || !fn.fn.async ? summarize(judge, fn, 0, truth) : nothingCleared()));
      const ofRows = rows.map((row) => ({ ...nothingCleared(), self: row.outcome === outcome ? clearedBits(row.clears) : NO_DANGERS }));
      return intersectAll([...ofFunctions, ...ofRows], (one) => one) ?? nothingCleared();
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
    if (list === subject && items.self !== 0) clearField(cleared, ANY_ITEM, items.self);
    const def = graph.defs[list];
    if (def?.kind === "call") inferNoDots(inference, def.site, items.self);
    carryItemsBack(inference, list, items);
  }
  const [only, ...others] = predicate.functions;
  const judgesEach = (truth === "returned" || every === truth) && others.length === 0;
  if (judgesEach && only !== undefined && truth !== "returned") inferAllSettled(inference, site.receiver, only, truth);
  inferCaptured(judgesEach ? { ...inference, judge: judgeEach(judge, site.receiver, only?.params[0]) } : inference, predicate.functions, truth);
}

/** A loop that went through all items: what its body tested on every item, or, for each item, of the subject. */
export function inferLoop(inference: Inference, item: Node, ends: readonly Node[]): void {
  const { judge, subject, cleared } = inference;
  const { graph } = judge.solver;
  const origin = graph.origin(item);
  const def = graph.defs[origin];
  if (def?.kind !== "get") return;
  const list = graph.origin(def.object);
  if (ends.every((end) => graph.origin(end) === subject)) {
    const each = judgeEach(judge, list, origin);
    if (each !== judge) cleared.self |= ends.map((end) => clearedBetween(each, end, subject).self).reduce((all, one) => all & one);
    return;
  }
  const common = intersectAll(ends, (end) => clearedBetween(judge, end, origin)) ?? { ...nothingCleared(), self: ALL_DANGERS | SEGMENT_DOTDOT };
  if (list === subject && common.self !== 0) clearField(cleared, ANY_ITEM, common.self);
  const made = graph.defs[list];
  if (made?.kind === "call") inferNoDots(inference, made.site, common.self);
  carryItemsBack(inference, list, common);
  inferSettledLoop(inference, list, ends);
}

/** The segments of a path, none of which is "..". */
function inferNoDots(inference: Inference, site: CallSite, items: Dangers): void {
  if (site.method === "split" && (items & (SEGMENT_DOTDOT | dangers("DOTDOT"))) !== 0) inferSegments(inference, site, dangers("DOTDOT"));
}
