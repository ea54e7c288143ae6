import { type Dangers, NO_DANGERS } from "../models/kinds.js";

/** Dangers that are cleared of a value, and of its fields. */
export interface Cleared {
  self: Dangers;
  readonly fields: Map<string, Dangers>;
}

/** To begin with. */
export function nothingCleared(): Cleared {
  return { self: NO_DANGERS, fields: new Map() };
}

/** More is cleared of one field. */
export function clearField(cleared: Cleared, field: string, bits: Dangers): void {
  cleared.fields.set(field, (cleared.fields.get(field) ?? NO_DANGERS) | bits);
}

/** What `one` says holds as well. */
export function include(cleared: Cleared, one: Cleared): void {
  cleared.self |= one.self;
  for (const [field, bits] of one.fields) clearField(cleared, field, bits);
}

/** What both say. What is cleared of a value is cleared of each of its fields. */
export function intersect(a: Cleared, b: Cleared): Cleared {
  const fields = new Map<string, Dangers>();
  for (const [field, bits] of a.fields) {
    const both = bits & ((b.fields.get(field) ?? NO_DANGERS) | b.self);
    if (both !== 0) fields.set(field, both);
  }
  for (const [field, bits] of b.fields) if ((bits & a.self) !== 0) fields.set(field, (fields.get(field) ?? NO_DANGERS) | (bits & a.self));
  return { self: a.self & b.self, fields };
}

/** What all of several parts say; undefined when there are none. */
export function intersectAll<T>(parts: Iterable<T>, clearedOf: (part: T) => Cleared): Cleared | undefined {
  let common: Cleared | undefined;
  for (const part of parts) {
    const one = clearedOf(part);
    common = common === undefined ? one : intersect(common, one);
  }
  return common;
}
