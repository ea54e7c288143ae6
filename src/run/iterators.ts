import type { Items } from "./native.js";
import { asTag, type ListValue, makeList, makeObject, type ObjectValue, type Value } from "./values.js";

const SORT = "Generator";

/** An iterator over these items, as generators and `map.keys()` give it: what is left of them is kept as a list. */
export function makeIterator(items: Items): ObjectValue {
  const iterator = makeObject(undefined, SORT);
  iterator.inner = listOf(items);
  return iterator;
}

/** What is left of an iterator that the language or a generator made. */
export function restOf(value: Value): ListValue | undefined {
  const object = asTag(value, "object");
  return object?.sort === SORT ? asTag(object.inner, "list") : undefined;
}

/** A list of items that may be known in part. */
export function listOf({ items, maybe, open }: Items): ListValue {
  const list = makeList(items);
  list.maybe = maybe?.slice();
  list.open = open;
  return list;
}
