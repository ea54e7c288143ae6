import type { Gap } from "../finding.js";
import type { ClassIr, Expr, FunctionIr, ModuleIr } from "../ir/ir.js";
import { type ApiIndex, indexModels } from "../models/api.js";
import type { Model, RegisterRow } from "../models/model.js";
import { locate, type Program } from "../program/program.js";
import type { LoadedModule } from "./modules.js";
import { makeRealm, type Realm } from "./realm.js";
import type { Repeat } from "./repeats.js";
import { makeState, type State } from "./state.js";
import type { Toward } from "./toward.js";
import type { ApiValue, ClassValue, FunctionValue, Key, Site, Value } from "./values.js";
import { ORDINARY, type World } from "./world.js";

/**
 * What may or may not happen: a callback that is handed to a library, or to wait for an event; the handler of a call that may throw, the body of a loop over something unknown
 * or a call of what a value may be.
 */
export type Doubt = "callback" | "event" | "handler" | "item";

/** A test that something stands under, and the outcome that leads there. */
export interface Condition {
  readonly what: "test" | Doubt;
  /** Where the test stands; what it says is the program's text there. */
  readonly site: Site;
  readonly holds: boolean;
}

/** A registration call as it was made: a row of a model whose conditions hold for the values that came. */
export interface RunEvent {
  readonly row: RegisterRow;
  /** What was called; undefined for a row on a receiver of unknown origin. */
  readonly api: ApiValue | undefined;
  /** The object of a method call. */
  readonly receiver: Value;
  readonly args: readonly Value[];
  /** What the call gave. */
  readonly result: Value;
  readonly site: Site;
  /** Unknown conditions that it stands under, the outermost first. */
  readonly conditions: readonly Condition[];
}

/** What happens where it is not known what the program does. */
export interface Strategy {
  /** Which arms of an unknown condition run: one of them, or both one after the other, merged. `likely`: the outcome with which the function goes on, where the other one leaves it. */
  decide(test: Value, site: Site, likely?: boolean): boolean | "both";
  /** Whether something runs that may or may not happen. */
  maybe(what: Doubt, site: Site): boolean | "both";
  /** What would throw for want of knowledge (a member of undefined, a call of what is no function) is unknown instead. */
  readonly lenient: boolean;
}

export interface Limits {
  /** Statements and calls, in one initialiser and in all. */
  readonly moduleSteps: number;
  readonly steps: number;
  /** Of these, under unknown conditions: once they are spent, what stands there is not entered any more. */
  readonly moduleDoubtful: number;
  /** For a function that nothing calls. */
  readonly functionDoubtful: number;
  readonly doubtful: number;
  /** Calls inside calls. */
  readonly depth: number;
  /** Items of a list, characters of a text. */
  readonly items: number;
  readonly text: number;
}

export const LIMITS: Limits = { moduleSteps: 100_000, steps: 1_000_000, moduleDoubtful: 40_000, functionDoubtful: 20_000, doubtful: 200_000, depth: 120, items: 20_000, text: 1 << 20 };

/** What is spent of the limits. */
export interface Spending {
  steps: number;
  moduleSteps: number;
  doubtful: number;
  moduleDoubtful: number;
  depth: number;
}

/** A program as it runs. */
export interface Run {
  readonly program: Program;
  readonly index: ApiIndex;
  strategy: Strategy;
  readonly limits: Limits;
  readonly state: State;
  readonly realm: Realm;
  readonly modules: Map<ModuleIr, LoadedModule>;
  readonly events: RunEvent[];
  readonly gaps: Gap[];
  /** Unknown conditions that hold where the run is. */
  readonly conditions: Condition[];
  /** Paths of the program's files as the program itself sees them begin so, wherever it lies. */
  readonly root: string;
  /** What the JSON files of the project hold, by their paths. */
  readonly data: Map<string, Value>;
  /** Libraries by the specifier that they are imported by. */
  readonly libraries: Map<string, ApiValue>;
  readonly classes: Map<ClassIr, ClassValue>;
  /** Names that the host has, as far as they were read. */
  readonly hostGlobals: Map<string, Value>;
  /** How often each function is being called right now. */
  readonly active: Map<FunctionIr, number>;
  /** Calls under unknown conditions, by function and by how their arguments look. */
  readonly repeats: Map<FunctionIr, Map<number, Repeat>>;
  /** Functions that ran, and functions as values by what was written. */
  readonly called: Set<FunctionIr>;
  readonly closures: Map<FunctionIr, FunctionValue[]>;
  readonly instances: Map<ClassIr, Value>;
  readonly spent: Spending;
  /** How many arms that will be merged the run is in. */
  merging: number;
  /** Counts what may have thrown: calls into the unknown. */
  doubts: number;
  /** The calls of the program's functions that are under way, the outermost first. */
  readonly calls: Site[];
  /** What the world outside is taken to be; without it nothing is known of it. */
  world: World | undefined;
  watch: Watch | undefined;
  /** Where it is to lead, as far as unknown conditions decide of it. */
  toward: Toward | undefined;
  /** Expressions that somebody asks about, with the values that each was found to have. */
  observed: Map<Expr, Value[]> | undefined;
  /** The one of them that is being evaluated. */
  observing: Expr | undefined;
  /** While the program starts: of what libraries are handed, only these functions run. Without it all do. */
  leading: ReadonlySet<FunctionIr> | undefined;
}

