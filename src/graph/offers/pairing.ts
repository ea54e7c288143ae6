import { type Binding, bound, functionsOf, heldAt, type Split, unbound } from "../solve/binding.js";
import { callsIn } from "../solve/dispatch.js";
import { ANY_FIELD, type FunctionNodes, type Node } from "../graph.js";
import { derive } from "../fields.js";
import { namesUnder } from "../solve/names-under.js";
import { type Solver } from "../solver.js";

/** The places of one registration that belong together. */
export interface Places {
  readonly names: readonly Node[];
  readonly schemas: readonly Node[];
  readonly handlers: readonly Node[];
}

/** One of the tools that a registration makes. */
export interface Pair {
  readonly binding: Binding;
  /** Empty when it is not certain which names belong to the handlers. */
  readonly names: readonly string[];
  readonly handlers: readonly FunctionNodes[];
}

/** How often a case is split further. */
const MOST_LEVELS = 4;
const MOST_PAIRS = 400;

/**
 * Tells apart what one registration call registers. Law: a case is split by the choice that decides most of its name, schema and handler, as
 * long as some choice decides its name, or both its schema and its handler.
 */
export function pairPlaces(solver: Solver, places: Places): Pair[] {
  let open = [unbound(solver)];
  const done: { binding: Binding; undecided: boolean }[] = [];
  for (let level = 0; open.length > 0; level += 1) {
    const chosen = open.map((binding) => ({ binding, ...chooseSplit(binding, places) }));
    const split = chosen.map((one) => ({ ...one, cases: one.split === undefined || level === MOST_LEVELS ? [] : casesOf(one.binding, one.split) }));
    // all cases of a level are split, or none: half of them would tell tools apart by where they stand
    const isFull = done.length + split.reduce((sum, { cases }) => sum + Math.max(1, cases.length), 0) > MOST_PAIRS;
    for (const { binding, undecided, cases } of split) if (isFull || cases.length === 0) done.push({ binding, undecided });
    open = isFull ? [] : split.flatMap(({ cases }) => cases);
  }
  return done.map(({ binding, undecided }) => {
    const handlers = [...handlersUnder(binding, places)];
    const names = [...new Set(places.names.flatMap((node) => [...namesUnder(binding, node).names]))];
    const certain = (names.length === 1 && !undecided) || (handlers.length < 2 && !handlers.some((handler) => dispatches(solver, handler)));
    return { binding, names: certain ? names : [], handlers };
  });
}

/** The functions that are registered under a binding. */
function handlersUnder(binding: Binding, { handlers }: Places): Set<FunctionNodes> {
  return functionsOf(handlers.flatMap((node) => [node, derive(binding.solver, node, ANY_FIELD)]).flatMap((node) => [...heldAt(binding, node).tokens]));
}

function dispatches(solver: Solver, handler: FunctionNodes): boolean {
  return callsIn(solver, handler.fn).some((site) => new Set(site.targets).size > 1);
}

function casesOf(binding: Binding, split: Split): Binding[] {
  switch (split.kind) {
    case "callers":
      return split.sites.map((site) => bound(binding, { site: [split.fn.fn, site] }));
    case "objects":
      return split.tokens.map((token) => bound(binding, { object: [split.place, token] }));
    case "entries":
      return split.fields.map((field) => bound(binding, { entry: [split.place, field] }));
  }
}

function chooseSplit(binding: Binding, places: Places): { split: Split | undefined; undecided: boolean } {
  const names = splitsOf(binding, (one) => {
    for (const node of places.names) namesUnder(one, node);
  });
  const schemas = splitsOf(binding, (one) => {
    for (const node of places.schemas) heldAt(one, node);
  });
  const handlers = splitsOf(binding, (one) => {
    for (const handler of handlersUnder(one, places)) for (const site of callsIn(one.solver, handler.fn)) if (site.targets.length > 1) heldAt(one, site.callee);
  });
  let best: { split: Split; count: number } | undefined;
  for (const [key, split] of [...names, ...schemas]) {
    const count = Number(names.has(key)) + Number(schemas.has(key)) + Number(handlers.has(key));
    if (!names.has(key) && count < 2) continue;
    if (best === undefined || count > best.count || (count === best.count && rank(split) < rank(best.split))) best = { split, count };
  }
  return { split: best?.split, undecided: names.size > 0 };
}

/** Of two choices that decide as much, the call comes first: what it passes has its place in the caller, where closures may hold it too. */
function rank({ kind }: Split): number {
  return ["callers", "objects", "entries"].indexOf(kind);
}

function splitsOf(binding: Binding, read: (fresh: Binding) => void): ReadonlyMap<string, Split> {
  const fresh = bound(binding);
  read(fresh);
  return fresh.splits;
}
