import type { Gap } from "../finding.js";
import type { Expr, FunctionIr, ModuleIr } from "../ir/ir.js";
import type { ApiPath, Model } from "../models/model.js";
import type { Program } from "../program/program.js";
import { noteImplied } from "./implied.js";
import { callPossibly } from "./unknown-calls.js";
import type { Passed } from "./calls.js";
import { loadModule, readExport } from "./modules.js";
import { placeOf, valuesAt } from "./places.js";
import { LIMITS, type Limits, makeRun, type Run, type RunEvent, Spent, type Strategy, withOwnSteps } from "./run.js";
import { makeUnknown } from "./unknown.js";
import type { Site, Value } from "./values.js";
import type { World } from "./world.js";

/** Functions of the program that lead to registrations, as the graph has them. */
export interface Leads {
  /** Functions that are called with unknown arguments, in this order, when nothing has called them. */
  readonly registers?: readonly FunctionIr[];
  /** Functions that may make a registration when they run: a module that no package names as its entry runs if its initialiser is among them, or that of one that it imports. */
  readonly leading?: ReadonlySet<FunctionIr>;
}

export interface RunOptions extends Leads {
  /** Expressions whose values are to be kept, with a list for those of each. */
  readonly observed?: Map<Expr, Value[]>;
  readonly limits?: Partial<Limits>;
}

/** A program after its initialisers have run. */
export interface Ran {
  readonly events: readonly RunEvent[];
  readonly gaps: readonly Gap[];
  /** The functions that ran. */
  readonly called: ReadonlySet<FunctionIr>;
  /** Statements and calls that it took. */
  readonly steps: number;
  /** What a module exports under a name. */
  valueOf(module: ModuleIr, name: string): Value;
  /** Calls a function with unknown arguments, in case nothing has called it. */
  call(fn: FunctionIr): void;
  /** The values at a place of a registration, as its row writes it: `arg(1)().tools[*].name`. Handlers on the way are called with unknown arguments. */
  read(event: RunEvent, path: ApiPath): readonly Value[];
}

/** Both arms of every unknown condition run, and whatever may happen does. */
const initialising: Strategy = { decide: () => "both", maybe: () => "both", lenient: true };

/** Runs the initialisers of a program's modules: the entries of its packages, then those that nobody imports, each after what it imports. */
export function runProgram(program: Program, models: readonly Model[], options: RunOptions = {}): Ran {
  return startProgram(program, models, options).ran;
}

/** The same in a world of which something is known; the run can go on from there. */
export function startProgram(program: Program, models: readonly Model[], options: RunOptions = {}, world?: World): { readonly run: Run; readonly ran: Ran } {
  const run = makeRun(program, models, initialising, { ...LIMITS, ...options.limits });
  run.world = world;
  run.leading = options.leading;
  run.observed = options.observed;
  for (const module of startsOf(program, options.leading)) loadModule(run, module);
  for (const fn of options.registers ?? []) if (!run.called.has(fn)) callWithUnknown(run, fn, 0);
  noteImplied(run, (body) => bounded(run, run.limits.functionDoubtful, body));
  run.leading = undefined;
  const { steps } = run.spent;
  // what is read off the started program has as much to spend as the start had
  run.spent.doubtful = 0;
  const ran: Ran = {
    events: run.events,
    gaps: run.gaps,
    called: run.called,
    steps,
    call: (fn) => callWithUnknown(run, fn, 0),
    valueOf: (module, name) => readExport(run, module, name, beginningOf(module)),
    read: readOnce((event, path) => bounded(run, run.limits.moduleDoubtful, () => valuesAt(run, event, placeOf(path))) ?? []),
  };
  return { run, ran };
}

/** Reading may call a handler, so each place is read when it is first asked for. */
function readOnce(read: Ran["read"]): Ran["read"] {
  const known = new Map<RunEvent, Map<ApiPath, readonly Value[]>>();
  return (event, path) => {
    const places = known.get(event) ?? new Map<ApiPath, readonly Value[]>();
    known.set(event, places);
    let values = places.get(path);
    if (values === undefined) places.set(path, (values = read(event, path)));
    return values;
  };
}

/** The modules that start something: the entries of the packages, and what nobody imports when its initialiser, or one that it imports, leads to a registration. */
function startsOf(program: Program, leading: ReadonlySet<FunctionIr> | undefined): readonly ModuleIr[] {
  const others = unimported(program);
  if (leading === undefined) return [...program.entries, ...others, ...program.modules.values()];
  return [...program.entries, ...others.filter((module) => [...importedBy(program, module)].some(({ root }) => leading.has(root)))];
}

/** A module with all that it imports. */
function importedBy(program: Program, module: ModuleIr): ReadonlySet<ModuleIr> {
  const found = new Set([module]);
  for (const importer of found) {
    for (const { source } of importer.requests) {
      const resolution = program.resolve(importer, source);
      if (resolution.kind === "module") found.add(resolution.module);
    }
  }
  return found;
}

/** The modules that no other module of the program imports. */
function unimported(program: Program): ModuleIr[] {
  const imported = new Set<ModuleIr>();
  for (const module of program.modules.values()) {
    for (const { source } of module.requests) {
      const resolution = program.resolve(module, source);
      if (resolution.kind === "module" && resolution.module !== module) imported.add(resolution.module);
    }
  }
  return [...program.modules.values()].filter((module) => !imported.has(module));
}

/** Functions inside functions exist once the outer one has run. */
const MAX_OUTER = 4;

/** Calls a function that nothing has called, each closure of it: a method on an instance, a constructor with `new`. */
function callWithUnknown(run: Run, fn: FunctionIr, hops: number): void {
  const { parent, owner } = fn;
  loadModule(run, fn.module);
  if (!run.closures.has(fn) && parent !== undefined && hops < MAX_OUTER && !run.called.has(parent)) callWithUnknown(run, parent, hops + 1);
  const site: Site = { module: fn.module, span: fn };
  const passed: Passed = { values: [], rest: makeUnknown("an argument of a function that nothing calls", site) };
  const callOne = (callee: Value, self: Value): void => void bounded(run, run.limits.functionDoubtful, () => callPossibly(run, callee, self, passed, site, "callback"));
  const cls = owner === undefined || run.instances.has(owner) ? undefined : run.classes.get(owner);
  if (cls !== undefined) callOne(cls, undefined);
  if (run.called.has(fn)) return;
  for (const closure of [...(run.closures.get(fn) ?? [])]) callOne(closure, owner === undefined ? undefined : run.instances.get(owner));
}

function bounded<T>(run: Run, doubtful: number, body: () => T): T | undefined {
  try {
    return withOwnSteps(run, doubtful, body);
  } catch (error) {
    if (error instanceof Spent || error instanceof RangeError) return undefined;
    throw error;
  }
}

function beginningOf(module: ModuleIr): Site {
  return { module, span: { start: 0, end: 0 } };
}
