import type { Builtin, Native, NativeCall } from "../native.js";
import { touch } from "../state.js";
import { isUnderAttack, joinAll, makeUnknown } from "../unknown.js";
import { asTag, isCallable, isHeap, isUnknown, type ListValue, makeList, makeNative, makeObject, makePromise, type ObjectValue, type PromiseValue, type Value } from "../values.js";
import { makeError } from "./errors.js";
import { callInTheDark, marked, visits } from "./list-reading.js";
import { iterableOf } from "./lists.js";

/** A promise for the value; one that is a promise already stays itself, and an object with a `then` of its own is asked. */
export function settle(call: NativeCall, value: Value): Value {
  if (isUnknown(value)) return value;
  if (asTag(value, "promise") !== undefined) return value;
  const then = asTag(value, "object") === undefined ? undefined : call.get(value, "then");
  return isCallable(then) ? fromExecutor(call, (resolve, reject) => call.invoke(then, [resolve, reject], value)) : makePromise(value);
}

/** Promises are settled when they are made, so that their callbacks run at once. */
const then: Native = (call) => {
  const promise = asTag(call.self, "promise");
  if (promise === undefined) return callInTheDark(call);
  const callback = call.args[promise.rejected ? 1 : 0];
  return isCallable(callback) ? after(call, callback, [promise.value]) : promise;
};

/** What a callback gives, as a promise: what it throws rejects it. */
function after(call: NativeCall, callback: Value, args: readonly Value[]): Value {
  const outcome = call.attempt(() => call.invoke(callback, args));
  return outcome.thrown ? makePromise(outcome.value, true) : settle(call, outcome.value);
}

const onError: Native = (call) => then({ ...call, args: [undefined, call.args[0]] });

const onEnd: Native = (call) => {
  const promise = asTag(call.self, "promise");
  const [callback] = call.args;
  if (promise === undefined) return callInTheDark(call);
  if (!isCallable(callback)) return promise;
  const ended = after(call, callback, []);
  return asTag(ended, "promise")?.rejected === true ? ended : promise;
};

/** `new Promise(executor)`. What is not settled when the executor returns will be settled later, with something unknown. */
function construct(call: NativeCall): Value {
  const [executor] = call.args;
  if (!isCallable(executor)) return isHeap(executor) || isUnknown(executor) ? call.unknown("a promise", executor) : call.throwError("TypeError", "Promise resolver is not a function");
  return fromExecutor(call, (resolve, reject) => call.invoke(executor, [resolve, reject]));
}

function fromExecutor(call: NativeCall, run: (resolve: Value, reject: Value) => Value): Value {
  const { slot, resolve, reject } = makeSlot(call);
  const outcome = call.attempt(() => run(resolve, reject));
  if (slot.inner === undefined && outcome.thrown) return makePromise(outcome.value, true);
  return slot.inner ?? makePromise(later(call));
}

/** What comes later may be an answer to whatever was asked before. */
function later(call: NativeCall): Value {
  return makeUnknown("what a promise will be resolved with", call.site, { attacked: isUnderAttack() });
}

/** A place for the promise that two functions settle, the first call counting. The journal keeps it, for arms that are undone. */
function makeSlot(call: NativeCall): { readonly slot: ObjectValue; readonly resolve: Value; readonly reject: Value } {
  const slot = makeObject();
  const settler = (name: string, make: (value: Value) => Value): Value => makeNative(name, ({ args: [value] }) => {
    if (slot.inner !== undefined) return undefined;
    const made = make(value);
    touch(call.state, slot);
    slot.inner = made;
    return undefined;
  });
  return { slot, resolve: settler("resolve", (value) => settle(call, value)), reject: settler("reject", (value) => makePromise(value, true)) };
}

/** The promises of a list, settled; undefined when nothing is known of the list. */
function settledItems(call: NativeCall): ListValue | undefined {
  const list = iterableOf(call, call.args[0]);
  if (list === undefined) return undefined;
  const settled = marked(makeList([...visits(list)].map(({ item }) => settle(call, item))), list.maybe ?? []);
  settled.open = list.open;
  return settled;
}

