import type { Replay } from "../../finding.js";
import type { FunctionIr } from "../../ir/ir.js";
import type { Model } from "../../models/model.js";
import type { Program } from "../../program/program.js";
import { attack, FEW_ATTACKS, needsFile, nothingToTry, type Rows, type Seeking, unknown } from "./attacking.js";
import { ATTACKS } from "./attacks/texts.js";
import { advertisedSchemas, findHandler, type Handler, handlersOf } from "../handlers.js";
import { type Bound, searchHarmless, type Shared } from "./harmless.js";
import { type Leads, type Ran, startProgram } from "../initialise.js";
import { prepare } from "./prepare.js";
import { type ReplayRequest, requestsOf } from "./requests.js";
import type { Run } from "../run.js";
import type { Value } from "../values.js";
import { makeWords, type Words } from "./words.js";
import { ORDINARY } from "../world.js";

export interface Replayer {
  /** Flows that will be asked for: what is run for one of them answers the others. */
  expect(requests: readonly ReplayRequest[]): void;
  replay(request: ReplayRequest): Replay;
  /** Steps that all replays took so far. */
  readonly steps: () => number;
}

/** Steps in which harmless input has to reach the sink; more would find few other ways, at the cost of other flows. */
const SEARCH_STEPS = 5_000;
/** Steps of all attacks on a flow that harmless input reaches, and of all flows of a program. */
const ATTACK_STEPS = 30_000;
const PROGRAM_STEPS = 300_000;

/** Steps of looking on once an input is known that needs a file of its name. */
const NAMED_STEPS = 5_000;
/** So many ways to call a handler are attacked before its flow counts as refuted. */
const MOST_VARIANTS = 3;

/** A program that was started in a world, ready to be called. */
interface Started {
  readonly run: Run;
  readonly ran: Ran;
  readonly handlers: readonly Handler[];
  readonly schemas: ReadonlyMap<string, Value>;
  /** What was asked of each handler, by what is called. */
  readonly shared: Map<Value, Shared<Seeking>>;
  /** The flows of each handler's function that are to be decided. */
  readonly seekers: Map<FunctionIr, Map<ReplayRequest, Seeking>>;
  readonly worked: Shared<Seeking>["worked"];
  /** The tools that were called before. */
  readonly called: readonly string[];
  /** Steps that starting it took. */
  readonly before: number;
}

/** Replays flows of a program. It is started when the first flow is asked for, and all flows share the start. */
export function makeReplayer(program: Program, models: readonly Model[], leads: Leads): Replayer {
  const started = new Map<Sort, Started>();
  const expected = new Map<FunctionIr, Set<ReplayRequest>>();
  const rows = { programs: models.flatMap((model) => model.programs ?? []), options: models.flatMap((model) => model.options ?? []) };
  const words = makeWords(program);
  const start = (sort: Sort): Started => {
    let known = started.get(sort);
    if (known === undefined) {
      const { run, ran } = startProgram(program, models, { ...leads, limits: { steps: Infinity } }, { ...ORDINARY, unset: sort !== "open" });
      const [handlers, schemas] = [handlersOf(ran), advertisedSchemas(ran)];
      const called = sort === "used" ? prepare(run, ran, handlers, schemas) : [];
      started.set(sort, (known = { run, ran, handlers, schemas, called, shared: new Map(), seekers: new Map(), worked: new Map(), before: run.spent.steps }));
    }
    return known;
  };
  const steps = (): number => [...started.values()].reduce((sum, { run, before }) => sum + run.spent.steps - before, 0);
  const expect = (request: ReplayRequest): void => {
    const { fn } = request.entry;
    if (fn === undefined || ATTACKS[request.kind] === undefined) return;
    const others = expected.get(fn);
    if (others === undefined) expected.set(fn, new Set([request]));
    else others.add(request);
  };
  return {
    steps,
    expect: (requests) => requests.forEach(expect),
    replay(request) {
      const { fn } = request.entry;
      // nothing is started for a flow that cannot be replayed
      if (fn === undefined) return unknown("the input comes from no parameter");
      if (ATTACKS[request.kind] === undefined) return unknown(nothingToTry(request.kind));
      if (steps() > PROGRAM_STEPS) return unknown("the bound on replays of this program was spent");
      expect(request);
      const open = expected.get(fn) ?? new Set([request]);
      let replay = replayIn(start("new"), request, open, rows, words);
      // where settings that nobody made keep a program from working, they are unknown; where it is what no tool has made yet, all have
      if (mayBeReached(replay)) replay = better(replay, replayIn(start("open"), request, open, rows, words));
      if (mayBeReached(replay)) replay = provedOr(replay, start("used"), request, open, rows, words);
      open.delete(request);
      return replay;
    },
  };
}