/** Whoever wants to know of a call, and of what values are held against. */
export interface Watch {
  /** A call of something that is no function of the program. */
  called(call: { readonly callee: Value; readonly receiver: Value; readonly args: readonly Value[]; readonly site: Site }): void;
  /** A comparison, or a search, of values. */
  compared(values: readonly Value[]): void;
  /** A call of something that nobody knows, which may refuse what it is given. */
  entrusted(name: string): void;
  /** A file was asked for, and is there or not. */
  asked(name: string, isThere: boolean): void;
  /** A property that an object lacks; what is given stands for it. */
  missing(object: Value, name: Key): { readonly value: Value } | undefined;
}

export function makeRun(program: Program, models: readonly Model[], strategy: Strategy, limits: Limits = LIMITS): Run {
  return {
    program, index: indexModels(models), strategy, limits, state: makeState(), realm: makeRealm(), modules: new Map(), events: [], gaps: [], conditions: [], root: rootOf(program), data: new Map(), libraries: new Map(), classes: new Map(), hostGlobals: new Map(),
    active: new Map(), repeats: new Map(), called: new Set(), closures: new Map(), instances: new Map(), spent: { steps: 0, moduleSteps: 0, doubtful: 0, moduleDoubtful: 0, depth: 0 }, merging: 0, doubts: 0, calls: [], world: undefined, watch: undefined, toward: undefined, observed: undefined, observing: undefined, leading: undefined,
  };
}

/** The server's folder, which it is started in; deeper where modules lie above the program's root. */
function rootOf(program: Program): string {
  const above = Math.max(0, ...[...program.modules.keys()].map((path) => (/^(?:\.\.\/)*/.exec(path)?.[0].length ?? 0) / "../".length));
  return above <= 1 ? `${ORDINARY.folder}/` : `/srv/${"above/".repeat(above - 1)}project/`;
}

/** What leaves the evaluation of the program by a throw of ours. It is no error of ours: thousands are thrown, and a stack would cost most of the time. */
class Leaving extends Error {
  constructor(message = "the program is left") {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A value that the program throws. */
export class Thrown extends Leaving {
  constructor(readonly value: Value, readonly site: Site) {
    super("thrown by the program");
  }
}

/** The program ends itself. */
export class Exited extends Leaving {}

/** A bound was spent; the initialiser is given up. */
export class Spent extends Leaving {}

/** Counts one step. */
export function step(run: Run, site: Site): void {
  const { spent, limits } = run;
  spent.steps += 1;
  spent.moduleSteps += 1;
  if (run.merging > 0) {
    spent.doubtful += 1;
    spent.moduleDoubtful += 1;
  }
  if (spent.moduleSteps <= limits.moduleSteps && spent.steps <= limits.steps) return;
  addGap(run, site, "the run was stopped here: too many steps");
  throw new Spent();
}

/** Takes the conditions off that were noted since there were so many. */
export function dropConditions({ conditions }: Run, length: number): void {
  // setting a length costs far more than asking for it, and most calls note none
  if (conditions.length > length) conditions.length = length;
}

/** Of the closures of one function so many are kept. */
const MAX_CLOSURES = 32;

/** Remembers a function that was made, for the case that nothing calls it. */
export function noteClosure({ closures }: Run, made: FunctionValue): void {
  const known = closures.get(made.fn);
  if (known === undefined) closures.set(made.fn, [made]);
  else if (known.length < MAX_CLOSURES) known.push(made);
}

/** Under an unknown condition there was so much to run that no further call is entered there. */
export function isTired(run: Run): boolean {
  const { spent, limits } = run;
  return run.merging > 0 && (spent.moduleDoubtful > limits.moduleDoubtful || spent.doubtful > limits.doubtful);
}

/** Runs something with steps of its own to spend, by default as many as a module has. */
export function withOwnSteps<T>(run: Run, doubtful: number, body: () => T, steps = run.limits.moduleSteps): T {
  const { spent, limits } = run;
  const { moduleSteps, moduleDoubtful, depth } = spent;
  spent.moduleSteps = limits.moduleSteps - steps;
  spent.moduleDoubtful = limits.moduleDoubtful - doubtful;
  try {
    return body();
  } finally {
    Object.assign(spent, { moduleSteps, moduleDoubtful, depth });
  }
}

/** Says that a bound was spent, or what else kept the run from going on; once a place. */
export function addGap(run: Run, site: Site, message: string): void {
  const location = locate(site.module, site.span);
  const known = run.gaps.some((gap) => gap.message === message && gap.location.file === location.file && gap.location.line === location.line);
  if (!known) run.gaps.push({ kind: "bound", message, location });
}
