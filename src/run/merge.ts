import { join, same } from "./unknown.js";
import type { Entry, Key, Property, Site, Value } from "./values.js";

interface Listed {
  readonly items: Value[];
  readonly maybe: boolean[] | undefined;
}

export const WHY = "a value that depends on a condition";

/** Properties that one side alone has are there only maybe. */
export function mergeFields(a: ReadonlyMap<Key, Property>, b: ReadonlyMap<Key, Property>, site: Site): ReadonlyMap<Key, Property> {
  if (a === b) return a;
  const merged = new Map(a);
  for (const [key, property] of a) {
    const other = b.get(key);
    if (other === undefined) merged.set(key, { ...property, maybe: true });
    else if (other !== property) merged.set(key, mergeProperty(property, other, site));
  }
  for (const [key, property] of b) if (!a.has(key)) merged.set(key, { ...property, maybe: true });
  return merged;
}

function mergeProperty(a: Property, b: Property, site: Site): Property {
  const maybe = a.maybe === true || b.maybe === true;
  const accessor = a.get !== undefined || a.set !== undefined ? a : b;
  return { ...accessor, value: join(a.value, b.value, WHY, site), ...(maybe ? { maybe } : {}) };
}

/** A list that one side has lengthened keeps the longer one, what is more being there only maybe. */
export function mergeItems(a: Listed, b: Listed, site: Site): Listed {
  if (a.items === b.items || (a.items.length === 0 && b.items.length === 0)) return a;
  const [long, short] = a.items.length >= b.items.length ? [a, b] : [b, a];
  const isMaybe = (list: Listed, index: number): boolean => list.maybe?.[index] === true;
  if (short.items.every((item, index) => same(item, long.items[index])) || short.items.length === long.items.length) {
    const items = long.items.map((item, index) => (index < short.items.length ? join(item, short.items[index], WHY, site) : item));
    return { items, maybe: marks(items.map((_, index) => isMaybe(long, index) || index >= short.items.length || isMaybe(short, index))) };
  }
  const others = short.items.filter((item) => !long.items.some((one) => same(one, item)));
  const both = new Set(short.items);
  return { items: [...long.items, ...others], maybe: [...long.items.map((item, index) => isMaybe(long, index) || !both.has(item)), ...others.map(() => true)] };
}

/** Without a single mark there are none. */
export function marks(maybe: boolean[]): boolean[] | undefined {
  return maybe.includes(true) ? maybe : undefined;
}

/** Entries that one side alone has are there only maybe. */
export function mergeEntries(a: Map<unknown, Entry>, b: Map<unknown, Entry>, site: Site): Map<unknown, Entry> {
  if (a === b) return a;
  const merged = new Map(a);
  for (const [key, entry] of a) {
    const other = b.get(key);
    if (other === entry) continue;
    merged.set(key, other === undefined ? { ...entry, maybe: true } : { key: entry.key, value: join(entry.value, other.value, WHY, site), maybe: entry.maybe || other.maybe });
  }
  for (const [key, entry] of b) if (!a.has(key)) merged.set(key, { ...entry, maybe: true });
  return merged;
}
