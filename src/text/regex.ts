import { ALL_DANGERS, NO_DANGERS, type Dangers } from "../models/kinds.js";
import { addNot, addPattern, newMachine, parsePattern } from "./regex-compile.js";
import { judgeLanguage } from "./regex-dangers.js";
import { staysCheap } from "./regex-effort.js";
import { judgeReplaceAll, judgeReplaceStart } from "./regex-replace.js";

const MOST_REMEMBERED = 2000;
const remembered = new Map<string, Dangers>();

/**
 * The dangers that no text has which passes `new RegExp(pattern, flags).test(text)`. NO_DANGERS for a malformed pattern and for one
 * that is too large to judge; never throws.
 */
export function clearedByMatch(pattern: string, flags: string): Dangers {
  return remember(`match ${flags} ${pattern}`, () => judge(pattern, flags, true));
}

/** The dangers that no text has which fails the test: what a deny-list rules out. */
export function clearedByMiss(pattern: string, flags: string): Dangers {
  return remember(`miss ${flags} ${pattern}`, () => judge(pattern, flags, false));
}

/**
 * The dangers that the result of `replace` (`replaceAll` for `all`) cannot have. `replacement` undefined is a function or unknown: clears nothing.
 * `before` are the dangers of the text that goes in: a text without BACKSLASH may have its quotes escaped by a backslash alone.
 */
export function clearedByReplace(
  pattern: string | { readonly text: string; readonly all: boolean }, flags: string, replacement: string | undefined, before: Dangers = ALL_DANGERS,
): Dangers {
  if (replacement === undefined) return NO_DANGERS;
  const source = typeof pattern === "string" ? pattern : literalPattern(pattern.text);
  const all = typeof pattern === "string" ? flags.includes("g") : pattern.all;
  const own = typeof pattern === "string" ? flags : "";
  return remember(`replace ${all} ${own} ${before} ${source.length} ${source} ${replacement}`, () => {
    const parsed = flagsAreKnown(own) ? parsePattern(source, own) : undefined;
    if (parsed === undefined) return NO_DANGERS;
    return judgeReplaceStart(parsed, own, replacement) | (all && !own.includes("y") ? judgeReplaceAll(parsed, own, replacement, before) : NO_DANGERS);
  });
}

/** How a text comes out of `new RegExp(pattern, flags).test(text)`; undefined for a malformed pattern and for one that takes long. Never throws. */
export function matchesText(pattern: string, flags: string, text: string): boolean | undefined {
  return flagsAreKnown(flags) && staysCheap(pattern, flags, text) ? new RegExp(pattern, flags).test(text) : undefined;
}

/** The pattern that matches just this text. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function judge(pattern: string, flags: string, match: boolean): Dangers {
  const parsed = flagsAreKnown(flags) ? parsePattern(pattern, flags) : undefined;
  if (parsed === undefined) return NO_DANGERS;
  const machine = newMachine();
  const root = addPattern(machine, parsed, flags, match ? "over" : "under");
  return judgeLanguage(machine, match ? root : addNot(machine, root), flags);
}

function flagsAreKnown(flags: string): boolean {
  return /^[dgimsuvy]*$/.test(flags) && new Set(flags).size === flags.length && !/u.*v|v.*u/.test(flags);
}

function remember(key: string, compute: () => Dangers): Dangers {
  let value = remembered.get(key);
  if (value === undefined) {
    value = compute();
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, value);
  }
  return value;
}