/** A program as it is started: with no settings, with settings that nobody knows, or with none and after its tools were called. */
type Sort = "new" | "open" | "used";

function mayBeReached(replay: Replay): boolean {
  return replay.verdict === "unknown" && replay.why.startsWith(NOT_REACHED) && !replay.why.endsWith(BOUNDED);
}

/** A proof in a program whose tools were called before tells so; all else that comes of it says nothing of the program without. */
function provedOr(first: Replay, started: Started, ...rest: [ReplayRequest, ReadonlySet<ReplayRequest>, Rows, () => Words]): Replay {
  if (started.called.length === 0) return first;
  const replay = replayIn(started, ...rest);
  return replay.verdict === "proved" ? { ...replay, needs: [...(replay.needs ?? []), { what: "calls", tools: started.called }] } : first;
}

function better(first: Replay, second: Replay): Replay {
  return second.verdict === "unknown" && second.why.startsWith(NOT_REACHED) ? first : second;
}

const NOT_REACHED = "harmless input does not reach it";
const BOUNDED = "the ways are too many or too long";

/** What is asked of one handler with a flow: undefined when the program did not come to it. */
function seekingOf(started: Started, flow: ReplayRequest): Seeking | undefined {
  const { fn } = flow.entry;
  if (fn === undefined) return undefined;
  const known = started.seekers.get(fn) ?? new Map<ReplayRequest, Seeking>();
  started.seekers.set(fn, known);
  const found = known.get(flow);
  if (found !== undefined) return found;
  const handler = findHandler(started.run, started.handlers, fn, { ...flow.source, ...flow.entry });
  if (handler === undefined) return undefined;
  const made: Seeking = { flow, kind: flow.kind, start: flow.start, requests: requestsOf(started.run, started.ran, handler, started.schemas, flow), outcomes: new Map() };
  known.set(flow, made);
  return made;
}

function replayIn(started: Started, flow: ReplayRequest, open: ReadonlySet<ReplayRequest>, rows: Rows, words: () => Words): Replay {
  const { run } = started;
  const seeking = seekingOf(started, flow);
  const callee = seeking?.requests[0]?.handler.callee;
  if (seeking === undefined || flow.entry.fn === undefined) return unknown(`${NOT_REACHED}: the handler was not met when the program started`);
  const known = started.shared.get(callee);
  const seekers = new Set([...open].flatMap((one) => seekingOf(started, one) ?? []));
  const shared: Shared<Seeking> = { target: known?.target ?? { run, site: { module: flow.entry.fn.module, span: flow.entry.fn }, words: words(), texts: new Map() }, sent: known?.sent ?? new Map(), keys: known?.keys ?? new Map(), seekers, spent: known?.spent ?? new Map(), worked: started.worked };
  started.shared.set(callee, shared);
  const bound: Bound = { limit: run.spent.steps + SEARCH_STEPS };
  const search = searchHarmless(shared, seeking, bound);
  let refuted: Replay | undefined;
  let named: Replay | undefined;
  // one way to call it may be guarded where another is not
  let tried = 0;
  for (const found of search.found) {
    if (tried === 0) bound.limit = run.spent.steps + ATTACK_STEPS;
    const replay = attack(shared, seeking, rows, found, bound, tried === 0 ? Infinity : FEW_ATTACKS, named);
    if (needsFile(flow.kind, replay)) {
      // one that needs none may be found in another way, and need not be
      if (named === undefined) bound.limit = Math.min(bound.limit, run.spent.steps + NAMED_STEPS);
      named = replay;
    } else if (replay.verdict === "proved") return replay;
    else if (replay.verdict === "unknown") return named ?? replay;
    else refuted ??= replay;
    if ((tried += 1) >= MOST_VARIANTS) break;
  }
  if (named !== undefined) return named;
  if (refuted === undefined) return unknown(`${NOT_REACHED}: ${search.why()}`);
  return run.spent.steps > bound.limit ? unknown("the bound on replays of a flow was spent") : refuted;
}
