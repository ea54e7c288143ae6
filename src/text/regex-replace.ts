import type { AST } from "@eslint-community/regexpp";
import { DANGERS, dangers, NO_DANGERS, type Danger, type Dangers } from "../models/kinds.js";
import { characterSet, singleCharacter, type CharacterSet } from "./regex-alphabet.js";
import { judgeCharacters } from "./regex-dangers.js";

/** A replacement as far as it can be told from its text. */
interface Replacement {
  /** What stands for one matched character; for "" what the replacement writes by itself. */
  readonly expand: (char: string) => string;
  /** The matched text comes back inside it. */
  readonly keeps: boolean;
}

/** The characters that a backslash makes harmless at the top level of a shell, and so the dangers that go with them. */
const ESCAPED: readonly (readonly [danger: Danger, characters: string])[] = [
  ["METACHARACTER", ";&|<>()"],
  ["SUBSTITUTION", "$`"],
  ["SPACE", " \t\n"],
  ["NEWLINE", "\n\r"],
  ["DOUBLE_QUOTE", "\""],
  ["BACKQUOTE", "`"],
];

/** What `text.replace(pattern, replacement)` with the flag `g` rules out, for a pattern that takes characters out one by one or in runs. */
export function judgeReplaceAll(pattern: AST.Pattern, flags: string, text: string, before: Dangers): Dangers {
  const matched = matchedCharacters(pattern, flags);
  const replacement = readReplacement(text, isWhollyCaptured(pattern));
  if (replacement === undefined) return NO_DANGERS;
  const dots = judgeDots(pattern, replacement);
  if (matched.length === 0) return dots;
  const removed = (char: string): boolean => matched.some((set) => set.test(char));
  const written = replacement.expand("");
  // A character is in the result when no match takes it, or when the replacement writes it.
  const result: CharacterSet = {
    source: "result",
    test: (char) => !removed(char) || replacement.keeps || written.includes(char),
  };
  const named = [...written].flatMap((char) => char.codePointAt(0) ?? []).filter((code) => code > 127);
  let cleared = dots | judgeCharacters(result, named, flags.replace("m", ""));
  cleared |= judgeQuotes(removed, replacement);
  cleared |= judgeEscapes(removed, replacement, before);
  return cleared;
}

/** What a replacement at the start of the text rules out: `/^-+/`, `/^\/+/`. It needs no `g`. */
export function judgeReplaceStart(pattern: AST.Pattern, flags: string, text: string): Dangers {
  // Alternatives that reach to the end of the text, as in /^-+|-+$/g, leave the start alone or take everything.
  const [alternative, ...others] = pattern.alternatives.filter(({ elements }) => !isEnd(elements[elements.length - 1]) || flags.includes("m"));
  if (alternative === undefined || others.length > 0) return NO_DANGERS;
  const [anchor, element, ...rest] = alternative.elements;
  if (anchor?.type !== "Assertion" || anchor.kind !== "start" || element === undefined || rest.length > 0) return NO_DANGERS;
  const sets = setsOf(element, flags);
  const replacement = readReplacement(text, false);
  if (sets.length === 0 || replacement === undefined) return NO_DANGERS;
  const takes = (char: string): boolean => sets.some((set) => set.test(char));
  // With an empty replacement the rest of the text moves up, so the whole run must be taken.
  const run = element.type === "Quantifier" && element.max === Infinity && element.greedy;
  const starts = (char: string): boolean => (text === "" ? !run : replacement.expand(char).startsWith(char));
  let cleared = NO_DANGERS;
  if (takes("-") && !starts("-")) cleared |= DANGERS.DASH;
  // Stripping leading slashes is the idiom that makes a path relative; drives are not looked at.
  if (takes("/") && !starts("/")) cleared |= DANGERS.ABSOLUTE;
  return cleared;
}

function isEnd(element: AST.Element | undefined): boolean {
  return element?.type === "Assertion" && element.kind === "end";
}

/** The sets whose every character is taken out by some match. All alternatives must take something, or an empty match could step over a character. */
function matchedCharacters(pattern: AST.Pattern, flags: string): CharacterSet[] {
  const sets: CharacterSet[] = [];
  for (const { elements } of pattern.alternatives) {
    if (!elements.some(takesSomething)) return [];
    // what stands beside a character may be missing: the character is taken wherever it is
    const [only, ...others] = elements.filter((element) => element.type !== "Quantifier" || element.min > 0);
    if (only !== undefined && others.length === 0) sets.push(...setsOf(only, flags));
    else if (only === undefined && elements.length === 1 && elements[0] !== undefined) sets.push(...setsOf(elements[0], flags));
  }
  return sets;
}

