import type { Dangers } from "../../models/kinds.js";
import type { Context, Fact, Origin } from "../dangers/facts.js";
import { matchesField } from "../fields.js";
import { ANY_ITEM, type CallSite, type Node, OP } from "../graph.js";
import { leftOf } from "../dangers/holes.js";
import { isWithin } from "../solve/binding.js";
import type { Solver } from "../solver.js";

interface Site {
  readonly site: CallSite;
  readonly node: Node;
  readonly chain: readonly CallSite[];
}
/** A place at which a finding may stand, with what arrives there and the calls that lead from there to the sink. */
export interface Place extends Site {
  readonly fact: Fact;
}
/** How many functions between sink and finding may only hand the value on. */
const MOST_LIFTS = 4;

/**
 * A function that hands its parameter to the sink unchanged is itself a sink: the finding stands at its calls. `inParts`: what it puts in front of the parameter does not count, where its
 * callers wrote a path. Law: every fact is lifted once.
 */
export function liftSink(solver: Solver, first: Place, bits: Dangers, inParts: boolean): Place[] {
  const places: Place[] = [];
  const seen = new Set<Fact>([first.fact]);
  let level = [first];
  for (let lifts = 0; level.length > 0; lifts += 1) {
    const above: Place[] = [];
    for (const place of level) {
      const all = lifts < MOST_LIFTS ? callersOf(solver, place, bits, inParts) : [];
      const callers = inParts ? all.filter((one) => writesPath(solver, one.fact) || callersOf(solver, one, bits, true).some(({ fact }) => writesPath(solver, fact))) : all;
      if (callers.length === 0 || callers.length < all.length) places.push(place);
      for (const caller of callers) {
        if (seen.has(caller.fact)) continue;
        seen.add(caller.fact);
        above.push(caller);
      }
    }
    level = above;
  }
  return places;
}

function callersOf(solver: Solver, place: Place, bits: Dangers, inParts: boolean): Place[] {
  const { fact } = place;
  const { context } = fact;
  if (context === undefined || !isUnchanged(solver, fact, context, inParts)) return [];
  // a function that makes the value and gives it back is no sink: the call that takes it stands elsewhere
  const fn = solver.graph.owners[context.param];
  if (fn !== undefined && !isWithin(place.site.fn, fn)) return [];
  const callers: Place[] = [];
  for (const [site, facts] of context.callers) {
    // a callback that is written at its call: the finding is better read inside it
    if (isInside(solver, context.param, site)) return [];
    for (const caller of facts) if ((caller.bits & bits) !== 0) callers.push({ site, node: caller.node, chain: [place.site, ...place.chain], fact: caller });
  }
  return callers;
}

function isInside(solver: Solver, param: Node, site: CallSite): boolean {
  const fn = solver.graph.owners[param];
  return fn !== undefined && fn.module === site.fn.module && fn.start >= site.start && fn.end <= site.end;
}

/** From the parameter, or from the items of a list that it is, to here only copies, tests, and ways into an object and out of it again; `inParts`: also texts and URLs of which it is a part. */
function isUnchanged(solver: Solver, fact: Fact, context: Context, inParts: boolean, depth = MOST_LIFTS): boolean {
  let at: Fact | undefined = fact;
  for (let hops = 0; hops < MOST_HOPS && at !== undefined; hops += 1) {
    if (at.node === context.param && at.path === context.path) return inParts || at.path === undefined || (at.path.rest === undefined && matchesField(ANY_ITEM, at.path.field));
    at = inParts ? partOf(solver, at, depth) : unchanged(solver, at);
  }
  return false;
}

function unchanged(solver: Solver, { node, origins: [origin] }: Fact): Fact | undefined {
  if (origin?.edge === undefined || !KEEPS.has(origin.edge.op)) return undefined;
  // what the program reads off an object of the attacker's is another value; what a row of a model reads is not the program's doing
  if (origin.edge.op === OP.GET && origin.from?.path === undefined && solver.derived.get(`${origin.from?.node}.${origin.edge.data}`) !== node) return undefined;
  return origin.from;
}

/** What came to be the value, or a part of it: by the way here, or through a function that gives back what it is given. */
function partOf(solver: Solver, { context, origins: [origin] }: Fact, depth: number): Fact | undefined {
  const { edge, from } = origin ?? {};
  if (edge === undefined || from === undefined) return undefined;
  if (KEEPS.has(edge.op) || edge.op === OP.HOLE || edge.op === OP.MAP) return from;
  if (edge.op !== OP.RETURN || from.context === undefined || depth === 0 || !isUnchanged(solver, from, from.context, true, depth - 1)) return undefined;
  for (const caller of from.context.callers.get(edge.data) ?? []) if (caller.context === context) return caller;
  return undefined;
}

/** The text, or the field of an object that holds it, was put together where it is handed on, behind a piece of a path. */
function writesPath(solver: Solver, fact: Fact, depth = MOST_LIFTS): boolean {
  let at: Fact | undefined = fact;
  for (let hops = 0; hops < MOST_HOPS && at !== undefined; hops += 1) {
    const { edge, from }: Partial<Origin> = at.origins[0] ?? {};
    if (edge?.op === OP.RETURN && from !== undefined && depth > 0 && writesPath(solver, from, depth - 1)) return true;
    if (edge?.op === OP.HOLE && leftOf(solver, at.node, edge.data).some((part) => part?.includes("/") === true)) return true;
    at = partOf(solver, at, MOST_LIFTS);
  }
  return false;
}

const MOST_HOPS = 40;

const KEEPS: ReadonlySet<number> = new Set([OP.COPY, OP.SIGMA, OP.CAPTURE, OP.PUT, OP.GET, OP.EXCEPT, OP.FIELDS]);
