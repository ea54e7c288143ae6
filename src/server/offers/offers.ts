import { type Location, placeText } from "../../finding.js";
import { type Binding, bound, unbound } from "../../graph/solve/binding.js";
import type { FunctionNodes } from "../../graph/graph.js";
import { nodesAt, pairsOf, type Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import { lineAt, locate } from "../../program/program.js";
import type { Ran } from "../../run/initialise.js";
import { valueAt } from "../values/graph-values.js";
import { type Part, readOnce } from "./part.js";
import { eventsAt, type RanOffer, ranOffers, showsNothing } from "./ran-offers.js";
import type { SettingsOf } from "../values/settings.js";
import { alternatives, joined, textOf, type Value } from "../values/value.js";

/** One tool, resource or prompt as one registration makes it, with the values of its parts. */
export interface Offered {
  readonly registration: Registration;
  /** Undefined when it is computed from something unknown. */
  readonly name: string | undefined;
  readonly handlers: readonly FunctionNodes[];
  /** The case of its registration that it is. */
  readonly binding: Binding;
  /** The call; of one among several that a call registers, or that a list shows, the place of its name. */
  readonly location: Location;
  /** Its parts are those of several, and nothing tells which of them are its own. */
  readonly mixed: boolean;
  /** The run came to it. */
  readonly met: boolean;
  /** The run came to its registration, and met others there alone. */
  readonly missed?: boolean;
  /** Unknown tests that it stands under. */
  readonly conditions: readonly string[];
  /** The value of a part, the best known one. */
  part(part: Part): Value | undefined;
  /** The same as each engine knows it. */
  values(part: Part): readonly Value[];
  /** That value is put together of those of several. */
  isMixed(part: Part): boolean;
  /** The same as the run knows it. */
  ran(part: Part): Value | undefined;
  /** The same as it stands in the program, for whoever wants to know a place: read with an effort of its own where other questions have spent that of the graph. */
  written(part: Part): Value | undefined;
}

/** What a registration offers, as the run met it, and as the graph sees it where the run gave up. */
export function offersOf(solver: Solver, settings: SettingsOf, ran: Ran | undefined, registration: Registration): Offered[] {
  const seen = offersInGraph(solver, settings, registration);
  const events = ran === undefined ? [] : eventsAt(ran, registration);
  const met = ran === undefined ? [] : events.flatMap((event) => ranOffers(solver, ran, event));
  const named = byName(met);
  if (named.length === 0) {
    const isEmpty = ran !== undefined && events.length > 0 && events.every((event) => showsNothing(ran, event));
    return isEmpty && seen.every(({ name }) => name === undefined) ? [] : seen;
  }
  const alone = named.length === 1 && seen.length === 1 ? seen[0] : undefined;
  const names = new Set(named.map(({ name }) => name));
  // a call may be reached by ways that the run did not take; where it took them all, what the graph alone puts together are combinations that never meet
  const isWhole = ran !== undefined && met.every(({ name }) => name !== undefined) && tookEveryWay(solver, ran, registration);
  const others = seen.filter((one) => one.name !== undefined && !names.has(one.name) && (!isWhole || isWrittenOut(solver, one)));
  return [...named.map((one) => merge(registration, one, seen.find(({ name }) => name === one.name) ?? alone, unbound(solver))), ...others.map((one) => ({ ...one, missed: true }))];
}

/** All functions from which the registration can be reached have run. */
function tookEveryWay({ graph }: Solver, { called }: Ran, { site }: Registration): boolean {
  const above = new Set([site.fn]);
  for (const fn of above) {
    if (fn.kind === "module") continue;
    if (!called.has(fn)) return false;
    if (fn.parent !== undefined) above.add(fn.parent);
    for (const caller of graph.functions.get(fn)?.callers ?? []) above.add(caller.fn);
  }
  return true;
}

/** The name stands in the program as it is. */
function isWrittenOut({ program }: Solver, { name = "", part }: Offered): boolean {
  const place = literalOf(part("name"), name);
  const module = place === undefined ? undefined : program.modules.get(place.file);
  return place !== undefined && module !== undefined && lineAt(module, place.line).includes(name);
}

/** Those with a name, each once. Law: what is met several times stands under the conditions that all of them share. */
function byName(met: readonly RanOffer[]): RanOffer[] {
  const named = new Map<string, RanOffer>();
  for (const one of met) {
    if (one.name === undefined) continue;
    const known = named.get(one.name);
    named.set(one.name, known === undefined ? one : { ...known, conditions: known.conditions.filter((condition) => one.conditions.includes(condition)) });
  }
  return [...named.values()];
}

function merge(registration: Registration, met: RanOffer, seen: Offered | undefined, binding: Binding): Offered {
  const values = (part: Part): Value[] => [seen?.mixed === true ? undefined : seen?.part(part), met.part(part)].filter((one) => one !== undefined);
  const handlers = met.handlers.length > 0 ? met.handlers : (seen?.handlers ?? registration.handlers);
  const part: Offered["part"] = (one) => {
    const own = met.part(one);
    const isPartly = own?.kind === "function" || (own?.kind === "object" && own.open);
    if (own !== undefined && isKnown(own) && !isPartly) return own;
    // what the run left open the graph may have read
    const other = seen?.part(one);
    return own === undefined || !isKnown(own) || (other !== undefined && other.kind !== "unknown") ? (other ?? own) : own;
  };
  const isMixed: Offered["isMixed"] = (one) => part(one) !== met.part(one) && seen?.isMixed(one) === true;
  return { registration, name: met.name, handlers, binding: seen?.binding ?? binding, location: seen?.location ?? met.location, mixed: false, met: true, conditions: met.conditions, values, ran: met.part, written: (one) => (seen === undefined || seen.mixed ? met.part(one) : seen.written(one)), part, isMixed };
}

function isKnown(value: Value): boolean {
  return value.kind !== "unknown" || value.from.some((one) => one.kind === "schema" || one.kind === "object");
}

/** What the graph sees of a registration: one entry a name, or one without when no name is known. */
function offersInGraph(solver: Solver, settings: SettingsOf, registration: Registration): Offered[] {
  const offers: Offered[] = [];
  const told = new Set<string>();
  const isAlone = registration.wantsHandler && registration.names.length < 2;
  const call = locateCall(solver, registration);
  const { effort } = unbound(solver);
  const add = (name: string | undefined, binding: Binding, part: Offered["part"], handlers: readonly FunctionNodes[], isMixed: boolean): void => {
    if (name !== undefined && told.has(name)) return;
    const own = isAlone ? undefined : literalOf(part("name"), name);
    const late = partsOf(solver, settings, registration, { ...bound(binding), effort });
    offers.push({ registration, name, handlers, binding, location: own ?? call, mixed: isMixed, met: false, conditions: [], part, values: (one) => [part(one)].filter((value) => value !== undefined), ran: () => undefined, written: (one) => (binding.effort.left < 0 ? late(one) : part(one)), isMixed: (one) => isMixed || isOfSeveral(offers, one, part(one)) });
    if (name !== undefined) told.add(name);
  };
  for (const { binding, names, handlers } of pairsOf(solver, registration)) {
    const own = handlers.filter((fn) => registration.handlers.includes(fn));
    const part = partsOf(solver, settings, registration, binding);
    for (const name of names) add(name, binding, part, own.length === 0 ? registration.handlers : own, false);
  }
  const all = unbound(solver);
  const mixed = partsOf(solver, settings, registration, all);
  for (const name of registration.names) add(name, all, mixed, registration.handlers, registration.names.length > 1);
  if (offers.length === 0) add(undefined, all, mixed, registration.handlers, false);
  return offers;
}

/** Law: what may be one of the same several things for another name too is nobody's own. */
function isOfSeveral(offers: readonly Offered[], part: Part, value: Value | undefined): boolean {
  const key = placesOf(value);
  return key !== undefined && offers.filter((one) => placesOf(one.part(part)) === key).length > 1;
}

const places = new WeakMap<Value, string | undefined>();

/** Where the things stand that a value may be, when they are several. */
function placesOf(value: Value | undefined): string | undefined {
  if (value?.kind !== "unknown") return undefined;
  if (!places.has(value)) {
    const found = [...alternatives(value)].filter(({ kind }) => kind === "object" || kind === "schema").map(({ location }) => placeText(location));
    places.set(value, found.length < 2 ? undefined : found.join());
  }
  return places.get(value);
}

/** Where a call stands; in a chain of calls, where its own name does. */
function locateCall({ graph }: Solver, { site }: Registration): Location {
  const { method, receiver, callee, fn, end } = site;
  const isLink = method !== undefined && graph.defs[receiver]?.kind === "call" && graph.starts[receiver] === site.start;
  return isLink ? locate(fn.module, { start: (graph.ends[callee] ?? end) - method.length, end }) : graph.locate(site.node);
}

/** Reads the parts of a row under a binding. */
function partsOf(solver: Solver, settings: SettingsOf, registration: Registration, binding: Binding): Offered["part"] {
  return readOnce((part) => joined(nodesAt(solver, registration, registration.row[part]).map((node) => valueAt({ binding, settings }, node))));
}

/** Where a name is written out. */
function literalOf(value: Value | undefined, name: string | undefined): Location | undefined {
  if (value === undefined || name === undefined) return undefined;
  if (value.kind === "unknown") return value.may.map((one) => literalOf(one, name)).find((one) => one !== undefined);
  return textOf(value) === name ? value.location : undefined;
}