/** A function of `Promise` on a list of promises; what it throws rejects the result. */
function onAll(meaning: (call: NativeCall, settled: ListValue) => Value): Native {
  return (call) => {
    const outcome = call.attempt(() => {
      const settled = settledItems(call);
      return settled === undefined ? call.unknown("promises that are not known", call.args[0]) : meaning(call, settled);
    });
    return outcome.thrown ? makePromise(outcome.value, true) : outcome.value;
  };
}

function promisesOf(list: ListValue): readonly (PromiseValue | undefined)[] {
  return list.items.map((item) => asTag(item, "promise"));
}

/** The values in a list as the promises', or the first failure. */
function all(_call: NativeCall, settled: ListValue): Value {
  const failed = promisesOf(settled).find((promise, index) => promise?.rejected === true && settled.maybe?.[index] !== true);
  if (failed !== undefined) return failed;
  const list = marked(makeList(settled.items.map((item) => asTag(item, "promise")?.value ?? valueIn(item))), settled.maybe ?? []);
  list.open = settled.open;
  return makePromise(list);
}

/** What waiting for something gives that is no promise. */
function valueIn(item: Value): Value {
  return asTag(item, "promise") === undefined ? item : undefined;
}

function allSettled(call: NativeCall, settled: ListValue): Value {
  const outcome = (item: Value): Value => {
    const promise = asTag(item, "promise");
    if (promise === undefined) return call.unknown("how a promise ended", item);
    return makeObject([["status", promise.rejected ? "rejected" : "fulfilled"], [promise.rejected ? "reason" : "value", promise.value]]);
  };
  const list = marked(makeList(settled.items.map(outcome)), settled.maybe ?? []);
  if (settled.open !== undefined) list.open = call.unknown("how a promise ended", settled.open);
  return makePromise(list);
}

/** Which of several comes first depends on time; of values at hand it is the first. */
function race(call: NativeCall, settled: ListValue): Value {
  const [first, ...others] = settled.items;
  if (others.length === 0 && settled.maybe === undefined && settled.open === undefined) return first === undefined ? makePromise(call.unknown("a race without runners")) : first;
  const values = settled.items.map((item) => asTag(item, "promise")?.value ?? valueIn(item));
  return makePromise(joinAll([...values, ...(settled.open === undefined ? [] : [settled.open])], "the first of several promises", call.site));
}

function any(call: NativeCall, settled: ListValue): Value {
  const promises = promisesOf(settled);
  const isExactly = settled.maybe === undefined && settled.open === undefined && !promises.includes(undefined);
  const fulfilled = promises.filter((promise) => promise?.rejected === false);
  if (isExactly && fulfilled.length === 0) return makePromise(makeError(call, "AggregateError", "All promises were rejected", [["errors", makeList(promises.map((promise) => promise?.value))]]), true);
  if (isExactly && fulfilled.length === 1) return fulfilled[0];
  return makePromise(call.unknown("the first of several promises", settled.open, ...settled.items));
}

function withResolvers(call: NativeCall): Value {
  const { slot, resolve, reject } = makeSlot(call);
  const promise = makePromise(later(call));
  slot.inner = undefined;
  return makeObject([["promise", promise], ["resolve", resolve], ["reject", reject]]);
}

const attempt: Native = (call) => after(call, call.args[0], call.args.slice(1));

export const promises: readonly Builtin[] = [
  {
    name: "Promise", kind: "promise", construct, call: (call) => call.throwError("TypeError", "Promise constructor cannot be invoked without 'new'"),
    methods: { then, catch: onError, finally: onEnd },
    statics: {
      resolve: (call) => settle(call, call.args[0]), reject: ({ args: [value] }) => makePromise(value, true),
      all: onAll(all), allSettled: onAll(allSettled), race: onAll(race), any: onAll(any), withResolvers, try: attempt,
    },
  },
];
