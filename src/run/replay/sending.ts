import path from "node:path/posix";
import { type Arrival, type Asked, type Compared, type WatchedSink, watchSinks } from "./arrivals.js";
import { callFunction } from "../calls.js";
import { type Choice, explore, type Explored, type ExploreOptions } from "./explore.js";
import { settled } from "../expressions.js";
import { argumentsFor, holderOf, type Request } from "../handlers.js";
import { Exited, type Run } from "../run.js";
import { addressWith, type Sampling } from "./samples.js";
import { isAttacked, withMarks } from "../unknown.js";
import type { Site, Value } from "../values.js";
import type { Words } from "./words.js";
import { isAbsent, type World } from "../world.js";

/** Steps of one way through a handler, and how many ways are followed. */
const WAY_STEPS = 5_000;
export const MOST_WAYS = 8;
/** Once so many steps are spent on one call, no further way is begun. */
const SEND_STEPS = 6_000;
/** What is counted for one call besides what it runs. */
const CALL_STEPS = 150;

/** A handler that is called to see what comes to sinks. */
export interface Target {
  readonly run: Run;
  /** Where the calls are made: the handler's own place. */
  readonly site: Site;
  /** What stands in the places of its requests. */
  readonly words: Words;
  /** The harmless text of each request. */
  readonly texts: Map<Request, string>;
}

/** What is sent, and in what world. */
export interface Input {
  readonly request: Request;
  /** The text in the place of interest. */
  readonly text: string;
  readonly world: World;
  /** Which optional parts are sent as well. */
  readonly extra: Sampling["extra"];
  /** Which of the values that a schema lists is taken. */
  readonly choice: number;
  /** What every boolean is. */
  readonly flag: boolean;
  /** Places whose names say that a path stands there have one; all others have words. What is no address goes nowhere: those named so always have one. */
  readonly telling: boolean;
  /** Texts for other places, by their paths. */
  readonly others: ReadonlyMap<string, string>;
  /** Unknown conditions are taken first as on this way. */
  readonly like?: readonly Choice[];
}

/** What arrived at a sink, with the number of unknown conditions of its way that stand before it. */
export interface Came<T> {
  readonly at: T;
  readonly arrival: Arrival;
  readonly choices: number;
}

export interface Sent<T> {
  readonly explored: Explored<void>;
  /** What arrived on each way. */
  readonly came: readonly (readonly Came<T>[])[];
  readonly compared: Compared;
  /** A file was asked for that is not there because nobody made one of that name. */
  readonly lacksFile: boolean;
}

/** What is done where something arrives: this sink on this way, or on all of them; `tail`: what comes behind it on this way is enough. */
export type Ends = "way" | "all" | "tail" | undefined;

/** Something that waits for what arrives at a sink. */
export interface Waiting {
  readonly start: WatchedSink;
}

/** Calls the handler once a way. A way ends when all that wait have what they want, on it or on all ways. */
export function send<T extends Waiting>(target: Target, input: Input, marks: readonly string[], waiting: readonly T[], ends: (at: T, arrival: Arrival, before: readonly Arrival[], way: number, choices: readonly Choice[]) => Ends, { states = MOST_WAYS, told, toward }: Pick<ExploreOptions, "states" | "told" | "toward"> = {}): Sent<T> {
  const { run, site, words } = target;
  const { request, text, extra, choice, flag, like } = input;
  const came: Came<T>[][] = [];
  const compared: Compared = { texts: [], others: [] };
  const word = textsOf(input, words);
  // a call takes time whatever it runs
  run.spent.steps += CALL_STEPS;
  const limit = run.spent.steps + SEND_STEPS;
  const done = new Set<T>();
  const doneHere = new Set<T>();
  const near = new Set<T>();
  let worth = Infinity;
  let choicesOf: readonly Choice[] = [];
  let holder: Value;
  let entrusted: string | undefined;
  let lacksFile = false;
  let asked: Asked[] = [];
  const filled = new Map<string, string>();
  const world = run.world;
  run.world = input.world;
  run.toward = toward;
  run.watch = {
    ...watchSinks(run, waiting, compared, marks, (at, arrival) => {
      if (done.has(at) || doneHere.has(at)) return;
      const own = came.at(-1) ?? [];
      const told = { ...arrival, entrusted, asked: [...asked], filled };
      const end = ends(at, told, own.filter((one) => one.at === at).map((one) => one.arrival), came.length - 1, choicesOf);
      own.push({ at, arrival: told, choices: choicesOf.length });
      if (end === undefined) return;
      (end === "all" ? done : end === "way" ? doneHere : near).add(at);
      if (waiting.every((one) => done.has(one) || doneHere.has(one) || near.has(one))) worth = Math.min(worth, choicesOf.length);
      if (done.size + doneHere.size === waiting.length) throw new Exited("all have arrived");
    }),
    entrusted: (name) => {
      entrusted ??= name;
    },
    asked: (name, isThere) => {
      if (isAbsent(input.world, name)) lacksFile = true;
      if (isAttacked(name)) asked.push({ path: path.resolve(input.world.folder, name), isThere });
    },
    // nobody says what else a caller sends: whatever the handler asks for
    missing: (object, name) => {
      if (holder === undefined || object !== holder || typeof name !== "string") return undefined;
      const value = word([...request.path.slice(0, -1), name]);
      filled.set(name, value);
      return { value };
    },
  };
  const body = (choices: readonly Choice[]): void => {
    came.push([]);
    choicesOf = choices;
    doneHere.clear();
    near.clear();
    worth = Infinity;
    entrusted = undefined;
    asked = [];
    const args = argumentsFor(run, request, { word, extra, choice, flag }, text, site);
    holder = extra === "all" && request.schema === undefined ? holderOf(args[request.param], request.path) : undefined;
    settled(callFunction(run, request.handler.callee, request.handler.self, args, site), site);
  };
  try {
    const explored = withMarks(marks, () => explore(run, body, { states, ...(told === undefined ? {} : { told }), ...(like === undefined ? {} : { like }), ...(toward === undefined ? {} : { toward }), steps: WAY_STEPS, enough: () => done.size === waiting.length || run.spent.steps > limit, worth: () => worth }));
    return { explored, came, compared, lacksFile };
  } finally {
    run.world = world;
    run.watch = undefined;
    run.toward = undefined;
  }
}

/** What stands at each place. */
export function textsOf({ others, telling, world }: Pick<Input, "others" | "telling" | "world">, words: Words): (path: readonly string[]) => string {
  return (path) => others.get(path.join(".")) ?? (telling || ADDRESSES.test(nameOf(path)) ? tellingText(path, words.at(path), world) : words.at(path));
}

/** The name of a place; items of a list have the list's. */
export function nameOf(path: readonly string[]): string {
  return path.findLast((field) => field !== "[]") ?? "";
}

/** Names of places where an address stands. */
export const ADDRESSES = /ur[il]s?$|^(?:link|href|endpoint|website)/i;

/** A text of the sort that the name of its place asks for. */
export function tellingText(path: readonly string[], word: string, { folder }: World): string {
  const name = nameOf(path);
  if (ADDRESSES.test(name)) return addressWith(word);
  return /(?:path|dir|directory|folder|file|root|cwd|workspace|destination)s?$/i.test(name) ? `${folder}/${word}.txt` : word;
}
