import { asTag, makeList, makeObject, type ObjectValue, type Value } from "./values.js";

const PROXY = "Proxy";

/** An object in place of another: a list of the target and the handler is kept inside. */
export function makeProxy(target: Value, handler: Value): ObjectValue {
  const proxy = makeObject([], PROXY);
  proxy.inner = makeList([target, handler]);
  return proxy;
}

/** Target and handler of a proxy. */
export function asProxy(value: Value): { readonly target: Value; readonly handler: Value } | undefined {
  const object = asTag(value, "object");
  const pair = object?.sort === PROXY ? asTag(object.inner, "list") : undefined;
  return pair === undefined ? undefined : { target: pair.items[0], handler: pair.items[1] };
}
