import { numberOf } from "../coerce.js";
import { listOf } from "../iterators.js";
import type { Native, NativeCall } from "../native.js";
import { isCallable, isExact, isKnown, isUnknown, type ListValue, makeList, type Unknown, type Value } from "../values.js";
import { unknownAmong, unknownOf } from "./host.js";

/** One item as a method goes over a list. */
export interface Visit {
  readonly item: Value;
  readonly index: number;
  /** It may not be there. */
  readonly maybe: boolean;
}

/** A method of lists. Other receivers are read as lists (`Array.prototype.map.call("abc", f)`); of an unknown one nothing is known. */
export function onList(meaning: (call: NativeCall, list: ListValue) => Value): Native {
  return (call) => {
    const list = readList(call, call.self);
    return list === undefined ? callInTheDark(call) : meaning(call, list);
  };
}

/** The method, whose first argument must be a function. */
export function withCallback(meaning: (call: NativeCall, list: ListValue) => Value): Native {
  return onList((call, list) => {
    const [callback] = call.args;
    if (isCallable(callback)) return meaning(call, list);
    return isKnown(callback) ? call.throwError("TypeError", "the callback is not a function") : callInTheDark(call);
  });
}

/** The items of a list or of something that looks like one; undefined when they are not known. */
export function readList(call: NativeCall, value: Value): ListValue | undefined {
  if (value === undefined || value === null) return call.throwError("TypeError", "Array method called on null or undefined");
  if (typeof value === "string") return makeList(value.split(""));
  if (typeof value !== "object" || value.tag === "symbol") return makeList([]);
  if (value.tag === "list") return value;
  if (!isKnown(value)) return undefined;
  const length = numberOf(call, call.get(value, "length"));
  if (isUnknown(length) || length > call.limits.items) return undefined;
  return makeList(Array.from({ length: length > 0 ? length : 0 }, (_, index) => call.get(value, String(index))));
}

/** Nothing is known of the list: what would be called back may be called, with anything. */
export function callInTheDark(call: NativeCall): Unknown {
  const item = unknownAmong(call, "a method of something unknown", [call.self, ...call.args]);
  for (const arg of call.args) if (isCallable(arg)) call.invokeMaybe(arg, [item, unknownOf(call, "number", "an index"), call.self]);
  return item;
}

/** The items in order. As the language has it, what a callback adds behind them is not visited, and what it takes away neither. */
export function* visits(list: ListValue, backwards = false): Generator<Visit> {
  const { length } = list.items;
  for (let step = 0; step < length; step += 1) {
    const index = backwards ? length - 1 - step : step;
    if (index < list.items.length) yield { item: list.items[index], index, maybe: list.maybe?.[index] === true };
  }
}

/** Where an item stands: unknown when others may stand before it. */
export function positionOf(call: NativeCall, list: ListValue, index: number): Value {
  return isExact(list) ? index : { ...unknownOf(call, "number", "an index in a list that is not fully known"), may: [index] };
}

/** Calls the first argument back with an item. */
export function callBack(call: NativeCall, list: ListValue, { item, index, maybe }: Visit): Value {
  const [callback, receiver] = call.args;
  const given = [item, positionOf(call, list, index), list];
  return maybe ? call.invokeMaybe(callback, given, receiver) : call.invoke(callback, given, receiver);
}

/** Calls the first argument back with any of the items that are not known, if there are any; gives what comes back. */
export function callBackOpen(call: NativeCall, list: ListValue): Unknown | undefined {
  if (list.open === undefined) return undefined;
  const [callback, receiver] = call.args;
  const result = call.invokeMaybe(callback, [list.open, unknownOf(call, "number", "an index"), list], receiver);
  return isUnknown(result) ? result : { ...call.unknown(list.open.why, list.open), may: [result] };
}

/** A list with the same items. */
export function copyOf(list: ListValue): ListValue {
  return listOf(list);
}

/** A list of which each item is there only maybe, for changes at places that are not known. */
export function loosened(list: ListValue): ListValue {
  return listOf({ items: list.items, maybe: list.items.map(() => true), open: list.open });
}

/** Whole numbers among the arguments, as positions are read; undefined when one is unknown. */
export function positions(call: NativeCall, args: readonly Value[]): readonly (number | undefined)[] | undefined {
  const numbers = args.map((arg) => (arg === undefined ? undefined : numberOf(call, arg)));
  return numbers.some(isUnknown) ? undefined : (numbers as readonly (number | undefined)[]); // checked just now
}

/** Puts marks only where there are any. */
export function marked(list: ListValue, maybe: readonly boolean[]): ListValue {
  list.maybe = maybe.includes(true) ? [...maybe] : undefined;
  return list;
}
