import type { ModuleIr } from "../../ir/ir.js";
import { Exited, type Run, Spent, type Strategy, Thrown, withOwnSteps } from "../run.js";
import { decidesOn, type Toward } from "../toward.js";
import { runArm } from "../state.js";
import { isAttacked } from "../unknown.js";
import { isUnknown, type Site, type Value } from "../values.js";

/** One unknown condition on a way, and the side that was taken. */
export interface Choice {
  readonly site: Site;
  readonly holds: boolean;
  /** The condition depends on what an attacker sends. */
  readonly attacked: boolean;
  /** The same condition was met before on the way; by default it is taken as it was then. */
  readonly again: boolean;
  /** What the condition is. */
  readonly what: string;
}

/** One way through a piece of the program: how it ended, and what had to be chosen. */
export interface Way<T> {
  readonly choices: readonly Choice[];
  /** `stopped`: a bound was spent. */
  readonly end: { readonly kind: "value"; readonly value: T } | { readonly kind: "throw"; readonly value: Value } | { readonly kind: "exit" | "stopped" };
}

export interface Explored<T> {
  readonly ways: readonly Way<T>[];
  /** No way was left out. */
  readonly complete: boolean;
}

export interface ExploreOptions {
  readonly states?: number;
  /** Steps of one way under unknown conditions that no choice decides. */
  readonly doubtful?: number;
  /** Steps of one way. */
  readonly steps?: number;
  /** The way just run was enough: the others are left out. */
  readonly enough?: (way: Way<unknown>) => boolean;
  /** So many choices of the way just run are worth taking the other way. Default: all. */
  readonly worth?: () => number;
  /** The first way takes these choices, which no other way takes back. */
  readonly told?: readonly boolean[];
  /** Conditions are taken first as they were taken on this way. */
  readonly like?: readonly Choice[];
  /** Where the ways are to lead: what decides on that is taken the other way first. */
  readonly toward?: Toward;
}

const MAX_STATES = 16;
/** A condition that was taken one way so often is taken the other way: what goes round on something unknown comes to an end. */
const MOST_ROUNDS = 4;

/**
 * Runs a body once for each way through its unknown conditions: every run starts from the same state, takes the choices that it is told, and is undone at its end.
 * Nothing is merged, so that on each way a value is known or unknown. The body may ask for the choices that were made by then. What it gives must not be an object of the program, whose content is undone too.
 */
export function explore<T>(run: Run, body: (choices: readonly Choice[]) => T, options: ExploreOptions = {}): Explored<T> {
  const ways: Way<T>[] = [];
  const first: (readonly boolean[])[] = [];
  const told: (readonly boolean[])[] = [options.told ?? []];
  const later: (readonly boolean[])[] = [];
  const { toward } = options;
  const before = run.strategy;
  try {
    // first come ways that differ on the last condition which decides on what is looked for, then those that differ early, and last those that take one condition now this way, now that
    for (let choices = told.shift(); choices !== undefined; choices = first.pop() ?? told.shift() ?? later.shift()) {
      if (ways.length >= (options.states ?? MAX_STATES)) return { ways, complete: false };
      const way = follow(run, body, choices, options);
      ways.push(way);
      for (let index = choices.length; index < Math.min(way.choices.length, options.worth?.() ?? Infinity); index += 1) {
        const sibling = [...way.choices.slice(0, index).map(({ holds }) => holds), way.choices[index]?.holds !== true];
        const choice = way.choices[index];
        (choice?.again === true ? later : choice !== undefined && toward !== undefined && decidesOn(toward, choice.site) ? first : told).push(sibling);
      }
      if (options.enough?.(way) === true) return { ways, complete: first.length + told.length + later.length === 0 };
    }
    return { ways, complete: true };
  } finally {
    run.strategy = before;
  }
}

/** Runs a body on the likeliest way, and goes on from what it leaves. Tells how it ended. */
export function goOn(run: Run, steps: number, body: () => void): Way<void>["end"]["kind"] {
  const before = run.strategy;
  run.strategy = choosing([], [], []);
  try {
    return withOwnSteps(run, run.limits.functionDoubtful, () => ended(body), steps).kind;
  } finally {
    run.strategy = before;
  }
}

function follow<T>(run: Run, body: (choices: readonly Choice[]) => T, told: readonly boolean[], { doubtful = run.limits.functionDoubtful, steps, like = [] }: ExploreOptions): Way<T> {
  const choices: Choice[] = [];
  run.strategy = choosing(told, like, choices);
  const { result } = runArm(run.state, () => withOwnSteps(run, doubtful, () => ended(() => body(choices)), steps));
  return { choices, end: result };
}

/** What a library is handed is called, and has been or not where it waits for an event; what may throw does not; of unknown items there is one. */
function choosing(told: readonly boolean[], like: readonly Choice[], choices: Choice[]): Strategy {
  const truths = new Map<Value, boolean>();
  const met: Met = new Map();
  const before: Met = new Map();
  for (const { site, holds } of like) meet(before, site, holds);
  return {
    decide(test, site, likely = true) {
      // the same value holds again, or fails again
      const known = truths.get(test);
      if (known !== undefined) return known;
      const here = metAt(met, site);
      const usual = here === undefined ? (metAt(before, site)?.first ?? likely) : here.times >= MOST_ROUNDS ? !here.first : here.first;
      const holds = told[choices.length] ?? usual;
      truths.set(test, holds);
      meet(met, site, holds);
      choices.push({ site, holds, again: here !== undefined, attacked: isAttacked(test), what: isUnknown(test) ? test.why : "a value of a library" });
      return holds;
    },
    maybe: (what) => (what === "event" ? "both" : what !== "handler"),
    lenient: false,
  };
}

/** The conditions of a way by the places where they stand: how each was taken first, and how often so. A loop may meet one thousands of times. */
type Met = Map<ModuleIr, Map<number, { readonly first: boolean; times: number }>>;

function metAt(met: Met, { module, span }: Site): { readonly first: boolean; readonly times: number } | undefined {
  return met.get(module)?.get(span.start * LONGEST + span.end);
}

function meet(met: Met, { module, span }: Site, holds: boolean): void {
  let places = met.get(module);
  if (places === undefined) met.set(module, (places = new Map()));
  const key = span.start * LONGEST + span.end;
  const known = places.get(key);
  if (known === undefined) places.set(key, { first: holds, times: 1 });
  else if (known.first === holds) known.times += 1;
}

/** No module is longer. */
const LONGEST = 2 ** 26;

function ended<T>(body: () => T): Way<T>["end"] {
  try {
    return { kind: "value", value: body() };
  } catch (error) {
    if (error instanceof Thrown) return { kind: "throw", value: error.value };
    if (error instanceof Exited) return { kind: "exit" };
    if (error instanceof Spent || error instanceof RangeError) return { kind: "stopped" };
    throw error;
  }
}
