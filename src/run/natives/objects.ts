import { prototypeOf } from "../conversions.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { touch } from "../state.js";
import { setField } from "../own-fields.js";
import { asTag, isCallable, isHeap, isKnown, isPrimitive, isUnknown, makeList, makeObject, SYMBOL_TO_STRING_TAG, type Value } from "../values.js";
import { assign } from "./object-assign.js";
import { create, defineProperties, defineProperty, getDescriptor, getDescriptors } from "./descriptors.js";
import { unknownOf } from "./host.js";
import { iterableOf } from "./lists.js";
import { visits } from "./list-reading.js";
import { enumerableProperties, hasOwn, openProperties, ownProperties, type OwnProperty, propertyKey } from "./own-properties.js";

/** The argument, which must not be null or undefined. */
export function objectOf(call: NativeCall, value: Value): Value {
  return value === undefined || value === null ? call.throwError("TypeError", "Cannot convert undefined or null to object") : value;
}

/** A list with one item for each property. */
function listing(give: (property: OwnProperty) => Value, select = enumerableProperties): Native {
  return (call) => {
    const object = objectOf(call, call.args[0]);
    const properties = select(call, object);
    const list = makeList(properties.map(give));
    if (properties.some(({ maybe }) => maybe)) list.maybe = properties.map(({ maybe }) => maybe);
    const open = openProperties(call, object);
    if (open !== undefined) list.open = call.unknown(open.why, open);
    return list;
  };
}

const nameOf = ({ key }: OwnProperty): Value => key;
export const ownNames = listing(nameOf, (call, object) => ownProperties(call, object).filter(({ key }) => typeof key === "string"));
export const ownKeys = listing(nameOf, ownProperties);
const ownSymbols = listing(nameOf, (call, object) => ownProperties(call, object).filter(({ key }) => typeof key !== "string"));

function fromEntries(call: NativeCall): Value {
  const object = makeObject();
  const pairs = iterableOf(call, call.args[0]);
  if (pairs === undefined) return call.unknown("an object made of unknown entries", call.args[0]);
  for (const { item, maybe } of visits(pairs)) {
    if (isPrimitive(item)) return call.throwError("TypeError", `Iterator value ${String(item)} is not an entry object`);
    const key = propertyKey(call, call.get(item, "0"));
    const value = call.get(item, "1");
    if (key === undefined) object.open = { ...call.unknown("a property under a computed name", item), may: [...(object.open?.may ?? []), value] };
    else setField(object, key, maybe ? { value, maybe } : { value });
  }
  object.open ??= pairs.open;
  return object;
}

function groupBy(call: NativeCall): Value {
  const object = makeObject();
  object.proto = null;
  const list = iterableOf(call, call.args[0]);
  if (list === undefined || list.open !== undefined) return call.unknown("groups of something unknown", call.args[0]);
  for (const { item, index, maybe } of visits(list)) {
    const key = propertyKey(call, call.invoke(call.args[1], [item, index]));
    if (key === undefined || maybe) return call.unknown("groups under unknown names", item);
    const group = asTag(object.fields.get(key)?.value, "list");
    if (group === undefined) setField(object, key, { value: makeList([item]) });
    else group.items.push(item);
  }
  return object;
}

function hasOwnProperty(call: NativeCall, object: Value, name: Value): Value {
  const key = propertyKey(call, name);
  const answer = key === undefined ? undefined : hasOwn(call, objectOf(call, object), key);
  return answer ?? unknownOf(call, "boolean", "whether an object has a property", object, name);
}

/** What is frozen is not kept track of. */
const isLocked: Native = (call) => (isPrimitive(call.args[0]) ? true : unknownOf(call, "boolean", "whether an object is frozen"));

function is(call: NativeCall): Value {
  const [a, b] = call.args;
  return isKnown(a) && isKnown(b) ? Object.is(a, b) : unknownOf(call, "boolean", "whether two values are the same", a, b);
}

export function getPrototype(call: NativeCall, value: Value): Value {
  if (!isKnown(value)) return call.unknown("the prototype of something unknown", value);
  return asTag(value, "class")?.superclass ?? prototypeOf(call.realm, value);
}

export function setPrototype(call: NativeCall): Value {
  const [object, proto] = call.args;
  objectOf(call, object);
  if (isHeap(object)) {
    touch(call.state, object);
    object.proto = proto;
  }
  return object;
}

