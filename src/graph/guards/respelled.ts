import { dangers, type Dangers } from "../../models/kinds.js";
import { takesOnly } from "../../text/regex-taken.js";
import { regexOf, singleText, textsOf } from "../constants.js";
import { type CallSite, type Node, NO_NODE } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import type { Judge } from "./judge.js";
import type { Solver } from "../solver.js";

/** What is said of a path however it is spelt. */
export const PLACE: Dangers = dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING");

/** Methods whose result is the same text to all tests that matter here. */
export const SAME_TEXT = new Set(["trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toString", "valueOf", "normalize"]);
/** Methods that cut a part out of a text. */
export const CUTS = new Set(["slice", "substring", "substr", "at", "charAt"]);

const REPLACES = new Set(["replace", "replaceAll"]);
const SAME_PLACE = new Set(["normalize", "resolve", "realpath", "identity"]);
const JOINS = new Set(["join", "resolve"]);
const SPELLING = /^[/\\"'`\s:]*$/;
/** What stands around an address of version 6 in a URL; in no host does one stand anywhere else. */
const BRACKETS = /^[[\]]*$/;
/** A zone, to the end of the text. */
const ZONE = /^%(?:25)?(?:\.|\[\^?[^\]]*\]|\\[wS])[*+]\$?$/;
const MOST_NODES = 200;

/** One question: the values that were looked at for it. */
interface Search {
  readonly judge: Judge;
  readonly subject: Node;
  readonly seen: Set<Node>;
}

/**
 * Whether a value is the subject spelt another way, however it came about: blanks and quotes taken off, separators doubled, halved or turned
 * round, a drive's letter written large, the whole put into normal form or resolved through links, its folder and its name taken apart and put together again. Law: no step takes dots or names away, so what lies inside a
 * folder under its other spelling is no `..` and no other absolute path under its own.
 */
export function isRespelt(judge: Judge, value: Node, subject: Node): boolean {
  return isSame({ judge, subject, seen: new Set() }, value);
}

/** Whether the function that a call runs gives an argument back, spelt another way, on every way out. */
export function respellsArgument(judge: Judge, { targets }: CallSite, index: number): boolean {
  const [target, ...others] = new Set(targets);
  const param = target?.params[index];
  if (target === undefined || param === undefined || others.length > 0 || target.exits.length === 0) return false;
  const seen = new Set<Node>();
  return target.exits.every((exit) => isSame({ judge, subject: param, seen }, exit.value));
}

function isSame(search: Search, value: Node): boolean {
  const { judge, subject, seen } = search;
  const { graph } = judge.solver;
  const at = graph.origin(value);
  if (at === subject || seen.has(at)) return true;
  if (value === NO_NODE || seen.size >= MOST_NODES) return false;
  seen.add(at);
  const def = graph.defs[at];
  switch (def?.kind) {
    case "phi":
      return def.inputs.every((input) => isSame(search, input));
    case "choice":
      return isSame(search, def.then) && isSame(search, def.else);
    case "concat":
      return def.parts.every((part) => (typeof part === "string" ? SPELLING.test(part) : isPart(search, part)));
    case "call":
      return isRespelling(search, def.site);
    default:
      return false;
  }
}

/** In a text that is put together, the parts of the subject count as it does. */
function isPart(search: Search, value: Node): boolean {
  const { solver } = search.judge;
  const def = solver.graph.defs[solver.graph.origin(value)];
  if (def?.kind === "call" && (isMethod(search, def.site, CUTS) || isMethod(search, def.site, SAME_TEXT) || isSpellingReplaced(search, def.site))) return isPart(search, def.site.receiver);
  const texts = textsOf(solver, value);
  return texts !== undefined && texts.length > 0 ? texts.every((text) => SPELLING.test(text)) : isSame(search, value);
}

function isRespelling(search: Search, site: CallSite): boolean {
  const { judge } = search;
  for (const { effects, args } of judge.callsOf.get(site) ?? []) {
    const steps = effects.steps.filter(({ row }) => SAME_PLACE.has(row.as ?? "identity"));
    const from = steps.flatMap((step) => placeNodes(judge.solver, site, args, step.from));
    if (new Set(from).size === 1 && from[0] !== undefined) return isSame(search, from[0]);
  }
  if (isPutTogether(search, site)) return true;
  if (isMethod(search, site, SAME_TEXT) || isSpellingReplaced(search, site)) return isSame(search, site.receiver);
  return isRespellingFunction(search, site);
}

/** `join(realpath(dirname(x)), basename(x))`. */
function isPutTogether(search: Search, site: CallSite): boolean {
  const [folder, name, ...others] = madeBy(search.judge, site, JOINS);
  return folder !== undefined && name !== undefined && others.length === 0 && isFolder(search, folder, DEEPEST) && isCut(search, name, "basename");
}

