import { createRequire } from "node:module";
import type * as Regexpp from "@eslint-community/regexpp";
import type { AST, RegExpParser } from "@eslint-community/regexpp";
import { characterSet, singleCharacter, type CharacterSet } from "./regex-alphabet.js";

/** A condition on the place between two characters. */
export type Assertion =
  | { readonly at: "start" | "line-start" | "end" | "line-end" | "boundary" | "no-boundary" }
  | { readonly at: "behind"; readonly set: number; readonly negate: boolean };

/** A state of an alternating automaton: what must hold of the rest of the text. States are numbers, `FAIL` and `ALL` the first two. */
export type State =
  | { readonly op: "fail" }
  | { readonly op: "all" }
  | { readonly op: "char"; readonly set: number; readonly next: number }
  | { readonly op: "or"; readonly of: readonly number[] }
  | { readonly op: "and"; readonly left: number; readonly right: number }
  | { readonly op: "not"; readonly of: number }
  | { readonly op: "assert"; readonly assertion: Assertion; readonly next: number };

export const FAIL = 0;
export const ALL = 1;

/** States under construction, with the sets and the non-ASCII characters that the patterns name. */
export interface Machine {
  readonly states: State[];
  readonly sets: CharacterSet[];
  readonly named: Set<number>;
  readonly known: Map<string, number>;
  /** Steps left; below zero the machine is of no use. */
  fuel: number;
}

/** What a pattern must be read as when a construct cannot be expressed: a larger language ("over") or a smaller one ("under"). */
export type Bias = "over" | "under";

const FUEL = 3000;
const LONGEST_PATTERN = 2000;
/** Counts above this are loosened ("over") or tightened ("under"): no danger hangs on the exact length of a text. */
const LARGEST_COUNT = { over: 10, under: 64 } as const;

/** A machine without patterns. */
export function newMachine(): Machine {
  return { states: [{ op: "fail" }, { op: "all" }], sets: [], named: new Set(), known: new Map(), fuel: FUEL };
}

/** Parses a pattern; undefined when it is malformed or too long. */
export function parsePattern(source: string, flags: string): AST.Pattern | undefined {
  if (source.length > LONGEST_PATTERN) return undefined;
  try {
    return parser().parsePattern(source, 0, source.length, { unicode: flags.includes("u"), unicodeSets: flags.includes("v") });
  } catch {
    // The text of a linted project is no regular expression: nothing can be said of it.
    return undefined;
  }
}

let cached: RegExpParser | undefined;
/** Loaded when the first pattern comes: most files have none that stands on a flow. */
function parser(): RegExpParser {
  if (cached === undefined) {
    const regexpp = createRequire(import.meta.url)("@eslint-community/regexpp") as typeof Regexpp;
    cached = new regexpp.RegExpParser({ ecmaVersion: 2025 });
  }
  return cached;
}

/**
 * Adds the language of all texts in which the pattern is found somewhere, and gives its first state. Look-aheads, anchors and word
 * boundaries are exact; look-behinds of more than one character, back references and inline flags follow the bias.
 */
export function addPattern(machine: Machine, pattern: AST.Pattern, flags: string, bias: Bias): number {
  const start = compileAlternatives({ machine, flags, bias }, pattern.alternatives, ALL, ALL);
  return flags.includes("y") ? add(machine, { op: "assert", assertion: { at: "start" }, next: start }) : anywhere(machine, start);
}

/** Adds the negation of a state. */
export function addNot(machine: Machine, of: number): number {
  if (of === FAIL) return ALL;
  if (of === ALL) return FAIL;
  return add(machine, { op: "not", of });
}

/** Adds the language of texts made of these characters only. */
export function addRepeated(machine: Machine, set: CharacterSet): number {
  const loop = reserve(machine);
  const end = add(machine, { op: "assert", assertion: { at: "end" }, next: ALL });
  fill(machine, loop, [end, add(machine, { op: "char", set: addSet(machine, set), next: loop })]);
  return loop;
}

interface Reading {
  readonly machine: Machine;
  readonly flags: string;
  readonly bias: Bias;
}

