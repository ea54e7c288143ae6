import type { AST } from "@eslint-community/regexpp";
import { parsePattern } from "./regex-compile.js";

/** Steps of a backtracking matcher, a few milliseconds. */
const MOST_STEPS = 2_000_000;
/** Repetitions inside repetitions may take twice as long with each further character. */
const LONGEST_NESTED = 16;

/** Matching the text against the expression takes few steps, whatever the text is. */
export function staysCheap(pattern: string, flags: string, text: string): boolean {
  const parsed = parsePattern(pattern, flags);
  if (parsed === undefined) return false;
  const { depth, count } = repetitionsIn(parsed.alternatives);
  if (depth > 1 && text.length > LONGEST_NESTED) return false;
  // each repetition in a row may begin and end anywhere
  return (text.length + 1) ** Math.min(count + 1, 10) * pattern.length <= MOST_STEPS || (count <= 1 && depth <= 1 && text.length * pattern.length <= MOST_STEPS);
}

interface Repetitions {
  /** How deep repetitions stand in others. */
  readonly depth: number;
  readonly count: number;
}

function repetitionsIn(alternatives: readonly AST.Alternative[]): Repetitions {
  const all = alternatives.flatMap(({ elements }) => elements.map(repetitionsOf));
  return { depth: Math.max(0, ...all.map(({ depth }) => depth)), count: all.reduce((sum, { count }) => sum + count, 0) };
}

function repetitionsOf(element: AST.Element): Repetitions {
  if (element.type === "Quantifier") {
    const { depth, count } = repetitionsOf(element.element);
    return element.max > 1 ? { depth: depth + 1, count: count + 1 } : { depth, count };
  }
  if (element.type === "Group" || element.type === "CapturingGroup") return repetitionsIn(element.alternatives);
  if (element.type === "Assertion" && (element.kind === "lookahead" || element.kind === "lookbehind")) return repetitionsIn(element.alternatives);
  return { depth: 0, count: 0 };
}
