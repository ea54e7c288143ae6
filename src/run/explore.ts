import { Exited, type Run, Spent, type Strategy, Thrown, withOwnSteps } from "./run.js";
import { runArm } from "./state.js";
import { isAttacked } from "./unknown.js";
import { isUnknown, type Site, type Value } from "./values.js";

/** One unknown condition on a way, and the side that was taken. */
export interface Choice {
  readonly site: Site;
  readonly holds: boolean;
  /** The condition depends on what an attacker sends. */
  readonly attacked: boolean;
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
}

const MAX_STATES = 16;

/**
 * Runs a body once for each way through its unknown conditions: every run starts from the same state, takes the choices that it is told, and is undone at its end.
 * Nothing is merged, so that on each way a value is known or unknown. What the body gives must not be an object of the program, whose content is undone too.
 */
export function explore<T>(run: Run, body: () => T, options: ExploreOptions = {}): Explored<T> {
  const ways: Way<T>[] = [];
  const told: (readonly boolean[])[] = [[]];
  const before = run.strategy;
  try {
    // ways that differ early come first
    for (let choices = told.shift(); choices !== undefined; choices = told.shift()) {
      if (ways.length >= (options.states ?? MAX_STATES)) return { ways, complete: false };
      const way = follow(run, body, choices, options);
      ways.push(way);
      if (options.enough?.(way) === true) return { ways, complete: false };
      told.push(...siblings(way.choices, choices.length));
    }
    return { ways, complete: true };
  } finally {
    run.strategy = before;
  }
}

/** What was chosen freely behind the choices that were told, taken the other way. */
function siblings(choices: readonly Choice[], told: number): boolean[][] {
  return choices.slice(told).map((choice, index) => [...choices.slice(0, told + index).map(({ holds }) => holds), !choice.holds]);
}

function follow<T>(run: Run, body: () => T, told: readonly boolean[], { doubtful = run.limits.functionDoubtful, steps }: ExploreOptions): Way<T> {
  const choices: Choice[] = [];
  run.strategy = choosing(told, choices);
  const { result } = runArm(run.state, () => withOwnSteps(run, doubtful, () => ended(body), steps));
  return { choices, end: result };
}

/** What a library is handed is called, and has been or not where it waits for an event; what may throw does not; of unknown items there is one. */
function choosing(told: readonly boolean[], choices: Choice[]): Strategy {
  return {
    decide(test, site) {
      const holds = told[choices.length] ?? true;
      choices.push({ site, holds, attacked: isAttacked(test), what: isUnknown(test) ? test.why : "a value of a library" });
      return holds;
    },
    maybe: (what) => (what === "event" ? "both" : what !== "handler"),
    lenient: false,
  };
}

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
