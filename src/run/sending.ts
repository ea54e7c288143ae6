import { type Arrival, type Compared, type WatchedSink, watchSink } from "./arrivals.js";
import { callFunction } from "./calls.js";
import { explore, type Explored } from "./explore.js";
import { settled } from "./expressions.js";
import type { FunctionIr, ModuleIr } from "../ir/ir.js";
import { argumentsFor, holderOf, type Request } from "./handlers.js";
import { Exited, type Run, type Watch } from "./run.js";
import type { Sampling } from "./samples.js";
import { withMarks } from "./unknown.js";
import type { Site, Value } from "./values.js";
import type { World } from "./world.js";

/** Steps of one way through a handler, and how many ways are followed. */
const WAY_STEPS = 8_000;
const MOST_WAYS = 8;
/** What is counted for one call besides what it runs. */
const CALL_STEPS = 150;
/** What is counted where the outcome of a call is known from before. */
const KNOWN_STEPS = 10;

/** A handler that is called to see what comes to a sink. */
export interface Target {
  readonly run: Run;
  readonly sink: WatchedSink;
  /** Where the calls are made: the handler's own place. */
  readonly site: Site;
  /** Calls that ended by themselves, see `Known`. */
  readonly known: Map<FunctionIr, Map<string, Known>>;
}

/** A call of a handler that went all its ways to their ends, and the calls of the program that it came to: whatever else is looked for, it will not come elsewhere. */
export interface Known {
  readonly explored: Explored<void>;
  readonly compared: Compared;
  /** Where the calls begin that it came to. */
  readonly places: ReadonlyMap<ModuleIr, ReadonlySet<number>>;
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
  /** All that is sent but the text: inputs that differ in nothing else are the same. */
  readonly shape: string;
}

export interface Sent {
  readonly explored: Explored<void>;
  /** What arrived on each way. */
  readonly arrivals: readonly (readonly Arrival[])[];
  readonly compared: Compared;
}

/** What ends where something arrives: this way, or the whole. */
export type Ends = "way" | "all" | undefined;

/** Calls the handler once a way. What arrives may end the way, or the whole. */
export function send(target: Target, input: Input, marks: readonly string[], ends: (arrival: Arrival, before: readonly Arrival[], way: number) => Ends): Sent {
  const { run, sink, site } = target;
  const { request, text, extra, choice, flag, others, shape } = input;
  const key = JSON.stringify([shape, text, marks]);
  const known = knownOf(target, request.handler.fn);
  const before = known.get(key);
  if (before !== undefined && before.places.get(sink.module)?.has(sink.span.start) !== true) {
    run.spent.steps += KNOWN_STEPS;
    return { ...before, arrivals: [] };
  }
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
  let isWhole = true;
  let holder: Value;
  let entrusted: string | undefined;
  const world = run.world;
  const places = new Map<ModuleIr, Set<number>>();
  const watch = watchSink(run, sink, compared, (arrival) => {
    const before = arrivals.at(-1) ?? [];
    const end = ends({ ...arrival, entrusted }, [...before], arrivals.length - 1);
    before.push(arrival);
    if (end === undefined) return;
    if (end === "all") isDone = true;
    isWhole = false;
    throw new Exited("it has arrived");
  });
  run.world = input.world;
  run.watch = {
    ...notingPlaces(watch, places),
    entrusted: (name) => {
      entrusted ??= name;
    },
    // nobody says what else a caller sends: whatever the handler asks for
    missing: (object, name) => (holder !== undefined && object === holder && typeof name === "string" ? { value: word([...request.path.slice(0, -1), name]) } : undefined),
  };
  const body = (): void => {
    arrivals.push([]);
    entrusted = undefined;
    const args = argumentsFor(run, request, { word, extra, choice, flag }, text, site);
    holder = extra === "all" && request.schema === undefined ? holderOf(args[request.param], request.path) : undefined;
    settled(callFunction(run, request.handler.callee, request.handler.self, args, site), site);
  };
  try {
    const explored = withMarks(marks, () => explore(run, body, { states: MOST_WAYS, steps: WAY_STEPS, enough: () => isDone }));
    if (isWhole) known.set(key, { explored, compared, places });
    return { explored, arrivals, compared };
  } finally {
    run.world = world;
    run.watch = undefined;
  }
}

function knownOf({ known }: Target, fn: FunctionIr): Map<string, Known> {
  const found = known.get(fn) ?? new Map<string, Known>();
  known.set(fn, found);
  return found;
}

/** The same watch, which notes besides where calls begin. */
function notingPlaces(watch: Watch, places: Map<ModuleIr, Set<number>>): Watch {
  return {
    ...watch,
    called: (call) => {
      const { module, span } = call.site;
      const known = places.get(module);
      if (known === undefined) places.set(module, new Set([span.start]));
      else known.add(span.start);
      watch.called(call);
    },
  };
}
