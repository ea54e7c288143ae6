import { numberOf, textOf } from "../coerce.js";
import { strictlyEqual } from "../conversions.js";
import { makeIterator } from "../iterators.js";
import type { NativeCall, NativeTable } from "../native.js";
import { joinTexts } from "../replay/text-parts.js";
import { joinAll } from "../unknown.js";
import { isExact, isUnknown, type ListValue, makeList, type Unknown, type Value } from "../values.js";
import { unknownOf, valueOfHost } from "./host.js";
import { flatten } from "./list-callbacks.js";
import { copyOf, loosened, onList, positionOf, positions, type Visit, visits } from "./list-reading.js";

function at(call: NativeCall, list: ListValue): Value {
  const index = numberOf(call, call.args[0]);
  if (!isUnknown(index)) return itemAt(call, list, index);
  const items = index.may.flatMap((one) => (typeof one === "number" ? [itemAt(call, list, one)] : []));
  return joinAll(index.only && items.length > 0 ? items : [...items, call.unknown("an item at an unknown place", index)], "an item at an unknown place", call.site);
}

function itemAt(call: NativeCall, list: ListValue, index: number): Value {
  const whole = Math.trunc(index) || 0;
  if (whole >= 0) return call.get(list, String(whole));
  // with others among the items, any may be the one
  return isExact(list) ? list.items.at(whole) : call.get(list, unknownOf(call, "number", "an index from the end"));
}

function slice(call: NativeCall, list: ListValue): Value {
  const places = positions(call, call.args);
  const [from = 0, to] = places ?? [];
  if (places !== undefined && isExact(list)) return makeList(list.items.slice(from, to));
  return places !== undefined && from === 0 && to === undefined ? copyOf(list) : loosened(list);
}

function concat(call: NativeCall, list: ListValue): Value {
  const whole = makeList([list, ...call.args]);
  // of something unknown it is not known whether its items are meant
  return flatten(call, whole, 1);
}

function flat(call: NativeCall, list: ListValue): Value {
  const depth = call.args[0] === undefined ? 1 : numberOf(call, call.args[0]);
  return isUnknown(depth) ? flatten(call, loosened(list), 1) : flatten(call, list, Math.min(depth, 50));
}

/** Lists whose items are being made texts. */
const joining = new Set<ListValue>();

/** Law: a list that holds itself is empty there, on every host. */
function join(call: NativeCall, list: ListValue): Value {
  const separator = call.args[0] === undefined ? "," : textOf(call, call.args[0]);
  if (joining.has(list)) return "";
  joining.add(list);
  try {
    return joinItems(call, list, separator);
  } finally {
    joining.delete(list);
  }
}

function joinItems(call: NativeCall, list: ListValue, separator: string | Unknown): Value {
  const texts = list.items.map((item) => (item === undefined || item === null ? "" : textOf(call, item)));
  if (!isExact(list)) return unknownOf(call, "string", "the text of a list that is not fully known", list.open, ...list.items);
  const joined = joinTexts(texts.flatMap((text, index) => (index === 0 ? [text] : [separator, text])), call.site);
  return isUnknown(joined) ? joined : valueOfHost(call, joined);
}

/** What `toString` gives: other receivers than lists have theirs. */
const toText = onList((call, list) => join({ ...call, args: [] }, list));

function includes(call: NativeCall, list: ListValue): Value {
  const [wanted, start] = call.args;
  const equals = [...from(call, list, start)].map((visit) => (visit.maybe && isSame(visit.item, wanted) !== false ? undefined : isSame(visit.item, wanted)));
  if (equals.includes(true)) return true;
  return equals.includes(undefined) || list.open !== undefined ? unknownOf(call, "boolean", "whether a list has an item", wanted, list.open) : false;
}

/** As `includes` compares: a NaN is like another. */
function isSame(a: Value, b: Value): boolean | undefined {
  return Number.isNaN(a) && Number.isNaN(b) ? true : strictlyEqual(a, b);
}

function indexOf(call: NativeCall, list: ListValue): Value {
  const [wanted, start] = call.args;
  return firstIndex(call, list, wanted, [...from(call, list, start)]);
}

function lastIndexOf(call: NativeCall, list: ListValue): Value {
  const [wanted, end] = call.args;
  const last = end === undefined && call.args.length < 2 ? list.items.length - 1 : numberOf(call, end);
  if (isUnknown(last)) return firstIndex(call, loosened(list), wanted, [...visits(loosened(list), true)]);
  const to = last < 0 ? list.items.length + Math.trunc(last) : Math.trunc(last) || 0;
  return firstIndex(call, list, wanted, [...visits(list, true)].filter(({ index }) => index <= to));
}

function firstIndex(call: NativeCall, list: ListValue, wanted: Value, order: readonly Visit[]): Value {
  let doubt = list.open !== undefined;
  for (const { item, index, maybe } of order) {
    const equal = strictlyEqual(item, wanted);
    if (equal === true && !maybe && !doubt) return positionOf(call, list, index);
    if (equal !== false) doubt = true;
  }
  return doubt ? unknownOf(call, "number", "the index of an item that is not known", wanted) : -1;
}

/** The items from a position on; all of them, each only maybe, when it is not known. */
function* from(call: NativeCall, list: ListValue, start: Value): Generator<Visit> {
  const begin = start === undefined ? 0 : numberOf(call, start);
  if (isUnknown(begin) || (begin !== 0 && !isExact(list))) return yield* visits(loosened(list));
  const first = begin < 0 ? Math.max(0, list.items.length + Math.trunc(begin)) : Math.trunc(begin) || 0;
  for (const visit of visits(list)) if (visit.index >= first) yield visit;
}

/** How numbers and dates look in a country's writing depends on the machine. */
const toLocaleString = onList((call, list) => {
  const isText = isExact(list) && list.items.every((item) => typeof item === "string" || item === undefined || item === null);
  return isText ? join({ ...call, args: [] }, list) : unknownOf(call, "string", "a list in the writing of a country", ...list.items);
});

const values = onList((_call, list) => makeIterator(list));

const keys = onList((call, list) => makeIterator({ ...list, items: list.items.map((_, index) => positionOf(call, list, index)) }));

const entries = onList((call, list) => makeIterator({ ...list, items: list.items.map((item, index) => makeList([positionOf(call, list, index), item])) }));

/** The methods that read parts of a list and call nothing back. */
export const partMethods: NativeTable = {
  at: onList(at), slice: onList(slice), concat: onList(concat), flat: onList(flat), join: onList(join), toString: toText, toLocaleString,
  includes: onList(includes), indexOf: onList(indexOf), lastIndexOf: onList(lastIndexOf), values, keys, entries,
};