/**
 * Every compile function takes two continuations: `some` when this part of the pattern took a character since the innermost loop began, `none`
 * when it took nothing. A loop passes FAIL for `none`, as JavaScript ends a loop whose round is empty; so no state leads to itself without a character.
 */
function compileAlternatives(reading: Reading, alternatives: readonly AST.Alternative[], some: number, none: number): number {
  return or(reading.machine, alternatives.map((alternative) => {
    let whenSome = some;
    let whenNone = none;
    for (let at = alternative.elements.length - 1; at >= 0; at--) {
      const element = alternative.elements[at];
      if (element === undefined) break;
      const same = whenSome === whenNone;
      const next = compileElement(reading, element, whenSome, whenSome);
      whenNone = same ? next : compileElement(reading, element, whenSome, whenNone);
      whenSome = next;
    }
    return whenNone;
  }));
}

function compileElement(reading: Reading, element: AST.Element, some: number, none: number): number {
  const { machine, flags } = reading;
  if (machine.fuel-- < 0) return FAIL;
  switch (element.type) {
    case "Character":
      if (element.value > 127) machine.named.add(element.value);
      return add(machine, { op: "char", set: addSet(machine, singleCharacter(element.value, flags)), next: some });
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass": {
      const set = setOf(machine, element, flags);
      return set === undefined ? unknown(reading, some, none) : add(machine, { op: "char", set, next: some });
    }
    case "Group":
      return element.modifiers ? unknown(reading, some, none) : compileAlternatives(reading, element.alternatives, some, none);
    case "CapturingGroup":
      return compileAlternatives(reading, element.alternatives, some, none);
    case "Quantifier":
      return compileQuantifier(reading, element, some, none);
    case "Backreference":
      return unknown(reading, some, none);
    case "Assertion":
      return compileAssertion(reading, element, none);
  }
}

function compileQuantifier(reading: Reading, { element, min, max }: AST.Quantifier, some: number, none: number): number {
  const { machine, bias } = reading;
  const largest = LARGEST_COUNT[bias];
  if (min > largest && bias === "under") return FAIL;
  const least = Math.min(min, largest);
  let whenSome = some;
  let whenNone = none;
  if (max === Infinity || (max > largest && bias === "over")) {
    const loop = reserve(machine);
    fill(machine, loop, [some, compileElement(reading, element, loop, FAIL)]);
    whenNone = some === none ? loop : or(machine, [none, compileElement(reading, element, loop, FAIL)]);
    whenSome = loop;
  } else {
    for (let count = Math.min(max, largest) - least; count > 0 && machine.fuel >= 0; count--) {
      const round = compileElement(reading, element, whenSome, FAIL);
      whenSome = or(machine, [some, round]);
      whenNone = or(machine, [none, round]);
    }
  }
  for (let count = least; count > 0 && machine.fuel >= 0; count--) {
    const same = whenSome === whenNone;
    const next = compileElement(reading, element, whenSome, whenSome);
    whenNone = same ? next : compileElement(reading, element, whenSome, whenNone);
    whenSome = next;
  }
  return whenNone;
}

function compileAssertion(reading: Reading, assertion: AST.Assertion, next: number): number {
  const { machine, flags, bias } = reading;
  const lines = flags.includes("m");
  switch (assertion.kind) {
    case "start":
      return add(machine, { op: "assert", assertion: { at: lines ? "line-start" : "start" }, next });
    case "end":
      return add(machine, { op: "assert", assertion: { at: lines ? "line-end" : "end" }, next });
    case "word":
      return add(machine, { op: "assert", assertion: { at: assertion.negate ? "no-boundary" : "boundary" }, next });
    case "lookahead": {
      if (!assertion.negate) return add(machine, { op: "and", left: compileAlternatives(reading, assertion.alternatives, ALL, ALL), right: next });
      const inner = { ...reading, bias: bias === "over" ? "under" : "over" } as const;
      return add(machine, { op: "and", left: addNot(machine, compileAlternatives(inner, assertion.alternatives, ALL, ALL)), right: next });
    }
    case "lookbehind": {
      const only = assertion.alternatives.length === 1 && assertion.alternatives[0]?.elements.length === 1 ? assertion.alternatives[0].elements[0] : undefined;
      const set = only === undefined ? undefined : setOf(machine, only, flags);
      if (set === undefined) return bias === "over" ? next : FAIL;
      return add(machine, { op: "assert", assertion: { at: "behind", set, negate: assertion.negate }, next });
    }
  }
}

