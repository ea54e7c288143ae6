import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { type Cleared, clearField, clearWithin, include, intersectAll, nothingCleared } from "../dangers/cleared.js";
import { type CallSite, type Def, type Node, NO_NODE } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import { climbedFrom } from "./climbs.js";
import { infer } from "./guards.js";
import { carryFieldBack } from "./made.js";
import { against } from "./roots.js";
import { CUTS, isRespelt, PLACE, respellsArgument, SAME_TEXT, splitsZoneOff, takesBracketsOff, takesZoneOff } from "./respelled.js";
import type { Inference } from "./judge.js";
import { type Solver, tokensAt } from "../solver.js";
import { memberBack, stepBack } from "../dangers/transfers.js";
import { choicesOf } from "../build/walk.js";

/** So many steps may lie between the tested value and the subject. */
const REACH = 6;
/** A function that so many functions may stand behind is not looked into. */
const MOST_TARGETS = 3;
/** What a root speaks of: where a path lies in it, and whether links lead out of it. */
const BELOW = PLACE | dangers("LINK");
/** A path that has neither lies in its root. */
const LEFT = dangers("OUTSIDE", "SIBLING");

/** `bits` are cleared of the value at `node`; carries that back to the subject, as far as the steps between allow. */
export function carryBack(inference: Inference, node: Node, bits: Dangers, reach = REACH): void {
  if (bits === 0 || reach <= 0 || node === NO_NODE) return;
  const { judge, subject, cleared } = inference;
  const { graph } = judge.solver;
  const at = graph.origin(node);
  if (isSubject(inference, at)) return clear(inference, bits);
  const def = graph.defs[at];
  if (bits === ALL_DANGERS && isPartOf(judge.solver, subject, at, 4)) {
    // a part of one of a closed list of texts is one of a closed list, too
    cleared.self |= bits;
    return;
  }
  // what does not exist is no link: of the path, all that may be one was resolved
  const climbed = (bits & LEFT) === LEFT ? climbedFrom(judge, at) : undefined;
  if (climbed !== undefined) carryBack(inference, climbed, dangers("LINK"), reach - 1);
  if (def?.kind === "get") {
    const object = graph.origin(def.object);
    const isRead = tokensAt(judge.solver, object).some((token) => token.kind === "api" && token.api.members.get(def.field)?.read !== undefined);
    if (isRead) carryBack(inference, object, memberBack(def.field, bits), reach - 1);
    else if (object === subject && inference.root === undefined) clearField(cleared, def.field, bits);
    const made = graph.defs[object];
    if (made?.kind === "call") {
      carryFieldBack(inference, made.site, def.field, bits);
      if (def.field === "0" && splitsZoneOff(judge.solver, made.site)) carryBack(inference, made.site.receiver, bits & dangers("ADDRESS"), reach - 1);
    }
  } else if (def?.kind === "call") {
    backThroughCall(inference, def.site, bits, reach);
  } else if (def?.kind === "choice") {
    backThroughChoice(inference, def, bits, reach - 1);
  } else if (def?.kind === "phi") {
    backThroughAll(inference, def.inputs, (value, cleared) => carryBack({ ...inference, cleared }, value, bits, reach - 1));
  } else if (def === undefined) {
    const from = graph.sourcesOf(at);
    if (from.length === 1 && from[0] !== undefined) carryBack(inference, from[0], bits, reach - 1);
  }
}

/** What one of several values was found to be tells of the subject what all of them do. */
function backThroughAll<T>(inference: Inference, values: Iterable<T>, collect: (value: T, cleared: Cleared) => void): void {
  const common = intersectAll(values, (value) => {
    const cleared = nothingCleared();
    collect(value, cleared);
    return cleared;
  });
  if (common !== undefined) include(inference.cleared, common);
}

/** Of a choice, a constant says nothing of the subject, but that it was chosen does: `x?.trim()` is undefined where x is missing. */
function backThroughChoice(inference: Inference, choice: Def & { kind: "choice" }, bits: Dangers, reach: number): void {
  const { graph } = inference.judge.solver;
  backThroughAll(inference, [true, false], (truth, cleared) => {
    const value = truth ? choice.then : choice.else;
    if (graph.defs[graph.origin(value)]?.kind === "const") infer({ ...inference, cleared }, choice.test, truth);
    else carryBack({ ...inference, cleared }, value, bits, reach);
  });
}

