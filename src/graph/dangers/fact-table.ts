import type { Context, Fact, Path } from "./facts.js";
import type { Node } from "../graph.js";

/**
 * Facts by node, context and path: a hash table with open addressing, since a Map finds by one key alone. Law: a free slot ends each search,
 * which holds because at least half of all slots are free and none is ever freed.
 */
export interface FactTable {
  /** As many as a power of two. */
  slots: (Fact | undefined)[];
  count: number;
}

const LEAST_SLOTS = 8;

export function emptyTable(): FactTable {
  return { slots: new Array<undefined>(LEAST_SLOTS).fill(undefined), count: 0 };
}

/** The fact of this node, context and path, if there is one. */
export function findFact({ slots }: FactTable, node: Node, context: Context | undefined, path: Path | undefined): Fact | undefined {
  const mask = slots.length - 1;
  for (let at = hashOf(node, context, path) & mask; ; at = (at + 1) & mask) {
    const fact = slots[at];
    if (fact === undefined || (fact.node === node && fact.context === context && fact.path === path)) return fact;
  }
}

/** Takes in a fact that is not there yet. */
export function insertFact(table: FactTable, fact: Fact): void {
  if (table.count * 2 >= table.slots.length) grow(table);
  table.count += 1;
  place(table.slots, fact);
}

function grow(table: FactTable): void {
  const old = table.slots;
  table.slots = new Array<undefined>(old.length * 2).fill(undefined);
  for (const fact of old) if (fact !== undefined) place(table.slots, fact);
}

function place(slots: (Fact | undefined)[], fact: Fact): void {
  const mask = slots.length - 1;
  let at = hashOf(fact.node, fact.context, fact.path) & mask;
  while (slots[at] !== undefined) at = (at + 1) & mask;
  slots[at] = fact;
}

/** Multiplied by large odd numbers, neighbours come apart. */
function hashOf(node: Node, context: Context | undefined, path: Path | undefined): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(context?.id ?? 0, 0x85ebca6b) ^ Math.imul(path?.id ?? 0, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}
