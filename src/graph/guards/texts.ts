import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { fixesHost, fixesScheme } from "../../text/url.js";
import { mayHoldChosen } from "./collections.js";
import { regexOf, singleText, textsOf } from "../constants.js";
import { clearField } from "../dangers/cleared.js";
import { ANY_ITEM, type CallSite, type Def, type Node, NO_NODE } from "../graph.js";
import { carryBack } from "./back.js";
import { inferGiven } from "./given.js";
import { against } from "./roots.js";
import { clearedWithout, hasMember, listedTexts, textsOfEach } from "./each.js";
import type { Inference, Judge } from "./judge.js";
import { type Solver, tokensAt } from "../solver.js";
import { SEGMENT_DOTDOT } from "../dangers/transfers.js";

/** `a.includes(b)`: membership of b in a trusted list, or a text b in the value a. */
export function inferContains(inference: Inference, site: CallSite, truth: boolean): void {
  const { judge } = inference;
  const { solver } = judge;
  const [first] = site.args;
  if (first === undefined) return;
  inferGiven(inference, first.node, () => listedTexts(solver, site.receiver), truth);
  if (truth) {
    if (!mayHoldChosen(judge, site.receiver, "member")) carryBack(inference, first.node, ALL_DANGERS);
    return;
  }
  if (judge.text !== undefined && hasMember(solver, site.receiver, judge.text)) return carryBack(inference, first.node, ALL_DANGERS);
  if (judge.text === undefined && hasMember(solver, site.receiver, "..")) return carryBack(inference, first.node, SEGMENT_DOTDOT);
  const list = solver.graph.defs[solver.graph.origin(site.receiver)];
  if (judge.text === undefined && list?.kind === "call" && list.site.method === "split") {
    if (textsOfEach(judge, first.node)?.includes("..") ?? singleText(solver, first.node) === "..") inferSegments(inference, list.site, dangers("DOTDOT"));
    return;
  }
  carryBack(inference, site.receiver, clearedWithout(judge, first.node, false, (text) => settledDots(judge, site.receiver, text)));
}

/** `a.startsWith(b)`. */
export function inferPrefix(inference: Inference, text: Node, prefix: Node | undefined, truth: boolean): void {
  const { judge } = inference;
  const { solver } = judge;
  if (prefix === undefined) return;
  if (!truth) return carryBack(inference, text, clearedWithout(judge, prefix, true, (start) => settledDots(judge, text, start)));
  const texts = judge.isTainted(prefix) ? undefined : textsOf(solver, prefix);
  const judged = against(inference, prefix);
  if (judged === undefined) return;
  if (texts !== undefined && texts.length > 0) {
    if (judge.text !== undefined && !texts.some((one) => judge.text?.startsWith(one))) carryBack(inference, text, ALL_DANGERS);
    const known = texts.map(clearedByPrefix).reduce((all, one) => all & one);
    carryBack(inference, text, known);
    if (texts.every((one) => one.length < 2 || /^[a-z][a-z0-9+.-]*:/i.test(one))) return;
  }
  // without a separator a path that was not resolved still starts at the root, and lies beside the folder: `/srv/data-evil`
  let bits = dangers("OUTSIDE");
  if (endsWithSeparator(solver, prefix, 4)) bits |= dangers("ABSOLUTE", "SIBLING");
  // a settled path has no `..` behind its prefix, unless that is itself one
  if (meaningsOf(judge, text).includes("normalize") && texts?.some((one) => /^[./\\]*$/.test(one)) !== true) bits |= dangers("DOTDOT");
  carryBack(judged, text, bits);
}

/** What the segments tell that a path was split into: of the path, and of each of them. */
export function inferSegments(inference: Inference, { node, receiver }: CallSite, bits: Dangers): void {
  carryBack(inference, receiver, bits);
  if (inference.judge.solver.graph.origin(node) === inference.subject) clearField(inference.cleared, ANY_ITEM, bits);
}

/** `a.endsWith(b)`: a host that ends in a trusted domain, dot included. */
export function inferSuffix(inference: Inference, site: CallSite, truth: boolean): void {
  const { solver, isTainted } = inference.judge;
  const [first] = site.args;
  if (first === undefined || !truth || isTainted(first.node)) return;
  const texts = textsOf(solver, first.node);
  const dotted = texts === undefined ? startsWithDot(solver, first.node) : texts.length > 0 && texts.every((text) => text.startsWith("."));
  if (dotted && isHost(inference.judge, site.receiver)) carryBack(inference, site.receiver, dangers("HOST", "ADDRESS", "NAME"));
}

/** A `..` that is missing in what normalize or relative gave: nothing climbs out. */
export function settledDots(judge: Judge, value: Node, text: string): Dangers {
  const isSettled = text.startsWith("..") && meaningsOf(judge, value).some((meaning) => meaning === "normalize" || meaning === "relative");
  return isSettled ? dangers("DOTDOT", "OUTSIDE", "SIBLING") : NO_DANGERS;
}

