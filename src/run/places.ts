import { LAST, type Place, RECEIVER, RESULT } from "../models/api.js";
import type { ApiPath, Condition, RegisterRow } from "../models/model.js";
import { parsePath, type Segment } from "../models/path.js";
import { callPossibly } from "./unknown-calls.js";
import { isNullish, truthOf, typeOf } from "./conversions.js";
import { iterate } from "./iteration.js";
import { getMember } from "./members.js";
import type { Run, RunEvent } from "./run.js";
import { alternatives, isOneOf, makeUnknown } from "./unknown.js";
import { asTag, isCallable, isHeap, isPrimitive, type Value } from "./values.js";

/** A call as rows speak of it. */
export type Called = Pick<RunEvent, "receiver" | "args" | "result" | "site">;

const places = new Map<ApiPath, Place>();

/** Reads a place of a call as rows write it: `arg(1).inputSchema`. */
export function placeOf(path: ApiPath): Place {
  let place = places.get(path);
  if (place === undefined) places.set(path, (place = readPlace(parsePath(path))));
  return place;
}

/** A row may write the whole path of the call, or only the place. */
function readPlace(segments: readonly Segment[]): Place {
  const [first, ...rest] = segments.slice(Math.max(0, segments.findIndex((segment) => segment.kind === "arg" || segment.kind === "this")));
  if (first?.kind === "arg") return { from: first.from, to: first.to, path: rest };
  if (first?.kind === "this") return { from: RECEIVER, to: RECEIVER, path: rest };
  return { from: RESULT, to: RESULT, path: first === undefined ? [] : [first, ...rest] };
}

/** The values that stand at a place of a call; none where the place is not there. */
export function valuesAt(run: Run, call: Called, place: Place): Value[] {
  let values = startsOf(call, place);
  for (const segment of place.path) values = values.flatMap((value) => follow(run, call, value, segment));
  return values;
}

function startsOf({ receiver, args, result }: Called, { from, to }: Place): Value[] {
  if (from === RECEIVER) return [receiver];
  if (from === RESULT) return [result];
  return from === LAST ? args.slice(-1) : args.slice(from, to + 1);
}

function follow(run: Run, { site }: Called, value: Value, segment: Segment): Value[] {
  switch (segment.kind) {
    case "member":
      return value === null || value === undefined ? [] : [getMember(run, value, segment.name, site)];
    case "element":
      return elements(run, value, site);
    case "call":
    case "new": {
      if (!isCallable(value) && isPrimitive(value)) return [];
      const result = callPossibly(run, value, undefined, { values: [], rest: makeUnknown("what a request brings", site) }, site, "callback");
      return alternatives(result).length === 0 ? [result] : alternatives(result).map((one) => asTag(one, "promise")?.value ?? one);
    }
    default:
      return [value];
  }
}

/** A place holds no more values than these. */
const MAX_ELEMENTS = 2_000;

/** The items of a list, or the values of an object, with what is unknown among them. */
function elements(run: Run, value: Value, site: Called["site"]): Value[] {
  const object = asTag(value, "object");
  if (object !== undefined) return [...object.fields.values()].filter((property) => property.hidden !== true).map((property) => property.value);
  const found = alternatives(value).flatMap((one) => {
    const { items, open } = iterate(run, one, site);
    return open === undefined ? items : [...items, open];
  });
  return [...new Set(found)].slice(0, MAX_ELEMENTS);
}

/** The first row of each path and subject whose conditions hold; rows with methods stand side by side. */
export function rowsThatFit(run: Run, rows: readonly RegisterRow[], call: Called): RegisterRow[] {
  const taken = new Set<string>();
  return rows.filter((row) => {
    const key = `${row.path} ${row.what}`;
    if (taken.has(key) || !fits(run, row, call)) return false;
    if (row.method === undefined) taken.add(key);
    return true;
  });
}

function fits(run: Run, row: RegisterRow, call: Called): boolean {
  const names = row.method === undefined ? [] : alternatives(call.args[0]).map((one) => selectorOf(run, call, one));
  if (row.method !== undefined && !names.some((name) => name !== undefined && row.method?.includes(name) === true)) return false;
  return (row.when ?? []).every((condition) => holds(run, condition, call));
}

/** What selects a request handler: a text, the name under which something was imported, or the method that a schema demands. */
function selectorOf(run: Run, { site }: Called, value: Value): string | undefined {
  if (typeof value === "string") return value;
  const origin = asTag(value, "api")?.origin;
  if (origin?.kind === "member") return origin.name;
  const fields = origin?.kind === "call" ? asTag(origin.args[0], "object") : undefined;
  const literal = fields === undefined ? undefined : asTag(getMember(run, fields, "method", site), "api")?.origin;
  const text = literal?.kind === "call" ? literal.args[0] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** Whether a row's condition holds at a call; what is not known counts as holding, unless the row asks for known values. */
function holds(run: Run, condition: Condition, call: Called): boolean {
  const values = valuesAt(run, call, placeOf(condition.at));
  if (values.length === 0) return condition.is === "unset";
  const unknown = condition.known !== true;
  return values.some((value) => alternatives(value).some((one) => isSo(one, condition.is) ?? unknown) || (!isOneOf(value) && (mayBe(value, condition.is) ?? unknown)));
}

/** What is left of an unknown value besides its alternatives: its type alone may speak. */
function mayBe(value: Value, is: Condition["is"]): boolean | undefined {
  const type = typeOf(value);
  if (type === undefined || Array.isArray(is) || is === "set" || is === "unset") return undefined;
  return type === is || (type === "object" && is === "list") ? undefined : false;
}

function isSo(value: Value, is: Condition["is"]): boolean | undefined {
  switch (is) {
    case "set":
      return truthOf(value);
    case "unset": {
      const truth = truthOf(value);
      return truth === undefined ? undefined : !truth;
    }
    case "string":
    case "function": {
      const type = typeOf(value);
      return type === undefined ? undefined : type === is;
    }
    case "list":
      return isHeap(value) && value.tag === "api" ? undefined : asTag(value, "list") !== undefined;
    case "object":
      if (isHeap(value) && value.tag === "api") return isNullish(value) === false ? true : undefined;
      return isHeap(value) && !isCallable(value) && value.tag !== "list";
    default:
      if (typeof value !== "string") return isPrimitive(value) ? false : undefined;
      return "like" in is ? new RegExp(is.like, "i").test(value) : is.includes(value);
  }
}