/** The subject is this value, or another one that no caller has a hand in: `value || "none"`. */
export function isSubject({ judge: { solver: { graph }, isTainted }, subject }: Inference, value: Node): boolean {
  if (value === subject) return true;
  const choices = choicesOf(graph, subject);
  return choices.includes(value) && choices.every((one) => one === value || !isTainted(one));
}

/** Of the subject itself. */
function clear({ cleared, root }: Inference, bits: Dangers): void {
  if (root === undefined) cleared.self |= bits;
  else if ((bits & BELOW) !== 0) clearWithin(cleared, root, bits & BELOW);
}

/** The value is `whole`, or was cut out of it, on every way. */
function isPartOf(solver: Solver, value: Node, whole: Node, reach: number): boolean {
  const { graph } = solver;
  const at = graph.origin(value);
  if (at === whole) return true;
  const def = graph.defs[at];
  if (reach === 0) return false;
  switch (def?.kind) {
    case "phi":
      return def.inputs.every((input) => isPartOf(solver, input, whole, reach - 1));
    case "choice":
      return isPartOf(solver, def.then, whole, reach - 1) && isPartOf(solver, def.else, whole, reach - 1);
    case "logical":
      return def.op !== "&&" && isPartOf(solver, def.left, whole, reach - 1) && isPartOf(solver, def.right, whole, reach - 1);
    case "get": {
      const list = graph.defs[graph.origin(def.object)];
      return list?.kind === "call" && list.site.method === "split" && isPartOf(solver, list.site.receiver, whole, reach - 1);
    }
    case "call":
      return def.site.method !== undefined && (SAME_TEXT.has(def.site.method) || CUTS.has(def.site.method)) && isPartOf(solver, def.site.receiver, whole, reach - 1);
    default:
      return false;
  }
}

function backThroughCall(inference: Inference, site: CallSite, bits: Dangers, reach: number): void {
  const { solver, callsOf } = inference.judge;
  // what trim took away is still there before it
  if (site.method !== undefined && SAME_TEXT.has(site.method)) carryBack(inference, site.receiver, site.method.startsWith("trim") ? bits & ~dangers("NEWLINE", "SPACE", "DASH") : bits, reach - 1);
  // `[::1]` in a URL is `::1` to who looks it up: the same host
  if (takesBracketsOff(solver, site)) carryBack(inference, site.receiver, bits & dangers("ADDRESS", "NAME"), reach - 1);
  if (takesZoneOff(solver, site)) carryBack(inference, site.receiver, bits & dangers("ADDRESS"), reach - 1);
  for (const { effects, args } of callsOf.get(site) ?? []) {
    for (const step of effects.steps) {
      const meaning = step.row.as ?? (step.row.clears === undefined ? "identity" : undefined);
      placeNodes(solver, site, args, step.from).forEach((from, index) => {
        const position = args.findIndex((arg) => arg.node === from);
        const [root] = args;
        // how to get from one path to another says of the latter where it lies, seen from the former
        const judged = meaning !== "relative" || root === undefined ? inference : position === 0 ? undefined : against(inference, root.node);
        if (judged !== undefined) carryBack(judged, from, stepBack(meaning, position >= 0 ? position : index, bits), reach - 1);
      });
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
        const known = cleared.self | (inference.root === undefined ? NO_DANGERS : (cleared.roots.get(inference.root) ?? NO_DANGERS));
        common = common === undefined ? known : common & known;
      }
    }
    if (common !== undefined) carryBack(inference, arg.node, common, reach - 1);
    if ((bits & PLACE) !== 0 && respellsArgument(inference.judge, site, index)) carryBack(inference, arg.node, bits & PLACE, reach - 1);
  });
  const { judge, subject, cleared } = inference;
  if ((bits & PLACE & ~cleared.self) !== 0 && isRespelt(judge, site.node, subject)) clear(inference, bits & PLACE);
}