/** `prototype.isPrototypeOf(value)`. */
function isPrototypeOf(call: NativeCall): Value {
  let [at] = call.args;
  for (let hops = 0; hops < 100 && isKnown(at) && !isPrimitive(at); hops += 1) {
    at = getPrototype(call, at);
    if (at === call.self) return true;
  }
  return isKnown(at) ? false : unknownOf(call, "boolean", "whether an object is a prototype of something unknown");
}

/** `Object.prototype.toString`. */
function describe(call: NativeCall): Value {
  const { self } = call;
  if (self === undefined || self === null) return self === null ? "[object Null]" : "[object Undefined]";
  if (!isKnown(self)) return unknownOf(call, "string", "the class of something unknown", self);
  const tag = call.get(self, SYMBOL_TO_STRING_TAG);
  if (isUnknown(tag)) return unknownOf(call, "string", "the class of something unknown", tag);
  return `[object ${typeof tag === "string" ? tag : classOf(self)}]`;
}

/** The sorts that `Object.prototype.toString` tells apart by itself. */
const CLASSES = new Set(["Error", "Date", "Arguments", "Math", "JSON"]);
const TAG_CLASSES = { list: "Array", regex: "RegExp", map: "Map", set: "Set", promise: "Promise" };

function classOf(value: Exclude<Value, null | undefined>): string {
  if (typeof value !== "object") return typeof value === "string" ? "String" : typeof value === "number" ? "Number" : typeof value === "boolean" ? "Boolean" : "Object";
  if (isCallable(value)) return "Function";
  if (value.tag === "list" || value.tag === "regex" || value.tag === "map" || value.tag === "set" || value.tag === "promise") return TAG_CLASSES[value.tag];
  return value.tag === "object" && CLASSES.has(value.sort) ? value.sort : "Object";
}

const itself: Native = ({ self }) => self;
const toLocaleString: Native = (call) => call.invoke(call.get(call.self, "toString"), [], call.self);

const propertyIsEnumerable: Native = (call) => {
  const key = propertyKey(call, call.args[0]);
  const own = ownProperties(call, call.self).find((property) => property.key === key);
  return isKnown(call.self) && key !== undefined ? own !== undefined && !own.hidden : unknownOf(call, "boolean", "whether a property can be counted up");
};

// as pairs, because every object has members of these names already
const methods: NativeTable = Object.fromEntries([
  ["hasOwnProperty", (call) => hasOwnProperty(call, call.self, call.args[0])],
  ["propertyIsEnumerable", propertyIsEnumerable], ["isPrototypeOf", isPrototypeOf], ["toString", describe], ["valueOf", itself], ["toLocaleString", toLocaleString],
] satisfies [string, Native][]);

/** `Object(value)`. */
function make(call: NativeCall): Value {
  const [value] = call.args;
  if (value === undefined || value === null) return makeObject();
  return isPrimitive(value) ? { ...unknownOf(call, "object", "a primitive as an object"), may: [value] } : value;
}

const first: Native = ({ args: [object] }) => object;

const statics: NativeTable = {
  keys: listing(nameOf), values: listing(({ read }) => read()), entries: listing(({ key, read }) => makeList([key, read()])),
  getOwnPropertyNames: ownNames, getOwnPropertySymbols: ownSymbols, fromEntries, groupBy, assign, is,
  freeze: first, seal: first, preventExtensions: first, isFrozen: isLocked, isSealed: isLocked,
  isExtensible: (call) => (isPrimitive(call.args[0]) ? false : unknownOf(call, "boolean", "whether an object is frozen")),
  hasOwn: (call) => hasOwnProperty(call, call.args[0], call.args[1]),
  getPrototypeOf: (call) => getPrototype(call, objectOf(call, call.args[0])), setPrototypeOf: setPrototype,
  create, defineProperty, defineProperties, getOwnPropertyDescriptor: getDescriptor, getOwnPropertyDescriptors: getDescriptors,
};

const getProto: Native = (call) => getPrototype(call, call.self);

const setProto: Native = (call) => {
  const [proto] = call.args;
  return isHeap(proto) || proto === null ? setPrototype({ ...call, args: [call.self, proto] }) : undefined;
};

// as pairs, because written as keys these names would mean the tables' own prototypes
const getters: NativeTable = Object.fromEntries([["__proto__", getProto]] as const);
const setters: NativeTable = Object.fromEntries([["__proto__", setProto]] as const);

export const objects: readonly Builtin[] = [{ name: "Object", kind: "object", call: make, construct: make, methods, getters, setters, statics }];

