/**
 * What belongs to nodes, in the order in which it came: a chain of entries a node, numbered from 1. What an entry is about, its owner keeps by the entry's number. In typed arrays, since a list
 * for each node would be most of what a large graph holds. Law: an entry never goes away, so whoever goes along a chain meets what is added to it meanwhile.
 */
export class Chains {
  private heads = new Int32Array(LEAST_ROOM);
  private tails = new Int32Array(LEAST_ROOM);
  private nexts = new Int32Array(LEAST_ROOM);
  count = 0;

  /** A new entry at the end of a node's chain. */
  append(node: number): number {
    if (node >= this.heads.length) [this.heads, this.tails] = [roomFor(this.heads, node), roomFor(this.tails, node)];
    const entry = (this.count += 1);
    if (entry >= this.nexts.length) this.nexts = roomFor(this.nexts, entry);
    const last = this.tails[node] ?? 0;
    if (last === 0) this.heads[node] = entry;
    else this.nexts[last] = entry;
    this.tails[node] = entry;
    return entry;
  }

  /** The first entry of a node; 0 where it has none. */
  first(node: number): number {
    return this.heads[node] ?? 0;
  }

  last(node: number): number {
    return this.tails[node] ?? 0;
  }

  /** The entry that follows; 0 behind the last. */
  next(entry: number): number {
    return this.nexts[entry] ?? 0;
  }
}

/** Nodes by node, in the order in which they came. */
export class NodeLists extends Chains {
  private items = new Int32Array(LEAST_ROOM);

  add(node: number, item: number): void {
    const entry = this.append(node);
    if (entry >= this.items.length) this.items = roomFor(this.items, entry);
    this.items[entry] = item;
  }

  item(entry: number): number {
    return this.items[entry] ?? 0;
  }

  /** Those of a node, as a list of its own. */
  listOf(node: number): readonly number[] {
    let entry = this.first(node);
    if (entry === 0) return NONE;
    const items: number[] = [this.item(entry)];
    while ((entry = this.next(entry)) !== 0) items.push(this.item(entry));
    return items;
  }
}

/** The same numbers with room for one at a place behind them, and for half as many again. */
export function roomFor<A extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(old: A, at: number): A {
  const length = Math.max(at + 1, Math.ceil(old.length * 1.5));
  // both sorts of arrays are made alike, which the compiler does not follow through a type parameter
  const room = new (old.constructor as new (length: number) => A)(length);
  room.set(old);
  return room;
}

export const LEAST_ROOM = 1024;
/** What has nothing yet. */
export const NONE: readonly never[] = [];

/** A list with one more. Law: a short one is written out anew, since one that is pushed to, or that another is spread into, keeps room for sixteen. There is an item at each of its places. */
export function withOne<T>(list: readonly T[], item: T): readonly T[] {
  switch (list.length) {
    case 0:
      return [item];
    case 1:
      return [list[0] as T, item];
    case 2:
      return [list[0] as T, list[1] as T, item];
    case 3:
      return [list[0] as T, list[1] as T, list[2] as T, item];
    case 4:
      return [list[0] as T, list[1] as T, list[2] as T, list[3] as T, item];
    default:
      // nobody but whoever adds to a list holds one that grew so long
      (list as T[]).push(item);
      return list;
  }
}
