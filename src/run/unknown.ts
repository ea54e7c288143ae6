import { isKnown, isPrimitive, isUnknown, type Site, type Unknown, type Value } from "./values.js";

/** More alternatives than these are not kept apart. */
const MAX_MAY = 64;
/** So many stretches of a text are told apart; behind them it goes on with something unknown. */
const MAX_PARTS = 256;

/** A value of which nothing is known but where it comes from. */
export function makeUnknown(why: string, site: Site, { may = NONE, only = false, type, parts, attacked = false }: Partial<Omit<Unknown, "tag" | "why" | "site">> = NOTHING_MORE): Unknown {
  return { tag: "unknown", why, site, may, only, type, parts, attacked };
}

const NONE: readonly Value[] = [];
const NOTHING_MORE = {};

/** A text of which some stretches are unknown. */
export function makeUnknownText(parts: readonly (string | Unknown)[], why: string, site: Site): Unknown {
  const attacked = parts.some((part) => typeof part !== "string" && part.attacked);
  const kept = parts.length <= MAX_PARTS ? parts : [...parts.slice(0, MAX_PARTS), makeUnknown(why, site, { type: "string", attacked })];
  return makeUnknown(why, site, { type: "string", parts: kept, attacked });
}

/** One of two values, and it is not known which. What is the same on both sides stays known. */
export function join(a: Value, b: Value, why: string, site: Site): Value {
  if (same(a, b)) return a;
  const may = isUnknown(a) || isUnknown(b) ? [...new Set([...alternatives(a), ...alternatives(b)])] : [a, b];
  const only = isOneOf(a) && isOneOf(b) && may.length <= MAX_MAY;
  const type = typeName(a) === typeName(b) ? typeName(a) : undefined;
  return makeUnknown(isUnknown(a) ? a.why : isUnknown(b) ? b.why : why, site, { may: may.length > MAX_MAY ? may.slice(0, MAX_MAY) : may, only, type, attacked: isAttacked(a) || isAttacked(b) });
}

/** One of several values; undefined when there are none. */
export function joinAll(values: readonly Value[], why: string, site: Site): Value {
  return values.length === 0 ? undefined : values.reduce((joined, value) => join(joined, value, why, site));
}

/** The values that a value is known to be or may be. */
export function alternatives(value: Value): readonly Value[] {
  return isUnknown(value) ? value.may : [value];
}

/** `alternatives` are all that it can be. */
export function isOneOf(value: Value): boolean {
  return !isUnknown(value) || value.only;
}

/** Texts by which what an attacker sent is recognised in values that are known, while it is sent. One run at a time sends something. */
let marks: readonly string[] = [];

/** Runs something during which values that hold one of these texts depend on an attacker. */
export function withMarks<T>(texts: readonly string[], body: () => T): T {
  const before = marks;
  marks = texts;
  try {
    return body();
  } finally {
    marks = before;
  }
}

/** Something hostile is sent right now. */
export function isUnderAttack(): boolean {
  return marks.length > 0;
}

/** It depends on what an attacker sends. */
export function isAttacked(value: Value): boolean {
  return isUnknown(value) ? value.attacked : marks.length > 0 && holdsMark(value, MARK_DEPTH);
}

/** So deep a value is searched for marks, and so many of its parts. */
const MARK_DEPTH = 4;
const MARK_PARTS = 32;

function holdsMark(value: Value, depth: number): boolean {
  if (typeof value === "string") return holdsAny(value);
  if (typeof value !== "object" || value === null || value.tag === "symbol" || depth === 0) return false;
  const inner = (one: Value): boolean => holdsMark(one, depth - 1);
  switch (value.tag) {
    case "unknown":
      return value.attacked;
    case "list":
      return anyOf(value.items, inner);
    case "object":
      return inner(value.inner) || anyOf(value.fields.values(), (property) => inner(property.value));
    case "map":
    case "set":
      return anyOf(value.entries.values(), (entry) => inner(entry.key) || inner(entry.value));
    case "promise":
      return inner(value.value);
    case "api":
      return cameFromMark(value.origin, depth);
    default:
      return false;
  }
}

/** One of the first parts fits. */
function anyOf<T>(parts: Iterable<T>, fits: (part: T) => boolean): boolean {
  let count = 0;
  for (const part of parts) {
    if ((count += 1) > MARK_PARTS) return false;
    if (fits(part)) return true;
  }
  return false;
}

/** Most texts are shorter than any mark. */
function holdsAny(text: string): boolean {
  for (const mark of marks) if (mark.length <= text.length && text.includes(mark)) return true;
  return false;
}

function cameFromMark(origin: Extract<Value, { tag: "api" }>["origin"], depth: number): boolean {
  if (origin.kind === "member") return holdsMark(origin.object, depth);
  if (origin.kind !== "call" && origin.kind !== "new") return false;
  return holdsMark(origin.callee, depth - 1) || holdsMark(origin.self, depth - 1) || origin.args.some((one) => holdsMark(one, depth - 1));
}

/**
 * Applies an operation to each alternative of a value. A single result is known when all alternatives give it; otherwise the results are what it may be.
 */
export function mapMay(value: Unknown, why: string, site: Site, operation: (one: Value) => Value): Value {
  const results = value.may.map(operation);
  const rest = makeUnknown(why, site, { attacked: value.attacked });
  if (results.length === 0) return rest;
  return joinAll(value.only ? results : [...results, rest], why, site);
}

/** Identical, as `Object.is` has it. */
export function same(a: Value, b: Value): boolean {
  return Object.is(a, b);
}

function typeName(value: Value): Unknown["type"] {
  if (isUnknown(value)) return value.type;
  if (!isKnown(value)) return undefined;
  const name = typeof value;
  if (isPrimitive(value)) return name === "string" || name === "number" || name === "boolean" ? name : undefined;
  return undefined;
}
