import type { AST } from "@eslint-community/regexpp";
import { parsePattern } from "./regex-compile.js";
import { compileProgram, type Instruction } from "./regex-program.js";

/** Steps of the host's matcher, a millisecond or two; for a pattern that cannot be tried here, some more. */
const MOST_HOST_STEPS = 200_000;
const MOST_UNTRIED_STEPS = 4_000_000;
/** Steps of the matcher below, some milliseconds. */
const MOST_STEPS = 200_000;
const MOST_REMEMBERED = 500;
const LONGEST_TEXT = 100_000;

interface Shape {
  /** Repetitions without end, in a row. */
  readonly loops: number;
  /** A repetition stands inside another, or has ways to choose from: each round may double what is tried. */
  readonly nested: boolean;
  /** How many ways lead through it, repetitions without end aside. */
  readonly ways: number;
  readonly size: number;
}

interface Judged extends Shape {
  readonly program: readonly Instruction[] | undefined;
}

const judged = new Map<string, Judged | undefined>();

/**
 * The host can search the text for the expression, from all places, in few steps. What the shape of the pattern does not promise is tried
 * with a matcher that counts its steps. Deterministic; false when it cannot be told.
 */
export function staysCheap(pattern: string, flags: string, text: string): boolean {
  const known = judgePattern(pattern, flags);
  if (known === undefined || text.length > LONGEST_TEXT) return false;
  const { nested, loops, ways, size, program } = known;
  const most = program === undefined ? MOST_UNTRIED_STEPS : MOST_HOST_STEPS;
  if (!nested && (text.length + 1) ** (loops + 1) * ways * size <= most) return true;
  return program !== undefined && searchesWithin(program, text, MOST_STEPS);
}

function judgePattern(pattern: string, flags: string): Judged | undefined {
  const key = `${flags}/${pattern}`;
  if (judged.has(key)) return judged.get(key);
  const parsed = parsePattern(pattern, flags);
  const made = parsed === undefined ? undefined : { ...repetitionsIn(parsed.alternatives), program: compileProgram(parsed, flags) };
  if (judged.size >= MOST_REMEMBERED) judged.clear();
  judged.set(key, made);
  return made;
}

function repetitionsIn(alternatives: readonly AST.Alternative[]): Shape {
  const each = alternatives.map(({ elements }) => elements.map(repetitionsOf));
  const all = each.flat();
  return {
    loops: all.reduce((sum, one) => sum + one.loops, 0),
    nested: all.some(({ nested }) => nested),
    ways: each.reduce((sum, elements) => sum + elements.reduce((product, { ways }) => product * ways, 1), 0),
    size: all.reduce((sum, one) => sum + one.size, alternatives.length),
  };
}

const ONE_STEP: Shape = { loops: 0, nested: false, ways: 1, size: 1 };

function repetitionsOf(element: AST.Element): Shape {
  switch (element.type) {
    case "Quantifier": {
      const { min, max } = element;
      const inner = repetitionsOf(element.element);
      const nested = inner.nested || (max > 1 && inner.loops > 0);
      if (max === Infinity) return { loops: inner.loops + 1, nested: nested || inner.ways > 1, ways: 1, size: inner.size * Math.max(1, min) };
      return { loops: inner.loops * max, nested, ways: inner.ways ** max * (max - min + 1), size: inner.size * Math.max(1, max) ** 2 };
    }
    case "Group":
    case "CapturingGroup":
      return repetitionsIn(element.alternatives);
    case "Assertion":
      return element.kind === "lookahead" || element.kind === "lookbehind" ? repetitionsIn(element.alternatives) : ONE_STEP;
    case "Backreference":
      return { ...ONE_STEP, loops: 1 };
    default:
      return ONE_STEP;
  }
}

interface Fuel {
  left: number;
}

/** All matches in the text are found before the steps are spent. */
function searchesWithin(program: readonly Instruction[], text: string, steps: number): boolean {
  const fuel: Fuel = { left: steps };
  for (let at = 0; at <= text.length && fuel.left > 0; ) {
    const end = runFrom(program, 0, text, at, undefined, fuel);
    at = Math.max(at + 1, end ?? 0);
  }
  return fuel.left > 0;
}

/** Where loops began that the matcher stands in, the innermost first. */
interface Marks {
  readonly at: number;
  readonly outer: Marks | undefined;
}

/** The end of the match that begins at a place, the first that backtracking finds. */
function runFrom(program: readonly Instruction[], start: number, text: string, from: number, mustEnd: number | undefined, fuel: Fuel): number | undefined {
  const waiting: { readonly step: number; readonly at: number; readonly marks: Marks | undefined }[] = [{ step: start, at: from, marks: undefined }];
  for (let thread = waiting.pop(); thread !== undefined; thread = waiting.pop()) {
    let { step, at, marks } = thread;
    for (let alive = true; alive; ) {
      const instruction = program[step];
      if (instruction === undefined || (fuel.left -= 1) <= 0) return undefined;
      step += 1;
      switch (instruction.op) {
        case "char": {
          const char = text[at];
          alive = char !== undefined && instruction.test(char);
          at += 1;
          break;
        }
        case "split":
          waiting.push({ step: instruction.second, at, marks });
          step = instruction.first;
          break;
        case "jump":
          step = instruction.to;
          break;
        case "mark":
          marks = { at, outer: marks };
          break;
        case "check":
          alive = marks?.at !== at;
          marks = marks?.outer;
          break;
        case "place":
          alive = instruction.holds(text, at);
          break;
        case "look":
          alive = looks(program, step, text, at, instruction.behind, fuel) !== instruction.negate;
          step = instruction.next;
          break;
        case "match":
          if (mustEnd === undefined || mustEnd === at) return at;
          alive = false;
      }
    }
  }
  return undefined;
}

function looks(program: readonly Instruction[], start: number, text: string, at: number, behind: boolean, fuel: Fuel): boolean {
  if (!behind) return runFrom(program, start, text, at, undefined, fuel) !== undefined;
  for (let from = at; from >= 0 && fuel.left > 0; from -= 1) if (runFrom(program, start, text, from, at, fuel) !== undefined) return true;
  return false;
}
