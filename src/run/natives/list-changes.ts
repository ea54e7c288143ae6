import { listOf } from "../iterators.js";
import type { Native, NativeCall, NativeTable } from "../native.js";
import { touch } from "../state.js";
import { join, joinAll } from "../unknown.js";
import { isExact, type ListValue, makeList, type Value } from "../values.js";
import { unknownOf } from "./host.js";
import { sort } from "./list-order.js";
import { copyOf, loosened, onList, positions } from "./list-reading.js";

const WHY = "an item of a list that is not fully known";

function lengthOf(call: NativeCall, list: ListValue): Value {
  return isExact(list) ? list.items.length : unknownOf(call, "number", "the length of a list that is not fully known", list.open);
}

/** Makes the list hold what another does. */
function become(call: NativeCall, list: ListValue, { items, maybe, open }: ListValue): void {
  touch(call.state, list);
  list.items = items;
  list.maybe = maybe;
  list.open = open;
}

function insert(call: NativeCall, list: ListValue, at: number, added: readonly Value[]): Value {
  if (list.items.length + added.length > call.limits.items) {
    touch(call.state, list);
    list.open ??= call.unknown("an item of a list that is too long to build");
    return lengthOf(call, list);
  }
  touch(call.state, list);
  list.items.splice(at, 0, ...added);
  list.maybe?.splice(at, 0, ...added.map(() => false));
  return lengthOf(call, list);
}

/** Takes the first or last item away; which one that is, is known of an exact list only. */
function take(call: NativeCall, list: ListValue, end: "first" | "last"): Value {
  if (!isExact(list)) {
    const item = joinAll([...list.items, ...(list.open === undefined ? [] : [list.open]), undefined], WHY, call.site);
    become(call, list, loosened(list));
    return item;
  }
  touch(call.state, list);
  return end === "first" ? list.items.shift() : list.items.pop();
}

/** Gives what is taken out, and puts the further arguments in its place. */
function splice(call: NativeCall, list: ListValue): Value {
  const added = call.args.slice(2);
  const places = positions(call, call.args.slice(0, 2));
  if (places === undefined || !isExact(list) || list.items.length + added.length > call.limits.items) {
    const removed = loosened(list);
    const rest = loosened(list);
    rest.items.push(...added);
    rest.maybe?.push(...added.map(() => false));
    rest.open ??= call.unknown("an item of a list that was changed at an unknown place");
    become(call, list, rest);
    return removed;
  }
  touch(call.state, list);
  const [start = 0, count] = places;
  if (call.args.length === 0) return makeList([]);
  return makeList(call.args.length === 1 ? list.items.splice(start) : list.items.splice(start, count ?? 0, ...added));
}

function reverse(call: NativeCall, list: ListValue): Value {
  become(call, list, listOf({ items: list.items.toReversed(), maybe: list.maybe?.toReversed(), open: list.open }));
  return list;
}

function fill(call: NativeCall, list: ListValue): Value {
  const [value, ...range] = call.args;
  const places = positions(call, range);
  touch(call.state, list);
  if (places !== undefined && isExact(list)) list.items.fill(value, places[0], places[1]);
  else list.items = list.items.map((item) => (range.length === 0 ? value : join(item, value, WHY, call.site)));
  return list;
}

function copyWithin(call: NativeCall, list: ListValue): Value {
  const places = positions(call, call.args);
  touch(call.state, list);
  if (places !== undefined && isExact(list)) list.items.copyWithin(places[0] ?? 0, places[1] ?? 0, places[2]);
  else if (list.items.length > 0) list.items = list.items.map(() => joinAll([...list.items, ...(list.open === undefined ? [] : [list.open])], WHY, call.site));
  return list;
}

function putWith(call: NativeCall, list: ListValue): Value {
  const places = positions(call, call.args.slice(0, 1));
  const copy = copyOf(list);
  const value = call.args[1];
  if (places === undefined || !isExact(list)) {
    copy.items = copy.items.map((item) => join(item, value, WHY, call.site));
    return copy;
  }
  const [place = 0] = places;
  const index = Math.trunc(place) < 0 ? Math.trunc(place) + list.items.length : Math.trunc(place);
  if (!(index < list.items.length) || index < 0) return call.throwError("RangeError", "Invalid index : out of range");
  copy.items[Number.isNaN(index) ? 0 : index] = value;
  return copy;
}

/** The change made to a copy, which is the result. */
function onCopy(change: (call: NativeCall, list: ListValue) => Value): Native {
  return onList((call, list) => {
    const copy = copyOf(list);
    change(call, copy);
    return copy;
  });
}

/** The methods that change a list, and those that give a changed copy. */
export const changingMethods: NativeTable = {
  push: onList((call, list) => insert(call, list, list.items.length, call.args)),
  unshift: onList((call, list) => insert(call, list, 0, call.args)),
  pop: onList((call, list) => take(call, list, "last")),
  shift: onList((call, list) => take(call, list, "first")),
  splice: onList(splice), reverse: onList(reverse), fill: onList(fill), copyWithin: onList(copyWithin), sort: onList(sort),
  toSpliced: onCopy(splice), toReversed: onCopy(reverse), toSorted: onCopy(sort), with: onList(putWith),
};
