import type { AST } from "@eslint-community/regexpp";
import { characterSet } from "./regex-alphabet.js";
import { parsePattern } from "./regex-compile.js";
import { staysCheap } from "./regex-effort.js";

/** A short text that a regular expression matches; undefined where none is found at once. */
export function exampleOf(pattern: string, flags: string): string | undefined {
  const parsed = parsePattern(pattern, flags);
  if (parsed === undefined) return undefined;
  const text = ofAlternatives(parsed.alternatives, flags);
  return text !== undefined && text.length < 200 && matches(pattern, flags, text) ? text : undefined;
}

/** Whether the expression matches; false where the answer would take long. */
export function matches(pattern: string, flags: string, text: string): boolean {
  return parsePattern(pattern, flags) !== undefined && staysCheap(pattern, flags, text) && new RegExp(pattern, flags.replace(/[gy]/g, "")).test(text);
}

function ofAlternatives([first]: readonly AST.Alternative[], flags: string): string | undefined {
  const parts = first?.elements.map((element) => ofElement(element, flags)) ?? [];
  return parts.includes(undefined) ? undefined : parts.join("");
}

function ofElement(element: AST.Element, flags: string): string | undefined {
  switch (element.type) {
    case "Character":
      return String.fromCodePoint(element.value);
    case "CharacterSet":
    case "CharacterClass": {
      const set = characterSet(element.raw, flags);
      return [...SAMPLES].find((char) => set.test(char));
    }
    case "Group":
    case "CapturingGroup":
      return ofAlternatives(element.alternatives, flags);
    case "Quantifier": {
      const once = ofElement(element.element, flags);
      const times = Math.min(element.max, Math.max(element.min, element.min === 0 && element.max === 1 ? 0 : 1));
      return times > 64 ? undefined : times === 0 ? "" : once?.repeat(times);
    }
    case "Assertion":
      return "";
    default:
      return undefined;
  }
}

const SAMPLES = "a1A-_./: @~";
