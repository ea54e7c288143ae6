import type { Node } from "./graph.js";

/** What belongs to a node: mostly nothing or one thing, which then needs no list. */
export type Few<T> = T | T[] | undefined;

/** Adds to what belongs to a node. */
export function append<T extends number | object>(lists: Few<T>[], node: Node, item: T): void {
  const few = lists[node];
  if (few === undefined) lists[node] = item;
  else if (Array.isArray(few)) few.push(item);
  else lists[node] = [few, item];
}

/** The same as a list. */
export function listOf<T extends number | object>(few: Few<T>): readonly T[] {
  return few === undefined ? NOTHING : Array.isArray(few) ? few : [few];
}

const NOTHING: readonly never[] = [];