function takesSomething(element: AST.Element): boolean {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass": return true;
    case "Quantifier": return element.min > 0 && takesSomething(element.element);
    case "Group":
    case "CapturingGroup": return element.alternatives.every((alternative) => alternative.elements.some(takesSomething));
    default: return false;
  }
}

/** The sets of an element that stands for one character or a run of them. */
function setsOf(element: AST.Element, flags: string): CharacterSet[] {
  switch (element.type) {
    case "Character": return [singleCharacter(element.value, flags)];
    case "CharacterSet":
    case "CharacterClass": return flags.includes("v") ? [] : [characterSet(element.raw, flags)];
    case "Quantifier": return element.min === 1 || (element.min === 0 && element.greedy && element.max === Infinity) ? setsOf(element.element, flags) : [];
    case "Group":
    case "CapturingGroup": {
      if (element.type === "Group" && element.modifiers) return [];
      const sets = element.alternatives.map(({ elements: [only, ...rest] }) => (only === undefined || rest.length > 0 ? [] : setsOf(only, flags)));
      return sets.every((part) => part.length > 0) ? sets.flat() : [];
    }
    default: return [];
  }
}

/** `$1` is the whole match. */
function isWhollyCaptured(pattern: AST.Pattern): boolean {
  const [alternative, ...others] = pattern.alternatives;
  return others.length === 0 && alternative?.elements.length === 1 && alternative.elements[0]?.type === "CapturingGroup";
}

function readReplacement(text: string, whole: boolean): Replacement | undefined {
  const parts: (string | undefined)[] = [];
  let at = 0;
  for (const { 0: token, index } of text.matchAll(/\$(?:[$&`']|\d\d?|<[^>]*>)/g)) {
    parts.push(text.slice(at, index));
    at = index + token.length;
    if (token === "$$") parts.push("$");
    else if (token === "$&" || (token === "$1" && whole)) parts.push(undefined);
    else return undefined;
  }
  parts.push(text.slice(at));
  return { expand: (char) => parts.map((part) => part ?? char).join(""), keeps: parts.includes(undefined) };
}

/** Runs of dots cannot grow together again when the whole run goes, or when something else stands in its place. */
function judgeDots(pattern: AST.Pattern, replacement: Replacement): Dangers {
  if (replacement.keeps) return NO_DANGERS;
  const [alternative, ...others] = pattern.alternatives;
  if (alternative === undefined || others.length > 0) return NO_DANGERS;
  const dots = alternative.elements.map(({ raw }) => raw);
  const run = dots.join("");
  const written = replacement.expand("");
  if (written.includes("..")) return NO_DANGERS;
  if (/^(?:\\\.|\[\.\])*(?:\\\.|\[\.\])(?:\+|\{[12],\})$/.test(run) && dots.length <= 2) return DANGERS.DOTDOT;
  return run === "\\.\\." && written !== "" && !written.startsWith(".") && !written.endsWith(".") ? DANGERS.DOTDOT : NO_DANGERS;
}

/**
 * A quote is spent when it is doubled (SQL, PowerShell, and shells, where `''` closes and opens again) or when the string is closed,
 * the quote written outside, and the string opened again. A backslash does nothing inside single quotes of a shell or of standard SQL.
 */
function judgeQuotes(removed: (char: string) => boolean, replacement: Replacement): Dangers {
  let cleared = NO_DANGERS;
  if (removed("'") && ["''", "'\\''", "'\"'\"'"].includes(replacement.expand("'"))) cleared |= DANGERS.SINGLE_QUOTE;
  if (removed("\"") && ["\"\"", "\"\\\"\"", "\"'\"'\""].includes(replacement.expand("\""))) cleared |= DANGERS.DOUBLE_QUOTE;
  if (removed("\\") && replacement.expand("\\") === "\\\\") cleared |= DANGERS.BACKSLASH;
  return cleared;
}

/** A backslash before each character counts only when the text's own backslashes are escaped too, or gone before. */
function judgeEscapes(removed: (char: string) => boolean, replacement: Replacement, before: Dangers): Dangers {
  const escapes = (char: string): boolean => removed(char) && replacement.expand(char) === `\\${char}`;
  if (!escapes("\\") && (before & DANGERS.BACKSLASH) !== 0) return NO_DANGERS;
  const literal = escapes("'") ? DANGERS.LITERAL_QUOTE : NO_DANGERS;
  const cleared = ESCAPED.filter(([, characters]) => [...characters].every(escapes)).map(([danger]) => danger);
  return dangers(...cleared) | literal;
}
