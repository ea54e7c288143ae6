import { listOf, makeIterator, restOf } from "../iterators.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { touch } from "../state.js";
import { asTag, isExact, type ListValue, makeList, makeObject, SYMBOL_ASYNC_ITERATOR, SYMBOL_ITERATOR, type Value } from "../values.js";
import { unknownOf } from "./host.js";
import { callbackMethods } from "./list-callbacks.js";
import { partMethods } from "./list-parts.js";

function step(value: Value, done: Value): Value {
  return makeObject([["value", value], ["done", done]]);
}

/** `next()`: what a generator does between two items was done when it was made. */
const next: Native = (call) => {
  const rest = restOf(call.self);
  if (rest === undefined) return call.unknown("a step of something unknown", call.self);
  if (!isExact(rest)) return step(call.get(rest, unknownOf(call, "number", "an index")), unknownOf(call, "boolean", "whether an iterator ended"));
  if (rest.items.length === 0) return step(undefined, true);
  touch(call.state, rest);
  return step(rest.items.shift(), false);
};

const end: Native = (call) => {
  const rest = restOf(call.self);
  if (rest !== undefined) empty(call, rest);
  return step(call.args[0], true);
};

const raise: Native = (call) => call.throwValue(call.args[0]);

function empty(call: NativeCall, rest: ListValue): void {
  touch(call.state, rest);
  const { items, maybe, open } = makeList([]);
  Object.assign(rest, { items, maybe, open });
}

const itself: Native = ({ self }) => self;

/** A method of lists on what is left of an iterator, which is then spent. */
function onRest(method: Native, give: (result: Value) => Value = (result) => result): Native {
  return (call) => {
    const rest = restOf(call.self);
    if (rest === undefined) return call.unknown("a step of something unknown", call.self);
    const items = listOf(rest);
    empty(call, rest);
    return give(method({ ...call, self: items }));
  };
}

function asIterator(result: Value): Value {
  const list = asTag(result, "list");
  return list === undefined ? result : makeIterator(list);
}

/** https://tc39.es/ecma262/#sec-iterator.prototype; what is lazy there is done at once. */
const helpers: NativeTable = {
  ...Object.fromEntries(["map", "filter", "flatMap"].flatMap((name) => (callbackMethods[name] === undefined ? [] : [[name, onRest(callbackMethods[name], asIterator)]]))),
  ...Object.fromEntries(["forEach", "reduce", "some", "every", "find"].flatMap((name) => (callbackMethods[name] === undefined ? [] : [[name, onRest(callbackMethods[name])]]))),
  toArray: onRest(({ self }) => self),
  take: onRest((call) => partMethods["slice"]?.({ ...call, args: [0, call.args[0]] }), asIterator),
  drop: onRest((call) => partMethods["slice"]?.(call), asIterator),
};

/** What generators and the iterators of the language have in common. */
export const iterators: readonly Builtin[] = [{ name: "", kind: "Generator", methods: { ...helpers, next, return: end, throw: raise }, keyed: [[SYMBOL_ITERATOR, itself], [SYMBOL_ASYNC_ITERATOR, itself]] }];
