import type { NativeCall } from "../native.js";
import { textOf } from "../coerce.js";
import { keyOf } from "../conversions.js";
import { alternatives } from "../unknown.js";
import { asTag, isHeap, isPrimitive, isUnknown, type Key, type Unknown, type Value } from "../values.js";

/** An own property as the functions of `Object` see it. */
export interface OwnProperty {
  readonly key: Key;
  readonly hidden: boolean;
  readonly maybe: boolean;
  /** Its value; an accessor runs. */
  readonly read: () => Value;
}

/** The own properties in the language's order: whole numbers by their size, then names as they came, then symbols. */
export function ownProperties(call: NativeCall, object: Value): readonly OwnProperty[] {
  const properties = [...exoticProperties(object), ...functionProperties(call, object), ...plainProperties(call, object)];
  const rank = ({ key }: OwnProperty): number => (typeof key !== "string" ? 2 : isWholeNumber(key) ? 0 : 1);
  return properties.sort((a, b) => rank(a) - rank(b) || (rank(a) === 0 ? Number(a.key) - Number(b.key) : 0));
}

function isWholeNumber(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}

/** Characters of a text and items of a list. */
function exoticProperties(object: Value): OwnProperty[] {
  const items = typeof object === "string" ? object.split("") : isHeap(object) && object.tag === "list" ? object.items : undefined;
  if (items === undefined) return [];
  const maybe = isHeap(object) && object.tag === "list" ? object.maybe : undefined;
  const found = items.map((item, index): OwnProperty => ({ key: String(index), hidden: false, maybe: maybe?.[index] === true, read: () => item }));
  return [...found, { key: "length", hidden: true, maybe: false, read: () => items.length }];
}

/** What every function has: only such that are called with `new` have a prototype. */
function functionProperties(call: NativeCall, object: Value): OwnProperty[] {
  if (!isHeap(object) || (object.tag !== "function" && object.tag !== "class")) return [];
  const isConstructor = object.tag === "class" || (object.fn.kind === "function" && !object.fn.async);
  const names = isConstructor ? ["length", "name", "prototype"] : ["length", "name"];
  return names.filter((key) => !object.fields.has(key)).map((key) => ({ key, hidden: true, maybe: false, read: () => call.get(object, key) }));
}

function plainProperties(call: NativeCall, object: Value): OwnProperty[] {
  if (!isHeap(object)) return [];
  // private names are no properties
  const fields = [...object.fields].filter(([key]) => typeof key !== "string" || !key.startsWith("#"));
  return fields.map(([key, property]) => ({
    key, hidden: property.hidden === true, maybe: property.maybe === true,
    read: () => (property.get === undefined && property.set === undefined ? property.value : call.get(object, key)),
  }));
}

/** What stands for the properties that are not known of an object. */
export function openProperties(call: NativeCall, object: Value): Unknown | undefined {
  if (isUnknown(object)) return object.only && object.may.every((one) => openProperties(call, one) === undefined) ? undefined : call.unknown(object.why, object);
  if (!isHeap(object)) return undefined;
  if (object.tag === "api") return call.unknown("a property of what a library gave", object);
  return object.tag === "object" || object.tag === "list" ? object.open : undefined;
}

/** The properties that `Object.keys` sees; of something unknown those of all that it may be. */
export function enumerableProperties(call: NativeCall, object: Value): readonly OwnProperty[] {
  const seen = (one: Value): readonly OwnProperty[] => ownProperties(call, one).filter(({ key, hidden }) => typeof key === "string" && !hidden);
  if (!isUnknown(object)) return seen(object);
  return alternatives(object).flatMap(seen).map((property) => ({ ...property, maybe: true }));
}

/** Whether an object has a property of its own; undefined when that is not known. */
export function hasOwn(call: NativeCall, object: Value, key: Key): boolean | undefined {
  const own = ownProperties(call, object).find((property) => property.key === key);
  if (own !== undefined && !own.maybe && !isUnknown(object)) return true;
  if (isUnknown(object)) return undefined;
  return own === undefined && openProperties(call, object) === undefined ? false : undefined;
}

/** The key that a value is; undefined when it is not known. */
export function propertyKey(call: NativeCall, value: Value): Key | undefined {
  if (isPrimitive(value) || asTag(value, "symbol") !== undefined) return keyOf(value);
  const text = textOf(call, value);
  return isUnknown(text) ? undefined : text;
}
