import type { NativeCall } from "../native.js";
import { touch } from "../state.js";
import { join } from "../unknown.js";
import { setField } from "../own-fields.js";
import { asTag, isUnknown, type Key, type ObjectValue, type Unknown, type Value } from "../values.js";
import { openProperties, ownProperties } from "./own-properties.js";

const WHY = "a property that may be overwritten";

/** `Object.assign(target, ...sources)`. */
export function assign(call: NativeCall): Value {
  const [target, ...sources] = call.args;
  if (target === undefined || target === null) return call.throwError("TypeError", "Cannot convert undefined or null to object");
  for (const source of sources) {
    if (isUnknown(source)) for (const one of source.may) copy(call, target, one, true);
    else copy(call, target, source, false);
    const open = openProperties(call, source);
    const object = asTag(target, "object");
    if (open !== undefined && object !== undefined) loosen(call, object, source, open);
  }
  return target;
}

function copy(call: NativeCall, target: Value, source: Value, maybe: boolean): void {
  for (const property of ownProperties(call, source)) {
    if (property.hidden) continue;
    if (maybe || property.maybe) setMaybe(call, target, property.key, property.read());
    else call.set(target, property.key, property.read());
  }
}

function setMaybe(call: NativeCall, target: Value, key: Key, value: Value): void {
  const object = asTag(target, "object");
  if (object === undefined) return call.set(target, key, value);
  touch(call.state, object);
  const before = object.fields.get(key);
  setField(object, key, before === undefined ? { value, maybe: true } : { ...before, value: join(before.value, value, WHY, call.site) });
}

/** What is unknown of a source may overwrite what the target had. */
function loosen(call: NativeCall, object: ObjectValue, source: Value, open: Unknown): void {
  const kept = new Set(ownProperties(call, source).map(({ key }) => key));
  touch(call.state, object);
  object.open ??= open;
  for (const [key, property] of object.fields) {
    if (!kept.has(key) && property.get === undefined) setField(object, key, { ...property, value: join(property.value, call.unknown(WHY, open), WHY, call.site) });
  }
}
