import { type Dangers, NO_DANGERS } from "../../models/kinds.js";
import type { Node } from "../graph.js";

/** Dangers that are cleared of a value, and of its fields. */
export interface Cleared {
  self: Dangers;
  readonly fields: Map<string, Dangers>;
  /** Cleared by tests against a root that the caller may choose: as far as nothing came in with the root itself. */
  readonly roots: Map<Node, Dangers>;
}

/** To begin with. */
export function nothingCleared(): Cleared {
  return { self: NO_DANGERS, fields: new Map(), roots: new Map() };
}

/** More is cleared of one field. */
export function clearField(cleared: Cleared, field: string, bits: Dangers): void {
  cleared.fields.set(field, (cleared.fields.get(field) ?? NO_DANGERS) | bits);
}

/** More is cleared as far as nothing came in with this root. */
export function clearWithin({ roots }: Cleared, root: Node, bits: Dangers): void {
  roots.set(root, (roots.get(root) ?? NO_DANGERS) | bits);
}

/** What `one` says holds as well. */
export function include(cleared: Cleared, one: Cleared): void {
  cleared.self |= one.self;
  for (const [field, bits] of one.fields) clearField(cleared, field, bits);
  for (const [root, bits] of one.roots) clearWithin(cleared, root, bits);
}

/** What both say. What is cleared of a value is cleared of each of its fields. */
export function intersect(a: Cleared, b: Cleared): Cleared {
  const fields = new Map<string, Dangers>();
  for (const [field, bits] of a.fields) {
    const both = bits & ((b.fields.get(field) ?? NO_DANGERS) | b.self);
    if (both !== 0) fields.set(field, both);
  }
  for (const [field, bits] of b.fields) if ((bits & a.self) !== 0) fields.set(field, (fields.get(field) ?? NO_DANGERS) | (bits & a.self));
  const roots = new Map<Node, Dangers>();
  for (const [one, other] of [[a, b], [b, a]] as const) {
    for (const [root, bits] of one.roots) {
      const both = bits & ((other.roots.get(root) ?? NO_DANGERS) | other.self);
      if (both !== 0) roots.set(root, (roots.get(root) ?? NO_DANGERS) | both);
    }
  }
  return { self: a.self & b.self, fields, roots };
}

/** What all of several parts say, without those that say nothing of it; undefined when none is left. */
export function intersectAll<T>(parts: Iterable<T>, clearedOf: (part: T) => Cleared | undefined): Cleared | undefined {
  let common: Cleared | undefined;
  for (const part of parts) {
    const one = clearedOf(part);
    if (one === undefined) continue;
    common = common === undefined ? one : intersect(common, one);
  }
  return common;
}