/** The set of an element that takes exactly one character; undefined for others, and for classes that hold strings or nothing that we know. */
function setOf(machine: Machine, element: AST.Element, flags: string): number | undefined {
  if (element.type === "Character") return addSet(machine, singleCharacter(element.value, flags));
  if (element.type !== "CharacterSet" && element.type !== "CharacterClass" && element.type !== "ExpressionCharacterClass") return undefined;
  if (flags.includes("v") && element.type !== "CharacterSet" && /\\q|\\p|&&|\[.*\[/.test(element.raw)) return undefined;
  if (/\\p/i.test(element.raw) && !/[\w\u00e9\u4e2d]/.test(sampled(element.raw, flags))) return undefined;
  if (element.type === "CharacterClass") {
    for (const part of element.elements) {
      if (part.type === "Character" && part.value > 127) machine.named.add(part.value);
      // The ends, and their neighbours outside: a negated range is told from the characters around it.
      if (part.type === "CharacterClassRange" && part.max.value > 127) {
        for (const code of [part.min.value - 1, part.min.value, part.max.value, part.max.value + 1]) if (code > 127 && code <= 0x10ffff) machine.named.add(code);
      }
    }
  }
  return addSet(machine, characterSet(element.raw, flags));
}

/** Those of a few well-known characters that a class with a property escape holds. */
function sampled(source: string, flags: string): string {
  const set = characterSet(source, flags);
  return [..."aZ0_\u00e9\u4e2d"].filter((char) => set.test(char)).join("");
}

/** A part that cannot be expressed: anything at all, or nothing. */
function unknown({ machine, bias }: Reading, some: number, none: number): number {
  return bias === "under" ? FAIL : or(machine, [none, anywhere(machine, some)]);
}

/** Any characters, then the state. */
function anywhere(machine: Machine, next: number): number {
  const key = `anywhere ${next}`;
  let loop = machine.known.get(key);
  if (loop === undefined) {
    loop = reserve(machine);
    machine.known.set(key, loop);
    fill(machine, loop, [next, add(machine, { op: "char", set: addSet(machine, { source: "any", test: () => true }), next: loop })]);
  }
  return loop;
}

function or(machine: Machine, of: readonly number[]): number {
  const some = [...new Set(of)].filter((state) => state !== FAIL);
  if (some.includes(ALL)) return ALL;
  const [first] = some;
  return first === undefined ? FAIL : some.length === 1 ? first : add(machine, { op: "or", of: some });
}

/** A state whose meaning comes later, for loops. */
function reserve(machine: Machine): number {
  return machine.states.push({ op: "fail" }) - 1;
}

function fill(machine: Machine, state: number, of: readonly number[]): void {
  machine.states[state] = { op: "or", of: of.filter((part) => part !== FAIL) };
}

/** Equal states are one: without this, unrolled alternatives multiply. */
function add(machine: Machine, state: State): number {
  if (state.op === "char" && state.next === FAIL) return FAIL;
  if (state.op === "assert" && state.next === FAIL) return FAIL;
  if (state.op === "and" && (state.left === FAIL || state.right === FAIL)) return FAIL;
  if (state.op === "and" && state.left === ALL) return state.right;
  const key = JSON.stringify(state);
  let index = machine.known.get(key);
  if (index === undefined) {
    machine.fuel--;
    index = machine.states.push(state) - 1;
    machine.known.set(key, index);
  }
  return index;
}

function addSet(machine: Machine, set: CharacterSet): number {
  const key = `set ${set.source}`;
  let index = machine.known.get(key);
  if (index === undefined) {
    index = machine.sets.push(set) - 1;
    machine.known.set(key, index);
  }
  return index;
}
