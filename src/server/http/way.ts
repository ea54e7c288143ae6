import type { Location } from "../../finding.js";
import type { Constant, FunctionIr, ModuleIr, Variable } from "../../ir/ir.js";
import type { Judge } from "../values/asked.js";
import type { Call } from "../values/code.js";

/** A test that a request passes on its way, and what the test is about. */
export interface WayTest {
  readonly text: string;
  readonly truth: boolean;
  readonly on: "setting" | "session" | "path" | "request" | "unknown";
  /** For a setting: it comes out so when nobody sets anything. */
  readonly byDefault: boolean;
  readonly location: Location;
}

/** A way through a function. */
export interface Way {
  /** A request must have brought what is asked for to get here. */
  readonly passed: boolean;
  /** It lacks what is asked for, where the function also turns away what is wrong. */
  readonly lacks: boolean;
  /** How tests came out that tell what is brought from what is lacking. */
  readonly told: ReadonlyMap<string, boolean>;
  /** Tests of what is asked for whose good side is not known, and how they came out. */
  readonly pending: ReadonlyMap<string, boolean>;
  readonly tests: readonly WayTest[];
  /** What tests of the same texts have to come out as. */
  readonly facts: ReadonlyMap<string, boolean | Constant>;
  readonly answered: boolean;
}

/** What is looked for in a function: calls, the call of a parameter, or its end. */
export interface Goal {
  isCall(module: ModuleIr, call: Call): boolean;
  /** Functions that lead to such a call. */
  readonly leads: ReadonlySet<FunctionIr>;
  /** The parameter that hands the request on. */
  readonly next: Variable | undefined;
  /** The parameter that answers; where there is no `next` the request is handed on when the function ends and nothing was answered. */
  readonly reply: Variable | undefined;
  readonly atEnd: boolean;
  /** A call that hands the request on to a check, with the rest behind it. */
  isChecked(module: ModuleIr, call: Call): boolean;
  /** What is known of requests: their method and their path. */
  readonly route: { readonly method: string | undefined; readonly path: string | undefined };
}

/** Where ways start. */
export const START: Way = { passed: false, lacks: false, told: new Map(), pending: new Map(), tests: [], facts: new Map(), answered: false };
const MOST_WAYS = 48;

/** There are too many ways to tell. */
export class TooMuch extends Error {}

/** A walk through functions. */
export interface Walking {
  readonly judge: Judge;
  readonly goal: Goal;
  readonly found: Way[];
  readonly open: FunctionIr[];
  left: number;
}

/** A pending test counts as passed when its other side leads nowhere. A page says where it comes from: `isTold`. */
export function settled(ways: readonly Way[], isTold: boolean): Way[] {
  const sides = new Map<string, Set<boolean>>();
  for (const { pending, told } of ways) for (const [test, truth] of [...pending, ...told]) sides.set(test, (sides.get(test) ?? new Set()).add(truth));
  const refuses = (test: string): boolean => sides.get(test)?.size === 1;
  // whoever brings anything is turned away where nobody else gets here
  const anyRefuses = [...sides.keys()].some(refuses) || (isTold && ways.every(({ lacks }) => lacks));
  return ways.map((way) => ({ ...way, passed: way.passed || [...way.pending.keys()].some(refuses) || (way.lacks && anyRefuses) }));
}

/** Ways that differ in one test alone, which came out both ways, are one. */
export function merge(ways: readonly Way[]): readonly Way[] {
  if (ways.length < 2) return ways;
  const known = new Map<string, Way>();
  for (const way of new Set(ways)) {
    const { key } = looksOf(way);
    if (!known.has(key)) known.set(key, way);
  }
  const list = [...known.values()];
  for (let i = 0; i < list.length; i += 1) {
    for (let j = i + 1; j < list.length; j += 1) {
      const joined = joinedOf(list[i] as Way, list[j] as Way); // both indices are below the length
      if (joined === undefined) continue;
      list[i] = joined;
      list.splice(j, 1);
      j = i;
    }
  }
  if (list.length > MOST_WAYS) throw new TooMuch();
  return list;
}

function stateOf({ passed, lacks, told, pending, answered }: Way): string {
  return `${passed} ${lacks} ${answered} ${[...pending, ...told].map(([id, truth]) => `${id}${truth}`).sort().join()}`;
}

/** What ways are told apart by. */
interface Looks {
  readonly state: string;
  /** A key for each of the tests, in their order. */
  readonly tests: readonly string[];
  readonly all: ReadonlySet<string>;
  readonly key: string;
}

/** Ways are compared each with each, wherever two meet. */
const looksKnown = new WeakMap<Way, Looks>();

function looksOf(way: Way): Looks {
  let looks = looksKnown.get(way);
  if (looks === undefined) {
    const state = stateOf(way);
    const tests = way.tests.map(({ text, truth }) => `${text}=${truth}`);
    looksKnown.set(way, (looks = { state, tests, all: new Set(tests), key: `${state} ${[...tests].sort().join("|")}` }));
  }
  return looks;
}

/** The tests of a way that another one lacks. */
function testsBeside({ tests }: Way, own: Looks, other: Looks): WayTest[] {
  return tests.filter((_, index) => !other.all.has(own.tests[index] ?? ""));
}

function joinedOf(a: Way, b: Way): Way | undefined {
  const [ofA, ofB] = [looksOf(a), looksOf(b)];
  if (ofA.state !== ofB.state) return undefined;
  const onlyA = testsBeside(a, ofA, ofB);
  if (onlyA.length === 0) return { ...a, facts: sharedFacts(a, b) };
  const onlyB = testsBeside(b, ofB, ofA);
  if (onlyB.length === 0) return { ...b, facts: sharedFacts(a, b) };
  const [one] = onlyA;
  const [opposite] = onlyB;
  if (onlyA.length !== 1 || onlyB.length !== 1 || one?.text !== opposite?.text || one?.truth === opposite?.truth) return undefined;
  return { ...a, tests: a.tests.filter((test) => test !== one), facts: sharedFacts(a, b) };
}

function sharedFacts(a: Way, b: Way): Way["facts"] {
  return new Map([...a.facts].filter(([text, value]) => b.facts.get(text) === value));
}
