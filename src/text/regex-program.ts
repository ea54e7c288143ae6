import type { AST } from "@eslint-community/regexpp";
import { characterSet, singleCharacter } from "./regex-alphabet.js";

/** One step of a backtracking matcher. */
export type Instruction =
  | { readonly op: "char"; readonly test: (char: string) => boolean }
  /** Goes on at `first`, and at `second` if that fails. */
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  /** A loop's round begins; `check` fails when it ends where it began. */
  | { readonly op: "mark" | "check" }
  | { readonly op: "place"; readonly holds: (text: string, at: number) => boolean }
  /** Something that is found from here (or up to here) or not; the search stands behind, and `next` goes on. */
  | { readonly op: "look"; readonly behind: boolean; readonly negate: boolean; next: number }
  | { readonly op: "match" };

const MOST_INSTRUCTIONS = 3000;

/** Says that a pattern has no program: it is too large, or refers back to what it found. */
class Unfit extends Error {}

/** The steps of a pattern; undefined when it is too large or has back references. */
export function compileProgram(pattern: AST.Pattern, flags: string): readonly Instruction[] | undefined {
  const program: Instruction[] = [];
  try {
    addAlternatives({ program, flags }, pattern.alternatives);
  } catch (error) {
    if (error instanceof Unfit) return undefined;
    throw error;
  }
  program.push({ op: "match" });
  return program;
}

interface Target {
  readonly program: Instruction[];
  readonly flags: string;
}

function addAlternatives(target: Target, alternatives: readonly AST.Alternative[]): void {
  const { program } = target;
  const ends: { to: number }[] = [];
  alternatives.forEach(({ elements }, index) => {
    const isLast = index === alternatives.length - 1;
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    if (!isLast) program.push(split);
    for (const element of elements) addElement(target, element);
    if (isLast) return;
    const end = { op: "jump" as const, to: 0 };
    program.push(end);
    ends.push(end);
    split.second = program.length;
  });
  for (const end of ends) end.to = program.length;
}

function addElement(target: Target, element: AST.Element): void {
  const { program, flags } = target;
  if (program.length > MOST_INSTRUCTIONS) throw new Unfit();
  switch (element.type) {
    case "Character":
      program.push({ op: "char", test: remembering(singleCharacter(element.value, flags).test) });
      return;
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass":
      program.push({ op: "char", test: remembering(characterSet(element.raw, flags).test) });
      return;
    case "Group":
      if (element.modifiers) throw new Unfit();
      return addAlternatives(target, element.alternatives);
    case "CapturingGroup":
      return addAlternatives(target, element.alternatives);
    case "Quantifier":
      return addQuantifier(target, element);
    case "Assertion":
      return addAssertion(target, element);
    case "Backreference":
      throw new Unfit();
  }
}

/** A text has few different characters, and each is asked for often. */
function remembering(test: (char: string) => boolean): (char: string) => boolean {
  const known = new Map<string, boolean>();
  return (char) => {
    let answer = known.get(char);
    if (answer === undefined) known.set(char, (answer = test(char)));
    return answer;
  };
}

function addQuantifier(target: Target, { element, min, max, greedy }: AST.Quantifier): void {
  const { program } = target;
  for (let count = 0; count < min; count += 1) addElement(target, element);
  if (max === Infinity) {
    const start = program.length;
    const split = addSplit(program);
    program.push({ op: "mark" });
    addElement(target, element);
    program.push({ op: "check" }, { op: "jump", to: start });
    aim(split, start + 1, program.length, greedy);
    return;
  }
  const splits: { readonly split: Extract<Instruction, { op: "split" }>; readonly at: number }[] = [];
  for (let count = min; count < max; count += 1) {
    splits.push({ split: addSplit(program), at: program.length });
    addElement(target, element);
  }
  for (const { split, at } of splits) aim(split, at, program.length, greedy);
}

function addSplit(program: Instruction[]): Extract<Instruction, { op: "split" }> {
  const split = { op: "split" as const, first: 0, second: 0 };
  program.push(split);
  return split;
}

function aim(split: Extract<Instruction, { op: "split" }>, round: number, end: number, greedy: boolean): void {
  split.first = greedy ? round : end;
  split.second = greedy ? end : round;
}

function addAssertion(target: Target, assertion: AST.Assertion): void {
  const { program, flags } = target;
  if (assertion.kind === "lookahead" || assertion.kind === "lookbehind") {
    const look = { op: "look" as const, behind: assertion.kind === "lookbehind", negate: assertion.negate, next: 0 };
    program.push(look);
    addAlternatives(target, assertion.alternatives);
    program.push({ op: "match" });
    look.next = program.length;
    return;
  }
  // the host itself says where a place is: this is one step, whatever the text is
  const place = new RegExp(assertion.raw, `y${flags.replace(/[^imuv]/g, "")}`);
  program.push({
    op: "place",
    holds: (text, at) => {
      place.lastIndex = at;
      return place.test(text);
    },
  });
}
