import { truthOf } from "../conversions.js";
import type { NativeCall } from "../native.js";
import { touch } from "../state.js";
import { setField } from "../own-fields.js";
import { asTag, type HeapValue, isHeap, isKnown, type Key, makeObject, type ObjectValue, type Property, type Value } from "../values.js";
import { openProperties, ownProperties, propertyKey } from "./own-properties.js";

/** `Object.defineProperty(object, key, descriptor)`. */
export function defineProperty(call: NativeCall): Value {
  const [object, name, descriptor] = call.args;
  if (isKnown(object) && !isHeap(object)) return call.throwError("TypeError", "Object.defineProperty called on non-object");
  if (isHeap(object)) define(call, object, propertyKey(call, name), descriptor);
  return object;
}

/** `Object.defineProperties(object, descriptors)`. */
export function defineProperties(call: NativeCall): Value {
  const [object, descriptors] = call.args;
  if (isHeap(object)) for (const { key, read } of ownProperties(call, descriptors)) define(call, object, key, read());
  return object;
}

/** `Object.create(prototype, descriptors)`. */
export function create(call: NativeCall): Value {
  const [proto, descriptors] = call.args;
  if (proto !== null && isKnown(proto) && !isHeap(proto)) return call.throwError("TypeError", "Object prototype may only be an Object or null");
  const object = makeObject();
  object.proto = proto;
  for (const { key, read } of ownProperties(call, descriptors)) define(call, object, key, read());
  return object;
}

function define(call: NativeCall, object: HeapValue, key: Key | undefined, descriptor: Value): void {
  touch(call.state, object);
  if (key === undefined) {
    if (object.tag === "object") object.open ??= call.unknown("a property under a computed name", descriptor);
    return;
  }
  const value = call.get(descriptor, "value");
  if (object.tag === "list" && typeof key === "string" && /^(?:length|\d+)$/.test(key)) return call.set(object, key, value);
  const before = object.fields.get(key);
  const [getter, setter] = [call.get(descriptor, "get"), call.get(descriptor, "set")];
  const enumerable = hasField(descriptor, "enumerable") ? truthOf(call.get(descriptor, "enumerable")) : before !== undefined && before.hidden !== true;
  setField(object, key, {
    value: hasField(descriptor, "value") || before === undefined ? value : before.value,
    ...(getter === undefined ? {} : { get: getter }), ...(setter === undefined ? {} : { set: setter }), ...(enumerable === false ? { hidden: true } : {}),
  });
}

function hasField(descriptor: Value, name: string): boolean {
  return isHeap(descriptor) && descriptor.fields.has(name);
}

/** `Object.getOwnPropertyDescriptor(object, key)`. */
export function getDescriptor(call: NativeCall): Value {
  const [object, name] = call.args;
  const key = propertyKey(call, name);
  if (object === undefined || object === null) return call.throwError("TypeError", "Cannot convert undefined or null to object");
  const own = key === undefined ? undefined : ownProperties(call, object).find((property) => property.key === key);
  if (key === undefined || !isKnown(object) || own?.maybe === true) return call.unknown("a property's descriptor", object, name);
  if (own !== undefined) return descriptorOf(object, key, own.hidden, own.read);
  return openProperties(call, object) === undefined ? undefined : call.unknown("a property's descriptor", object);
}

/** `Object.getOwnPropertyDescriptors(object)`. */
export function getDescriptors(call: NativeCall): Value {
  const [object] = call.args;
  if (!isKnown(object) || openProperties(call, object) !== undefined) return call.unknown("descriptors of properties", object);
  return makeObject(ownProperties(call, object).map(({ key, hidden, read }) => [key, descriptorOf(object, key, hidden, read)] as const));
}

function descriptorOf(object: Value, key: Key, hidden: boolean, read: () => Value): ObjectValue {
  const property: Property | undefined = isHeap(object) && asTag(object, "list")?.items === undefined ? object.fields.get(key) : undefined;
  const common = [["enumerable", !hidden], ["configurable", true]] as const;
  if (property?.get === undefined && property?.set === undefined) return makeObject([["value", read()], ["writable", true], ...common]);
  return makeObject([["get", property.get], ["set", property.set], ...common]);
}
