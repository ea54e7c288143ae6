import { numberOf, textOf } from "../coerce.js";
import type { NativeCall } from "../native.js";
import { touch } from "../state.js";
import { isCallable, isKnown, isUnknown, type ListValue, type Value } from "../values.js";
import { marked, visits, type Visit } from "./list-reading.js";

/** Says which of two items comes first, as comparators do; undefined when that is not known. */
type Compare = (a: Value, b: Value) => number | undefined;

/** Sorts in place. Where the order is not known, others may stand between the items. */
export function sort(call: NativeCall, list: ListValue): Value {
  const [comparator] = call.args;
  if (comparator !== undefined && isKnown(comparator) && !isCallable(comparator)) return call.throwError("TypeError", "The comparison function must be either a function or undefined");
  const all = [...visits(list)];
  // what is undefined comes last, and no comparator is asked
  const last = all.filter(({ item }) => item === undefined);
  let known = true;
  const sorted = mergeSort(all.filter(({ item }) => item !== undefined), (a, b) => {
    const order = comparator === undefined ? compareTexts(call, a, b) : compareBy(call, comparator, a, b);
    if (order === undefined) known = false;
    return order;
  });
  touch(call.state, list);
  list.items = [...sorted, ...last].map(({ item }) => item);
  marked(list, [...sorted, ...last].map(({ maybe }) => maybe));
  if (!known) list.open ??= call.unknown("an item of a list whose order is not known");
  return list;
}

function compareBy(call: NativeCall, comparator: Value, a: Value, b: Value): number | undefined {
  const order = numberOf(call, call.invoke(comparator, [a, b]));
  return isUnknown(order) ? undefined : order;
}

function compareTexts(call: NativeCall, a: Value, b: Value): number | undefined {
  const [left, right] = [textOf(call, a), textOf(call, b)];
  if (isUnknown(left) || isUnknown(right)) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A stable sort; what is not known to come later stays where it is. */
function mergeSort(items: readonly Visit[], compare: Compare): readonly Visit[] {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const left = mergeSort(items.slice(0, middle), compare);
  const right = mergeSort(items.slice(middle), compare);
  const merged: Visit[] = [];
  let [at, to] = [0, 0];
  for (let one = left[at], other = right[to]; one !== undefined && other !== undefined; one = left[at], other = right[to]) {
    const order = compare(one.item, other.item) ?? 0;
    merged.push(order > 0 ? other : one);
    if (order > 0) to += 1;
    else at += 1;
  }
  return [...merged, ...left.slice(at), ...right.slice(to)];
}
