import type { Builtin, NativeCall } from "../native.js";
import { isHeap, isPrimitive, makeList, makeObject, type Value } from "../values.js";

/** The own properties that `Object.keys` sees, read one by one. */
function entries(call: NativeCall, give: (key: string, value: Value) => Value): Value {
  const [object] = call.args;
  if (!isHeap(object) || object.tag !== "object") return call.unknown("the properties of something unknown", object);
  const list = makeList([]);
  const maybe: boolean[] = [];
  for (const [key, property] of object.fields) {
    if (typeof key !== "string" || property.hidden === true) continue;
    list.items.push(give(key, call.get(object, key)));
    maybe.push(property.maybe === true);
  }
  if (maybe.includes(true)) list.maybe = maybe;
  if (object.open !== undefined) list.open = call.unknown("a property of an object that is not fully known", object.open);
  return list;
}

export const objects: readonly Builtin[] = [
  {
    name: "Object", kind: "object",
    call: ({ args: [value] }) => (isPrimitive(value) ? makeObject() : value),
    construct: () => makeObject(),
    statics: {
      keys: (call) => entries(call, (key) => key),
      values: (call) => entries(call, (_key, value) => value),
      entries: (call) => entries(call, (key, value) => makeList([key, value])),
    },
  },
];
