import type { Constant } from "../../ir/ir.js";
import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { clearedByMiss, literalPattern } from "../../text/regex.js";
import { mayHoldChosen } from "./collections.js";
import type { Node } from "../graph.js";
import { carryBack } from "./back.js";
import { inferGiven } from "./given.js";
import { against } from "./roots.js";
import { inferFlag } from "./flags.js";
import { singleText } from "../constants.js";
import { inferContains, inferPrefix, inferSegments, settledDots } from "./texts.js";
import { inferSettled } from "./settled.js";
import { mayBeFalseAndPresent } from "./absence.js";
import { infer } from "./guards.js";
import { placeNodes } from "../solve/invoke.js";
import type { Inference } from "./judge.js";
import { SEGMENT_DOTDOT } from "../dangers/transfers.js";

/** How far what a call gives is looked up in what its helpers return. */
const DEEPEST = 4;

/** What `left op right` says. */
export function inferComparison(inference: Inference, op: string, left: Node, right: Node, truth: boolean): void {
  const { judge } = inference;
  const { graph } = judge.solver;
  if (op === "in") {
    // what all objects share is in each of them
    if (truth && judge.text === undefined && !mayHoldChosen(judge, right, "property")) carryBack(inference, left, ALL_DANGERS);
    return;
  }
  const equals = op === "===" || op === "==";
  const differs = op === "!==" || op === "!=";
  if (!equals && !differs) return inferCount(inference, op, left, right, truth);
  const same = equals === truth;
  for (const [value, other] of [[left, right], [right, left]] as const) {
    const constant = graph.defs[graph.origin(other)];
    const def = graph.defs[graph.origin(value)];
    if (constant?.kind === "const" && def?.kind === "unary" && def.op === "typeof") {
      // what is no text is no argument of a program either: those that start one throw
      carryBack(inference, def.value, same ? clearedByType(constant.value) : constant.value === "string" ? dangers("DASH") : NO_DANGERS);
      return;
    }
    if (constant?.kind === "const" && (def?.kind === "call" || def?.kind === "get" || def?.kind === "logical" || def?.kind === "binary")) {
      if (typeof constant.value === "boolean") infer(inference, value, same === constant.value);
      else if (constant.value === null || constant.value === undefined) {
        const absent = op.length === 2 ? [null, undefined] : [constant.value];
        if (same || !mayBeFalseAndPresent(graph, value, absent, DEEPEST)) infer(inference, value, !same);
      }
      else if (constant.value === -1 || constant.value === 0) inferCount(inference, same ? "===" : "!==", value, other, true);
    }
    if (constant?.kind === "const" && typeof constant.value === "string") {
      const word = constant.value;
      inferSettled(inference, value, word, same);
      inferFirstCharacter(inference, value, word, same);
      if (!same && word === judge.text) carryBack(inference, value, ALL_DANGERS);
      inferGiven(inference, value, () => [word], same);
    }
    const judged = same ? against(inference, other) : undefined;
    if (judged !== undefined) carryBack(judged, value, ALL_DANGERS);
    if (same) inferSegment(inference, value, other);
    inferStart(inference, value, other, same);
    if (!same && judge.text === undefined && constant?.kind === "const" && constant.value === "..") {
      carryBack(inference, value, SEGMENT_DOTDOT);
      inferFirstSegment(inference, value);
    }
  }
}

/** `x[0] === "-"`, `x.charAt(0) === "-"`: how a text starts. */
function inferFirstCharacter(inference: Inference, value: Node, character: string, same: boolean): void {
  const { graph } = inference.judge.solver;
  const def = graph.defs[graph.origin(value)];
  if (character.length !== 1 || same) return;
  const bits = clearedByMiss(`^${literalPattern(character)}`, "");
  if (def?.kind === "get" && def.field === "0") carryBack(inference, def.object, bits);
  if (def?.kind !== "call" || (def.site.method !== "charAt" && def.site.method !== "at")) return;
  const index = def.site.args[0] === undefined ? undefined : graph.defs[graph.origin(def.site.args[0].node)];
  if (index?.kind === "const" && index.value === 0) carryBack(inference, def.site.receiver, bits);
}