/** What the steps mean that made a value. */
function meaningsOf({ solver, callsOf }: Judge, value: Node): string[] {
  const def = solver.graph.defs[solver.graph.origin(value)];
  if (def?.kind !== "call") return [];
  return (callsOf.get(def.site) ?? []).flatMap(({ effects }) => effects.steps.flatMap((step) => step.row.as ?? []));
}

/** What a constant prefix rules out by its own characters. */
function clearedByPrefix(text: string): Dangers {
  let bits = NO_DANGERS;
  if (text !== "" && !text.startsWith("-")) bits |= dangers("DASH");
  if (text !== "" && !/^[/\\]|^[A-Za-z]:/.test(text)) bits |= dangers("ABSOLUTE");
  if (/:/.test(text) && fixesHost([text])) bits |= dangers("HOST", "ADDRESS", "NAME");
  if (/:/.test(text) && fixesScheme([text])) bits |= dangers("SCHEME");
  return bits;
}

/** Whether a prefix ends in a separator on every way to get there, as far as its making and the tests on it tell: `base + sep`, `` `${base}/` ``. */
function endsWithSeparator(solver: Solver, node: Node, reach: number): boolean {
  const { graph } = solver;
  if (node === NO_NODE || reach <= 0) return false;
  if (isTestedAtEnd(solver, node)) return true;
  const at = graph.origin(node);
  const def = graph.defs[at];
  if (def?.kind === "concat") {
    const last = def.parts.at(-1);
    if (last === undefined) return false;
    const text = typeof last === "string" ? last : textsOf(solver, last)?.[0];
    return text !== undefined ? /[/\\]$/.test(text) : typeof last === "number" && endsWithSeparator(solver, last, reach - 1);
  }
  if (def?.kind === "choice") return endsWithSeparator(solver, def.then, reach - 1) && endsWithSeparator(solver, def.else, reach - 1);
  if (def?.kind === "phi") return def.inputs.length > 0 && def.inputs.every((input) => endsWithSeparator(solver, input, reach - 1));
  if (def?.kind === "call") return endsReplaced(solver, def.site);
  const texts = textsOf(solver, at);
  if (texts !== undefined && texts.length > 0) return texts.every((text) => /[/\\]$/.test(text));
  const from = graph.sourcesOf(at);
  return from.length > 0 && from.length < 8 && from.every((one) => endsWithSeparator(solver, one, reach - 1));
}

/** The value has passed `base.endsWith(sep)`. */
function isTestedAtEnd(solver: Solver, node: Node): boolean {
  const { graph } = solver;
  for (let def = graph.defs[node]; def?.kind === "sigma"; def = graph.defs[def.of]) {
    const test = def.truth === true ? graph.defs[graph.origin(def.test)] : undefined;
    if (test?.kind !== "call" || test.site.method !== "endsWith" || test.site.receiver === NO_NODE || graph.origin(test.site.receiver) !== graph.origin(def.of)) continue;
    const [end] = test.site.args;
    const texts = end === undefined ? undefined : textsOf(solver, end.node);
    if (texts !== undefined && texts.length > 0 && texts.every((text) => text === "/" || text === "\\")) return true;
  }
  return false;
}

/** `root.replace(/[/\\\\]?$/, sep)`: whatever stood at the end. */
function endsReplaced(solver: Solver, { method, args }: CallSite): boolean {
  const [pattern, replacement] = args;
  if (method !== "replace" || pattern === undefined || replacement === undefined) return false;
  const texts = textsOf(solver, replacement.node);
  return regexOf(solver, pattern.node)?.pattern.endsWith("$") === true && texts !== undefined && texts.length > 0 && texts.every((text) => /[/\\]$/.test(text));
}

function startsWithDot({ graph }: Solver, node: Node): boolean {
  const def = graph.defs[graph.origin(node)];
  return def?.kind === "concat" && typeof def.parts[0] === "string" && def.parts[0].startsWith(".");
}

/** The host of a URL, or what methods made of it; a helper's parameter when all that it is given are such hosts. */
function isHost(judge: Judge, node: Node, reach = 8): boolean {
  const { solver } = judge;
  const { graph } = solver;
  const at = graph.origin(node);
  const def = graph.defs[at];
  if (def?.kind === "get") return isHostRead(solver, def);
  if (reach === 0) return false;
  if (def?.kind === "call") return meaningsOf(judge, at).includes("host") || (def.site.receiver !== NO_NODE && isHost(judge, def.site.receiver, reach - 1));
  if (def !== undefined && def.kind !== "param") return false;
  const from = graph.sourcesOf(at);
  return from.length > 0 && from.length <= 8 && from.every((one) => isHost(judge, one, reach - 1));
}

/** The member is the host of a parsed URL, as a model says of the object; a field of that name on anything else may hold any text. */
export function isHostRead(solver: Solver, { object, field }: Extract<Def, { kind: "get" }>): boolean {
  for (const token of tokensAt(solver, object)) if (token.kind === "api" && token.api.members.get(field)?.read?.as === "host") return true;
  return false;
}
