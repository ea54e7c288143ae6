import { listOf } from "../iterators.js";
import type { Builtin, NativeCall } from "../native.js";
import { asTag, isCallable, isHeap, isKnown, isPrimitive, type ListValue, makeList, SYMBOL_ITERATOR, type Value } from "../values.js";
import { callbackMethods } from "./list-callbacks.js";
import { changingMethods } from "./list-changes.js";
import { partMethods } from "./list-parts.js";
import { callBack, callBackOpen, marked, readList, visits } from "./list-reading.js";

/** `Array(length)` or `Array(...items)`. Items that are not there yet are undefined. */
function make(call: NativeCall): Value {
  const [length] = call.args;
  if (call.args.length !== 1 || (isKnown(length) && typeof length !== "number")) return makeList(call.args);
  if (typeof length !== "number") return call.unknown("a list of unknown length", length);
  if (!Number.isInteger(length) || length < 0 || length >= 2 ** 32) return call.throwError("RangeError", "Invalid array length");
  if (length > call.limits.items) return call.unknown("a list that is too long to build");
  return makeList(Array<undefined>(length).fill(undefined));
}

/** What can be iterated over, or looks like a list; undefined when nothing is known of it. */
export function itemsOf(call: NativeCall, source: Value): ListValue | undefined {
  if (source === undefined || source === null) return call.throwError("TypeError", `${String(source)} is not iterable`);
  if (typeof source === "string") return makeList([...source]);
  if (isPrimitive(source) || source.tag === "symbol") return makeList([]);
  if (!isKnown(source) || source.tag === "list" || source.tag === "map" || source.tag === "set" || isCallable(call.get(source, SYMBOL_ITERATOR))) return listOf(call.iterate(source));
  return readList(call, source);
}

/** What can be iterated over; what cannot throws. */
export function iterableOf(call: NativeCall, source: Value): ListValue | undefined {
  const isIterable = typeof source === "string" || !isKnown(source) || (!isPrimitive(source) && isCallable(call.get(source, SYMBOL_ITERATOR)));
  return isIterable ? itemsOf(call, source) : call.throwError("TypeError", "what is given is not iterable");
}

/** The list with each item changed by a function, if one is given. */
function from(call: NativeCall): Value {
  const [source, callback, receiver] = call.args;
  const list = itemsOf(call, source);
  if (list === undefined) return call.unknown("a list of something unknown", source);
  if (callback === undefined) return list;
  if (isKnown(callback) && !isCallable(callback)) return call.throwError("TypeError", "the callback is not a function");
  const mapping: NativeCall = { ...call, args: [callback, receiver] };
  const all = [...visits(list)];
  const mapped = marked(makeList(all.map((visit) => callBack(mapping, list, visit))), all.map(({ maybe }) => maybe));
  mapped.open = callBackOpen(mapping, list);
  return mapped;
}

function isArray({ args: [value], unknown }: NativeCall): Value {
  if (isKnown(value)) return asTag(value, "list") !== undefined;
  return isHeap(value) || value.type === undefined || value.type === "object" ? { ...unknown("whether something unknown is a list", value), type: "boolean" } : false;
}

export const lists: readonly Builtin[] = [
  {
    name: "Array", kind: "list", call: make, construct: make,
    methods: { ...partMethods, ...changingMethods, ...callbackMethods },
    keyed: [[SYMBOL_ITERATOR, partMethods["values"] ?? make]],
    statics: { isArray, of: ({ args }) => makeList(args), from, fromAsync: from },
  },
];
