import { restOf } from "../iterators.js";
import type { Builtin, Native, NativeCall } from "../native.js";
import { touch } from "../state.js";
import { isExact, type ListValue, makeList, makeObject, SYMBOL_ASYNC_ITERATOR, SYMBOL_ITERATOR, type Value } from "../values.js";
import { unknownOf } from "./host.js";

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

function empty(call: NativeCall, rest: ListValue): void {
  touch(call.state, rest);
  const { items, maybe, open } = makeList([]);
  Object.assign(rest, { items, maybe, open });
}

const itself: Native = ({ self }) => self;

/** What generators and the iterators of the language have in common. */
export const iterators: readonly Builtin[] = [{ name: "", kind: "Generator", methods: { next, return: end }, keyed: [[SYMBOL_ITERATOR, itself], [SYMBOL_ASYNC_ITERATOR, itself]] }];
