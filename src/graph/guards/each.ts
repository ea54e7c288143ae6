import { clearedByMatch, clearedByMiss, literalPattern, matchesText } from "../../text/regex.js";
import { ALL_DANGERS, type Dangers } from "../../models/kinds.js";
import { regexOf, singleText, textsOf } from "../constants.js";
import type { CallSite, Node } from "../graph.js";
import type { Judge } from "./judge.js";
import type { Solver } from "../solver.js";

/** A regular expression, as text. */
interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

/** A parameter or a loop's variable that stands for all members of a list in turn: what is said with it holds for each of them. */
export interface Each {
  readonly node: Node;
  readonly texts: readonly string[];
  readonly patterns: readonly Pattern[];
}

const DEEPEST = 8;

/** Judges what was said of each member of a list that the program writes out; the judge as it is for other lists. */
export function judgeEach(judge: Judge, list: Node, node: Node | undefined): Judge {
  const members = node === undefined ? undefined : membersOf(judge.solver, list, DEEPEST);
  if (node === undefined || members === undefined || members.length === 0) return judge;
  const texts = members.filter((member) => typeof member === "string");
  const patterns = members.filter((member) => typeof member !== "string");
  return { ...judge, each: { node: judge.solver.graph.origin(node), texts, patterns }, sigmas: new Map(), summaries: new Map() };
}

/** Whether a list or Set that the program writes out has this text among its members. */
export function hasMember(solver: Solver, list: Node, text: string): boolean {
  return list >= 0 && membersOf(solver, list, DEEPEST)?.includes(text) === true;
}

/** The texts that a list or Set holds which the program writes out; none where it holds something else as well. */
export function listedTexts(solver: Solver, list: Node): readonly string[] {
  const members = list >= 0 ? (membersOf(solver, list, DEEPEST) ?? []) : [];
  const texts = members.filter((member) => typeof member === "string");
  return texts.length === members.length ? texts : [];
}

/** What a list or Set holds at least, where a literal tells it; undefined where some member is not known. */
function membersOf(solver: Solver, list: Node, reach: number): (string | Pattern)[] | undefined {
  const { graph } = solver;
  if (reach === 0) return undefined;
  const text = singleText(solver, list);
  if (text !== undefined) return [...text];
  const at = graph.origin(list);
  const def = graph.defs[at];
  if (def?.kind === "call") return membersOfMade(solver, def.site, reach);
  if (def?.kind !== "array") {
    const [from, ...others] = def === undefined || def.kind === "cell" ? graph.sourcesOf(at) : [];
    return from === undefined || others.length > 0 ? undefined : membersOf(solver, from, reach - 1);
  }
  const members: (string | Pattern)[] = [];
  for (const { node, spread } of def.items) {
    const text = spread ? undefined : singleText(solver, node);
    const pattern = spread || text !== undefined ? undefined : regexOf(solver, node);
    const more = spread ? membersOf(solver, node, reach - 1) : text !== undefined ? [text] : pattern !== undefined ? [pattern] : undefined;
    if (more === undefined) return undefined;
    members.push(...more);
  }
  return members;
}

/** `new Set(["a", "b"])`, `"ab".split("")`. */
function membersOfMade(solver: Solver, { callee, isNew, method, receiver, args }: CallSite, reach: number): (string | Pattern)[] | undefined {
  const made = solver.graph.defs[callee];
  const [first] = args;
  if (first === undefined || first.spread) return undefined;
  if (isNew) return made?.kind === "global" && made.name === "Set" ? membersOf(solver, first.node, reach - 1) : undefined;
  const text = method === "split" ? singleText(solver, receiver) : undefined;
  const at = singleText(solver, first.node);
  return text === undefined || at === undefined ? undefined : text.split(at);
}

/** What is cleared of a text in which none of these is found; `start`: at its start alone. Of texts of which one is looked for, no more than each of them tells. */
export function clearedWithout(judge: Judge, sought: Node, start: boolean, more: (text: string) => Dangers): Dangers {
  const source = (text: string): string => `${start ? "^" : ""}${literalPattern(text)}`;
  const asked = judge.text;
  const holds = (text: string): boolean => (start ? asked?.startsWith(text) : asked?.includes(text)) === true;
  const all = textsOfEach(judge, sought);
  const texts = textsOf(judge.solver, sought) ?? [];
  if (asked !== undefined) return (all?.some(holds) ?? (texts.length > 0 && texts.every(holds))) ? ALL_DANGERS : 0;
  if (all !== undefined) return all.reduce((bits, text) => bits | more(text), clearedByMiss(all.map(source).join("|"), ""));
  return texts.map((text) => clearedByMiss(source(text), "") | more(text)).reduce((bits, one) => bits & one, texts.length === 0 ? 0 : -1);
}

/** The texts for all of which the node stands. */
export function textsOfEach({ solver, each }: Judge, node: Node): readonly string[] | undefined {
  return each !== undefined && each.texts.length > 0 && solver.graph.origin(node) === each.node ? each.texts : undefined;
}

/** What is cleared of a text by a match, or by a miss, of what a node holds. */
export function clearedByPattern(judge: Judge, regex: Node, truth: boolean): Dangers {
  const { solver, each } = judge;
  if (each !== undefined && each.patterns.length > 0 && solver.graph.origin(regex) === each.node) return truth ? each.patterns.reduce((bits, one) => bits | clearedByOne(judge, one, true), 0) : clearedByMisses(judge, each.patterns);
  const known = regexOf(solver, regex);
  return known === undefined ? 0 : clearedByOne(judge, known, truth);
}

/** What is cleared of a text by a match, or by a miss, of one pattern. */
export function clearedByOne({ text }: Judge, { pattern, flags }: Pattern, truth: boolean): Dangers {
  const outcome = text === undefined ? undefined : matchesText(pattern, flags, text);
  if (outcome !== undefined) return outcome === truth ? 0 : ALL_DANGERS;
  return truth ? clearedByMatch(pattern, flags) : clearedByMiss(pattern, flags);
}

/** Patterns with the same flags are one pattern, which tells more than each by itself; one that counts its groups stands alone. */
function clearedByMisses(judge: Judge, patterns: readonly Pattern[]): Dangers {
  const joined = new Map<string, string[]>();
  if (judge.text !== undefined) return patterns.reduce((bits, one) => bits | clearedByOne(judge, one, false), 0);
  let bits = 0;
  for (const { pattern, flags } of patterns) {
    const key = flags.replace(/[dg]/g, "");
    if (/\\[1-9k]|\(\?</.test(pattern)) bits |= clearedByMiss(pattern, key);
    else joined.set(key, [...(joined.get(key) ?? []), `(?:${pattern})`]);
  }
  for (const [flags, alike] of joined) bits |= clearedByMiss(alike.join("|"), flags);
  return bits;
}