/** The folder of the subject, however it is spelt. */
function isFolder(search: Search, value: Node, reach: number): boolean {
  const { graph } = search.judge.solver;
  const def = graph.defs[graph.origin(value)];
  if (reach === 0) return false;
  switch (def?.kind) {
    case "phi":
      return def.inputs.every((input) => isFolder(search, input, reach - 1));
    case "choice":
      return isFolder(search, def.then, reach - 1) && isFolder(search, def.else, reach - 1);
    case "call": {
      const [from, ...others] = madeBy(search.judge, def.site, SAME_PLACE);
      return (from !== undefined && others.length === 0 && isFolder(search, from, reach - 1)) || isCut(search, value, "dirname") || isRespellingFunction(search, def.site, (one) => isFolder(search, one, reach - 1));
    }
    default:
      return false;
  }
}

/** The part of the subject that a step of this meaning cuts out of it. */
function isCut(search: Search, value: Node, meaning: string): boolean {
  const { graph } = search.judge.solver;
  const def = graph.defs[graph.origin(value)];
  const [from] = def?.kind === "call" ? madeBy(search.judge, def.site, new Set([meaning])) : [];
  return from !== undefined && isSame(search, from);
}

/** What steps of these meanings make a call's result from. */
export function madeBy({ solver, callsOf }: Judge, site: CallSite, meanings: ReadonlySet<string>): Node[] {
  return [...new Set((callsOf.get(site) ?? []).flatMap(({ effects, args }) => effects.steps.filter(({ row }) => meanings.has(row.as ?? "identity")).flatMap((step) => placeNodes(solver, site, args, step.from))))];
}

const DEEPEST = 4;

/** A library's `path.normalize` is no method of a text. */
function isMethod({ judge }: Search, site: CallSite, methods: ReadonlySet<string>): boolean {
  return site.method !== undefined && methods.has(site.method) && !(judge.callsOf.get(site) ?? []).some(({ effects }) => effects.steps.length > 0);
}

/** Every way out of every function that may run gives one of its parameters back, respelt, and the call passes the subject for it, or what is asked for in its place. */
function isRespellingFunction(search: Search, site: CallSite, isPassed = (node: Node): boolean => isSame(search, node)): boolean {
  const [target, ...others] = new Set(site.targets);
  if (target === undefined || others.length > 0 || target.exits.length === 0) return false;
  const index = site.args.findIndex((arg) => !arg.spread && isPassed(arg.node));
  const param = target.params[index];
  if (param === undefined) return false;
  return target.exits.every((exit) => isSame({ ...search, subject: param }, exit.value));
}

/** Only separators, quotes, blanks and colons are taken out, and only such are put in. */
function isSpellingReplaced({ judge }: Search, { method, args }: CallSite): boolean {
  const [pattern, replacement] = args;
  if (method === undefined || !REPLACES.has(method) || pattern === undefined || replacement === undefined) return false;
  const texts = textsOf(judge.solver, replacement.node);
  if (texts === undefined || texts.length === 0 || !texts.every((text) => SPELLING.test(text))) return false;
  const regex = regexOf(judge.solver, pattern.node);
  if (regex !== undefined) return takesOnly(regex.pattern, regex.flags, SPELLING);
  const literals = textsOf(judge.solver, pattern.node);
  return literals !== undefined && literals.length > 0 && literals.every((text) => SPELLING.test(text));
}

/** `hostname.replace(/^\[|\]$/g, "")`: nothing but brackets is taken out, and nothing is put in. */
export function takesBracketsOff(solver: Solver, { method, args }: CallSite): boolean {
  const [pattern, replacement] = args;
  if (method === undefined || !REPLACES.has(method) || pattern === undefined || replacement === undefined || singleText(solver, replacement.node) !== "") return false;
  const regex = regexOf(solver, pattern.node);
  return regex === undefined ? BRACKETS.test(singleText(solver, pattern.node) ?? "none") : takesOnly(regex.pattern, regex.flags, BRACKETS);
}

/** `address.replace(/%.*$/, "")`: the zone of an address of version 6 is taken off, which is no part of where it lies. */
export function takesZoneOff(solver: Solver, { method, args }: CallSite): boolean {
  const [pattern, replacement] = args;
  if (method === undefined || !REPLACES.has(method) || pattern === undefined || replacement === undefined || singleText(solver, replacement.node) !== "") return false;
  return ZONE.test(regexOf(solver, pattern.node)?.pattern ?? "");
}

/** `address.split("%")`: the address, and its zone. */
export function splitsZoneOff(solver: Solver, { method, args: [separator] }: CallSite): boolean {
  return method === "split" && separator !== undefined && singleText(solver, separator.node) === "%";
}
