import { textOf } from "../coerce.js";
import type { NativeCall } from "../native.js";
import { touch } from "../state.js";
import { deleteField } from "../own-fields.js";
import { isCallable, isHeap, isUnknown, makeList, makeObject, type Value } from "../values.js";
import { guarded } from "./host.js";
import { ownProperties } from "./own-properties.js";

/** Values inside values are read to this depth. */
const DEEPEST = 200;

/** `JSON.parse(text, reviver)`. */
export function parse(call: NativeCall): Value {
  const [source, reviver] = call.args;
  const text = textOf(call, source);
  if (isUnknown(text)) return call.unknown(`the data in ${text.why}`.slice(0, 200), text);
  const value = guarded(call, () => fromHost(call, parseText(call, text), 0));
  return isCallable(reviver) ? revive(call, reviver, makeObject([["", value]]), "") : value;
}

function parseText(call: NativeCall, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    call.want(text, "{}");
    throw error;
  }
}

/** Data of the host as values of the program. */
function fromHost(call: NativeCall, data: unknown, depth: number): Value {
  if (depth > DEEPEST) return call.unknown("data that is nested too deeply");
  if (Array.isArray(data)) return makeList(data.map((item) => fromHost(call, item, depth + 1)));
  if (typeof data === "object" && data !== null) return makeObject(Object.entries(data).map(([key, value]) => [key, fromHost(call, value, depth + 1)] as const));
  return typeof data === "string" || typeof data === "number" || typeof data === "boolean" ? data : null;
}

/** Law: https://tc39.es/ecma262/#sec-internalizejsonproperty */
function revive(call: NativeCall, reviver: Value, holder: Value, key: string): Value {
  const value = call.get(holder, key);
  if (isHeap(value)) {
    for (const property of ownProperties(call, value)) {
      if (property.hidden || typeof property.key !== "string") continue;
      const revived = revive(call, reviver, value, property.key);
      if (revived !== undefined || value.tag === "list") call.set(value, property.key, revived);
      else {
        touch(call.state, value);
        deleteField(value, property.key);
      }
    }
  }
  return call.invoke(reviver, [key, value], holder);
}
