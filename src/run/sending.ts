import { type Arrival, type Compared, type WatchedSink, watchSink } from "./arrivals.js";
import { callFunction } from "./calls.js";
import { explore, type Explored } from "./explore.js";
import { settled } from "./expressions.js";
import { argumentsFor, type Request } from "./handlers.js";
import { Exited, type Run } from "./run.js";
import type { Sampling } from "./samples.js";
import { withMarks } from "./unknown.js";
import type { Site } from "./values.js";
import type { World } from "./world.js";

/** Steps of one way through a handler, and how many ways are followed. */
const WAY_STEPS = 8_000;
const MOST_WAYS = 8;
/** What is counted for one call besides what it runs. */
const CALL_STEPS = 150;

/** A handler that is called to see what comes to a sink. */
export interface Target {
  readonly run: Run;
  readonly sink: WatchedSink;
  /** Where the calls are made: the handler's own place. */
  readonly site: Site;
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
export function send({ run, sink, site }: Target, input: Input, marks: readonly string[], isEnough: (arrival: Arrival) => boolean): Sent {
  const { request, text, extra, choice, flag, others } = input;
  const arrivals: Arrival[][] = [];
  const words = new Map<string, string>();
  const compared: Compared = { texts: new Set(), regexes: [], words, others: [] };
  const word = (path: readonly string[]): string => {
    const key = path.join(".");
    if (!words.has(key)) words.set(key, others.get(key) ?? `plain${words.size + 1}`);
    return words.get(key) ?? "plain";
  };
  // a call takes time whatever it runs
  run.spent.steps += CALL_STEPS;
  let isDone = false;
  const world = run.world;
  run.world = input.world;
  run.watch = watchSink(run, sink, compared, (arrival) => {
    arrivals.at(-1)?.push(arrival);
    if (!isEnough(arrival)) return;
    isDone = true;
    throw new Exited("it has arrived");
  });
  const body = (): void => {
    arrivals.push([]);
    const args = argumentsFor(run, request, { word, extra, choice, flag }, text, site);
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