/** `x.slice(0, root.length) === root`: what x starts with, or, of as many characters, does not start with. */
function inferStart(inference: Inference, value: Node, prefix: Node, same: boolean): void {
  const { solver } = inference.judge;
  const def = solver.graph.defs[solver.graph.origin(value)];
  if (def?.kind !== "call" || !CUTS_START.has(def.site.method ?? "")) return;
  const [from, length] = def.site.args.map(({ node }) => solver.graph.defs[solver.graph.origin(node)]);
  if (from?.kind !== "const" || from.value !== 0) return;
  if (same || (length?.kind === "const" && length.value === singleText(solver, prefix)?.length)) inferPrefix(inference, def.site.receiver, prefix, same);
}

const CUTS_START = new Set(["slice", "substring", "substr"]);

/** `path.relative(root, x).split(sep)[0] !== ".."`: a settled path climbs out with its first segment, if at all. */
function inferFirstSegment(inference: Inference, value: Node): void {
  const { judge } = inference;
  const { graph } = judge.solver;
  const def = graph.defs[graph.origin(value)];
  const list = def?.kind === "get" && def.field === "0" ? graph.defs[graph.origin(def.object)] : undefined;
  if (list?.kind === "call" && list.site.method === "split") inferSegments(inference, list.site, settledDots(judge, list.site.receiver, ".."));
}

/** `typeof x === "string"`: a text is no operator object, a number is harmless, an object may hold anything. */
function clearedByType(type: Constant): Dangers {
  if (type === "string") return dangers("OPERATOR");
  return type === "object" || type === "function" ? NO_DANGERS : ALL_DANGERS;
}

/** `basename(x) === x`: the value is one segment. */
function inferSegment(inference: Inference, name: Node, value: Node): void {
  const { solver, callsOf } = inference.judge;
  const { graph } = solver;
  const def = graph.defs[graph.origin(name)];
  if (def?.kind !== "call") return;
  for (const { effects, args } of callsOf.get(def.site) ?? []) {
    for (const step of effects.steps) {
      if (step.row.as !== "basename") continue;
      if (placeNodes(solver, def.site, args, step.from).some((from) => graph.origin(from) === graph.origin(value))) {
        carryBack(inference, value, dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR"));
      }
    }
  }
}

/** Whether a list with this length has items. */
const FILLED: ReadonlyMap<string, boolean> = new Map([[">0", true], [">=1", true], ["!==0", true], ["!=0", true], ["===0", false], ["==0", false], ["<1", false]]);
/** Whether what was looked for is there, by the index where it was found. */
const PRESENT: ReadonlyMap<string, boolean> = new Map([[">=0", true], [">-1", true], ["!==-1", true], ["!=-1", true], ["<0", false], ["===-1", false], ["==-1", false]]);
/** Whether it is there at the very start. */
const AT_START: ReadonlyMap<string, boolean> = new Map([["===0", true], ["==0", true], ["!==0", false], ["!=0", false], [">0", false]]);

/** Comparisons of `list.length` and of `x.indexOf(y)` with a number. */
function inferCount(inference: Inference, op: string, left: Node, right: Node, truth: boolean): void {
  const { graph } = inference.judge.solver;
  const def = graph.defs[graph.origin(left)];
  const constant = graph.defs[graph.origin(right)];
  if (constant?.kind !== "const") return;
  const key = `${op}${String(constant.value)}`;
  if (def?.kind === "get" && def.field === "length") {
    const filled = FILLED.get(key);
    if (filled !== undefined) inferFlag(inference, graph.origin(def.object), filled === truth);
  } else if (def?.kind === "call" && (def.site.method === "indexOf" || def.site.method === "search" || def.site.method === "lastIndexOf")) {
    const present = PRESENT.get(key);
    const atStart = AT_START.get(key);
    if (present !== undefined) inferContains(inference, def.site, present === truth);
    else if (atStart !== undefined) inferPrefix(inference, def.site.receiver, def.site.args[0]?.node, atStart === truth);
  }
}
