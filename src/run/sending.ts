import type { SinkRow } from "../models/model.js";
import { type Arrival, type Compared, watchSink } from "./arrivals.js";
import { callFunction } from "./calls.js";
import { explore, type Explored } from "./explore.js";
import { settled } from "./expressions.js";
import { argumentsFor, type Request } from "./handlers.js";
import { Exited, type Run } from "./run.js";
import { withMarks } from "./unknown.js";
import type { Site } from "./values.js";
import type { World } from "./world.js";

/** Steps of one way through a handler, and how many ways are followed. */
const WAY_STEPS = 8_000;
const MOST_WAYS = 8;

/** A handler that is called to see what comes to a sink. */
export interface Target {
  readonly run: Run;
  readonly sink: Site;
  readonly row: SinkRow;
  /** Where the calls are made: the handler's own place. */
  readonly site: Site;
}

/** What is sent, and in what world. */
export interface Input {
  readonly request: Request;
  /** The text in the place of interest. */
  readonly text: string;
  readonly world: World;
  /** Optional parts are sent as well. */
  readonly all: boolean;
  /** Which of the values that a schema lists is taken. */
  readonly choice: number;
  /** Texts for other places, by their paths. */
  readonly others: ReadonlyMap<string, string>;
}

export interface Sent {
  readonly explored: Explored<void>;
  /** What arrived on each way. */
  readonly arrivals: readonly (readonly Arrival[])[];
  readonly compared: Compared;
}

/** Calls the handler once a way. A way ends where `isEnough` holds of what arrives, and so does the whole. */
export function send({ run, sink, row, site }: Target, input: Input, marks: readonly string[], isEnough: (arrival: Arrival) => boolean): Sent {
  const { request, text, all, choice, others } = input;
  const arrivals: Arrival[][] = [];
  const words = new Map<string, string>();
  const compared: Compared = { texts: new Set(), regexes: [], words, others: [] };
  const word = (path: readonly string[]): string => {
    const key = path.join(".");
    if (!words.has(key)) words.set(key, others.get(key) ?? `plain${words.size + 1}`);
    return words.get(key) ?? "plain";
  };
  let isDone = false;
  const world = run.world;
  run.world = input.world;
  run.watch = watchSink(run, sink, row, compared, (arrival) => {
    arrivals.at(-1)?.push(arrival);
    if (!isEnough(arrival)) return;
    isDone = true;
    throw new Exited("it has arrived");
  });
  const body = (): void => {
    arrivals.push([]);
    const args = argumentsFor(run, request, { word, all, choice }, text, site);
    settled(callFunction(run, request.handler.callee, request.handler.self, args, site), site);
  };
  try {
    const explored = withMarks(marks, () => explore(run, body, { states: MOST_WAYS, steps: WAY_STEPS, enough: () => isDone }));
    return { explored, arrivals, compared };
  } finally {
    run.world = world;
    run.watch = undefined;
  }
}
