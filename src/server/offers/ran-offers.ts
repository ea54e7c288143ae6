import type { Location } from "../../finding.js";
import type { ModuleIr, Span } from "../../ir/ir.js";
import type { FunctionNodes } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import { locate } from "../../program/program.js";
import type { Ran } from "../../run/initialise.js";
import type { Condition, RunEvent } from "../../run/run.js";
import type { Value as RunValue } from "../../run/values.js";
import { type Part, readOnce } from "./part.js";
import { valueOfRun } from "../values/run-values.js";
import { alternatives, fieldOf, joined, textOf, type Value } from "../values/value.js";

/** One tool, resource or prompt as the run met it. */
export interface RanOffer {
  /** Undefined when the run does not know it. */
  readonly name: string | undefined;
  readonly handlers: readonly FunctionNodes[];
  /** Unknown tests that it stands under. */
  readonly conditions: readonly string[];
  readonly location: Location;
  part(part: Part): Value | undefined;
}

const eventsByPlace = new WeakMap<Ran, ReadonlyMap<string, readonly RunEvent[]>>();

/** The events of the run at the call of a registration, for the same subject. */
export function eventsAt(ran: Ran, { row, site }: Registration): readonly RunEvent[] {
  let events = eventsByPlace.get(ran);
  if (events === undefined) eventsByPlace.set(ran, (events = byPlace(ran.events)));
  return events.get(placeKey(row.what, site.fn.module, site)) ?? [];
}

function byPlace(events: readonly RunEvent[]): Map<string, RunEvent[]> {
  const places = new Map<string, RunEvent[]>();
  for (const event of events) {
    const key = placeKey(event.row.what, event.site.module, event.site.span);
    const list = places.get(key);
    if (list === undefined) places.set(key, [event]);
    else list.push(event);
  }
  return places;
}

function placeKey(what: string, module: ModuleIr, { start, end }: Span): string {
  return `${what}:${start}:${end}:${module.path}`;
}

const offersByEvent = new WeakMap<RunEvent, readonly RanOffer[]>();

/** What an event offers: itself, or every item of the list that it shows. Reading it may run the program, which is done once. */
export function ranOffers(solver: Solver, ran: Ran, event: RunEvent): readonly RanOffer[] {
  let offers = offersByEvent.get(event);
  if (offers === undefined) offersByEvent.set(event, (offers = readOffers(solver, ran, event)));
  return offers;
}

function readOffers(solver: Solver, ran: Ran, event: RunEvent): RanOffer[] {
  const { row, site } = event;
  const location = locate(site.module, site.span);
  const conditions = event.conditions.flatMap((condition) => textOfCondition(condition) ?? []);
  const list = /^(.*\[\*\])\.\w+$/.exec(row.name ?? "")?.[1];
  const handlers = row.handler === undefined ? [] : ran.read(event, row.handler).flatMap((value) => functionsOf(solver, value));
  const offer = (read: RanOffer["part"], own: readonly FunctionNodes[] = []): RanOffer => {
    const part = readOnce(read);
    return { name: textOf(part("name")), handlers: own.length > 0 ? own : handlers, conditions, location, part };
  };
  if (list === undefined) {
    return [offer((part) => {
      const path = row[part];
      return path === undefined ? undefined : joined(ran.read(event, path).map((value) => valueOfRun(value, location)));
    })];
  }
  return ran.read(event, list).flatMap((item) => {
    const value = valueOfRun(item, location);
    const own = functionsOf(solver, memberOf(item, row.handler, list));
    return itemsOf(value).map((one) => offer((part) => fieldsOf(one, row[part], list), own));
  });
}

/** The event shows a list that is known to hold nothing. */
export function showsNothing(ran: Ran, event: RunEvent): boolean {
  const list = /^(.*)\[\*\]\.\w+$/.exec(event.row.name ?? "")?.[1];
  const values = list === undefined ? [] : ran.read(event, list);
  return values.length > 0 && values.every((value) => typeof value === "object" && value?.tag === "list" && value.items.length === 0 && value.open === undefined && value.maybe === undefined);
}

/** What stands in an item of a list where a path behind the list says; undefined where it is not known. */
function memberOf(item: RunValue, path: string | undefined, list: string): RunValue {
  if (path === undefined || !path.startsWith(`${list}.`)) return undefined;
  let at: RunValue = item;
  for (const field of path.slice(list.length + 1).split(".")) at = typeof at === "object" && at !== null && at.tag === "object" ? at.fields.get(field)?.value : undefined;
  return at;
}

/** An item may be one of several; one that is not known at all is still an item. */
function itemsOf(value: Value): Value[] {
  const known = [...alternatives(value)];
  return known.length === 0 || value.kind !== "unknown" ? [value] : [...known, value];
}

/** Follows what is left of a path behind the list: names of fields. */
function fieldsOf(item: Value, path: string | undefined, list: string): Value | undefined {
  if (path === undefined || !path.startsWith(`${list}.`)) return undefined;
  let at: Value | undefined = item;
  for (const field of path.slice(list.length + 1).split(".")) at = fieldOf(at, field);
  return at;
}

function functionsOf(solver: Solver, value: RunValue): FunctionNodes[] {
  if (typeof value !== "object" || value === null) return [];
  if (value.tag === "bound") return functionsOf(solver, value.target);
  const nodes = value.tag === "function" ? solver.graph.functions.get(value.fn) : undefined;
  return nodes === undefined ? [] : [nodes];
}

const LONGEST = 80;

/** A test as the program writes it; that a callback may never run is no condition worth telling. */
function textOfCondition({ what, site, holds }: Condition): string | undefined {
  if (what !== "test") return undefined;
  const text = site.module.text.slice(site.span.start, site.span.end).replace(/\s+/g, " ");
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  if (/^["'`\d]/.test(shown)) return holds ? `case ${shown}` : undefined;
  return holds ? shown : `not (${shown})`;
}

/** The registrations that the run met and the graph does not see. */
export function unseen(solver: Solver, ran: Ran, seen: readonly Registration[]): Registration[] {
  const known = new Set(seen.map(({ row, site }) => `${row.what} ${keyOf(site.fn.module.path, site)}`));
  const starts = new Set(ran.events.map(({ site }) => site.span.start));
  const calls = new Map([...solver.apiCalls.map(({ site }) => site), ...solver.graph.calls].flatMap((site) => (starts.has(site.start) ? [[keyOf(site.fn.module.path, site), site]] : [])));
  const found = new Map<string, Registration>();
  for (const event of ran.events) {
    const key = keyOf(event.site.module.path, event.site.span);
    const site = calls.get(key);
    if (site === undefined || known.has(`${event.row.what} ${key}`)) continue;
    const offers = ranOffers(solver, ran, event);
    const names = offers.flatMap(({ name }) => name ?? []);
    const handlers = offers.flatMap((one) => one.handlers);
    found.set(`${event.row.path} ${key}`, { row: event.row, site, args: site.args, names, handlers, wantsHandler: event.row.handler !== undefined });
  }
  return [...found.values()];
}

function keyOf(path: string, { start, end }: { start: number; end: number }): string {
  return `${path} ${start} ${end}`;
}
