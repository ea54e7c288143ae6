import { dangers, type Dangers } from "../models/kinds.js";
import { clearField, nothingCleared } from "./cleared.js";
import { type CallSite, type Node, NO_NODE } from "./graph.js";
import { placeNodes } from "./invoke.js";
import type { Inference } from "./judge.js";
import { tokensAt } from "./solver.js";
import { memberBack, stepBack } from "./transfers.js";

/** So many steps may lie between the tested value and the subject. */
const REACH = 6;
/** A function that so many functions may stand behind is not looked into. */
const MOST_TARGETS = 3;
/** Methods whose result is the same text to all tests that matter here. */
const SAME_TEXT = new Set(["trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toString", "valueOf", "normalize"]);

/** `bits` are cleared of the value at `node`; carries that back to the subject, as far as the steps between allow. */
export function carryBack(inference: Inference, node: Node, bits: Dangers, reach = REACH): void {
  if (bits === 0 || reach <= 0 || node === NO_NODE) return;
  const { judge, subject, cleared } = inference;
  const { graph } = judge.solver;
  const at = graph.origin(node);
  if (at === subject) {
    cleared.self |= bits;
    return;
  }
  const def = graph.defs[at];
  if (def?.kind === "get") {
    const object = graph.origin(def.object);
    const isRead = [...tokensAt(judge.solver, object)].some((token) => token.kind === "api" && token.api.members.get(def.field)?.read !== undefined);
    if (isRead) carryBack(inference, object, memberBack(def.field, bits), reach - 1);
    else if (object === subject) clearField(cleared, def.field, bits);
  } else if (def?.kind === "call") {
    backThroughCall(inference, def.site, bits, reach);
  } else if (def === undefined) {
    const from = graph.sources[at] ?? [];
    if (from.length === 1 && from[0] !== undefined) carryBack(inference, from[0], bits, reach - 1);
  }
}

function backThroughCall(inference: Inference, site: CallSite, bits: Dangers, reach: number): void {
  const { solver, callsOf } = inference.judge;
  // what trim took away is still there before it
  if (site.method !== undefined && SAME_TEXT.has(site.method)) carryBack(inference, site.receiver, site.method.startsWith("trim") ? bits & ~dangers("NEWLINE", "SPACE", "DASH") : bits, reach - 1);
  for (const { effects, args } of callsOf.get(site) ?? []) {
    for (const step of effects.steps) {
      const meaning = step.row.as ?? (step.row.clears === undefined ? "identity" : undefined);
      const before = stepBack(meaning, bits);
      if (before !== 0) for (const from of placeNodes(solver, site, args, step.from)) carryBack(inference, from, before, reach - 1);
    }
  }
  backThroughFunctions(inference, site, bits, reach);
}

/** What is known of a function's result holds for its argument as far as every way of returning makes the one from the other. */
function backThroughFunctions(inference: Inference, site: CallSite, bits: Dangers, reach: number): void {
  if (site.targets.length === 0 || site.targets.length > MOST_TARGETS || reach < 3) return;
  site.args.forEach((arg, index) => {
    if (arg.spread) return;
    let common: Dangers | undefined;
    for (const target of site.targets) {
      const param = target.params[index];
      for (const exit of target.exits) {
        if (exit.value === NO_NODE || param === undefined) return;
        const cleared = nothingCleared();
        carryBack({ ...inference, subject: param, cleared }, exit.value, bits, reach - 2);
        common = common === undefined ? cleared.self : common & cleared.self;
      }
    }
    if (common !== undefined) carryBack(inference, arg.node, common, reach - 1);
  });
}
