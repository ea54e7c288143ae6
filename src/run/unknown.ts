import { isKnown, isPrimitive, isUnknown, type Site, type Unknown, type Value } from "./values.js";

/** More alternatives than these are not kept apart. */
const MAX_MAY = 64;
/** So many stretches of a text are told apart; behind them it goes on with something unknown. */
const MAX_PARTS = 256;

/** A value of which nothing is known but where it comes from. */
export function makeUnknown(why: string, site: Site, more: Partial<Omit<Unknown, "tag" | "why" | "site">> = {}): Unknown {
  return { tag: "unknown", why, site, may: [], only: false, type: undefined, parts: undefined, attacked: false, ...more };
}

/** A text of which some stretches are unknown. */
export function makeUnknownText(parts: readonly (string | Unknown)[], why: string, site: Site): Unknown {
  const attacked = parts.some((part) => typeof part !== "string" && part.attacked);
  const kept = parts.length <= MAX_PARTS ? parts : [...parts.slice(0, MAX_PARTS), makeUnknown(why, site, { type: "string", attacked })];
  return makeUnknown(why, site, { type: "string", parts: kept, attacked });
}

/** One of two values, and it is not known which. What is the same on both sides stays known. */
export function join(a: Value, b: Value, why: string, site: Site): Value {
  if (same(a, b)) return a;
  const may = [...new Set([...alternatives(a), ...alternatives(b)])];
  const only = isOneOf(a) && isOneOf(b) && may.length <= MAX_MAY;
  const type = typeName(a) === typeName(b) ? typeName(a) : undefined;
  return makeUnknown(isUnknown(a) ? a.why : isUnknown(b) ? b.why : why, site, { may: may.slice(0, MAX_MAY), only, type, attacked: isAttacked(a) || isAttacked(b) });
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

/** It depends on what an attacker sends. */
export function isAttacked(value: Value): boolean {
  return isUnknown(value) && value.attacked;
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
