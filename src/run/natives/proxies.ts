import type { Builtin, NativeCall } from "../native.js";
import { makeProxy } from "../proxies.js";
import { isCallable, isHeap, isKnown, makeList, makeNative, type Value } from "../values.js";

/** `new Proxy(target, handler)`. What a handler traps besides reads and calls makes it unknown what the proxy does. */
function construct(call: NativeCall): Value {
  const [target, handler] = call.args;
  if (!isKnown(target) || !isKnown(handler)) return { ...call.unknown("a proxy", target, handler), may: isKnown(target) ? [target] : [] };
  if (!isHeap(target) || !isHeap(handler)) return call.throwError("TypeError", "Cannot create proxy with a non-object as target or handler");
  return isCallable(target) ? functionProxy(call, target, handler) : makeProxy(target, handler);
}

/** A function in place of another, which its properties are read from. */
function functionProxy(call: NativeCall, target: Value, handler: Value): Value {
  if (call.get(handler, "get") !== undefined) return { ...call.unknown("a proxy", target), may: [target], type: "function" };
  const trap = (name: string): Value => call.get(handler, name);
  const proxy = makeNative(
    "proxy",
    (inner) => {
      const apply = trap("apply");
      return isCallable(apply) ? inner.invoke(apply, [target, inner.self, makeList(inner.args)], handler) : inner.invoke(target, inner.args, inner.self);
    },
    (inner) => {
      const make = trap("construct");
      return isCallable(make) ? inner.invoke(make, [target, makeList(inner.args), target], handler) : inner.construct(target, inner.args);
    },
  );
  proxy.proto = target;
  return proxy;
}

export const proxies: readonly Builtin[] = [{ name: "Proxy", construct, call: (call) => call.throwError("TypeError", "Constructor Proxy requires 'new'") }];
