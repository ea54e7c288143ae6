import type { Builtin, NativeCall } from "../native.js";
import { asTag, makePromise, type Value } from "../values.js";

/** Promises are settled when they are made, so their callbacks run at once. */
function then(call: NativeCall): Value {
  const promise = asTag(call.self, "promise");
  if (promise === undefined) return call.unknown("a promise", call.self);
  const callback = call.args[promise.rejected ? 1 : 0];
  if (callback === undefined || callback === null) return promise;
  const result = call.invoke(callback, [promise.value]);
  return asTag(result, "promise") ?? makePromise(result);
}

export const promises: readonly Builtin[] = [
  {
    name: "Promise", kind: "promise", methods: { then },
    construct: (call) => call.unknown("a promise"),
    statics: { resolve: ({ args: [value] }) => asTag(value, "promise") ?? makePromise(value), reject: ({ args: [value] }) => makePromise(value, true) },
  },
];
