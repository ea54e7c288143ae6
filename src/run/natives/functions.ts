import { keyOf } from "../conversions.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { touch } from "../state.js";
import { deleteField } from "../own-fields.js";
import { isCallable, isHeap, isKnown, isPrimitive, isUnknown, type ListValue, makeBound, makeList, type Value } from "../values.js";
import { defineProperty, getDescriptor } from "./descriptors.js";
import { unknownOf } from "./host.js";
import { readList } from "./list-reading.js";
import { getPrototype, ownKeys, setPrototype } from "./objects.js";
import { hasOwn, propertyKey } from "./own-properties.js";

/** The items of a list as arguments: what is not fully known stands for one more. */
function argumentsOf(list: ListValue): readonly Value[] {
  return list.open === undefined ? list.items : [...list.items, list.open];
}

/** Calls a function with the arguments of a list. */
function applyTo(call: NativeCall, fn: Value, self: Value, args: Value): Value {
  if (isKnown(fn) && !isCallable(fn)) return call.throwError("TypeError", "what is called is not a function");
  if (args === undefined || args === null) return call.invoke(fn, [], self);
  if (isPrimitive(args)) return call.throwError("TypeError", "CreateListFromArrayLike called on non-object");
  const list = readList(call, args);
  return list === undefined ? call.invoke(fn, isUnknown(args) ? [args] : [], self) : call.invoke(fn, argumentsOf(list), self);
}

const callIt: Native = (call) => call.invoke(call.self, call.args.slice(1), call.args[0]);
const apply: Native = (call) => applyTo(call, call.self, call.args[0], call.args[1]);

const bind: Native = (call) => {
  const [self, ...args] = call.args;
  if (isCallable(call.self)) return makeBound(call.self, self, args);
  return isKnown(call.self) ? call.throwError("TypeError", "Bind must be called on a function") : call.self;
};

/** How a function is written is of no use to a program. */
const toText: Native = (call) => unknownOf(call, "string", "the text of a function");

/** Text as code is not run. */
const make: Native = (call) => unknownOf(call, "function", "a function made from text", ...call.args);

/** The argument, which must be an object. */
function target(call: NativeCall): Value {
  const [object] = call.args;
  return isPrimitive(object) ? call.throwError("TypeError", "Reflect function called on non-object") : object;
}

function has(call: NativeCall): Value {
  const key = propertyKey(call, call.args[1]);
  let at = target(call);
  for (let hops = 0; hops < 100 && key !== undefined && isHeap(at); hops += 1) {
    const own = hasOwn(call, at, key);
    if (own !== false) return own ?? unknownOf(call, "boolean", "whether an object has a property", at);
    at = getPrototype(call, at);
  }
  return key === undefined || !isKnown(at) ? unknownOf(call, "boolean", "whether an object has a property", at) : false;
}

function deleteProperty(call: NativeCall): Value {
  const object = target(call);
  const name = isPrimitive(call.args[1]) ? keyOf(call.args[1]) : propertyKey(call, call.args[1]);
  if (!isHeap(object) || name === undefined) return unknownOf(call, "boolean", "whether a property was removed", object);
  touch(call.state, object);
  deleteField(object, name);
  return true;
}

/** `Reflect.get(object, key, receiver)`: an accessor runs on the receiver. */
function get(call: NativeCall): Value {
  const object = target(call);
  const key = propertyKey(call, call.args[1]);
  const own = isHeap(object) && key !== undefined ? object.fields.get(key) : undefined;
  return own?.get !== undefined && call.args.length > 2 ? call.invoke(own.get, [], call.args[2]) : call.get(object, call.args[1]);
}

const reflect: NativeTable = {
  apply: (call) => applyTo(call, call.args[0], call.args[1], call.args[2]),
  construct: (call) => {
    const list = readList(call, call.args[1] ?? makeList([]));
    return call.construct(call.args[0], list === undefined ? [] : argumentsOf(list));
  },
  get, has, deleteProperty,
  set: (call) => {
    call.set(target(call), call.args[1], call.args[2]);
    return true;
  },
  ownKeys: (call) => ownKeys({ ...call, args: [target(call)] }),
  getPrototypeOf: (call) => getPrototype(call, target(call)),
  setPrototypeOf: (call) => {
    setPrototype({ ...call, args: [target(call), call.args[1]] });
    return true;
  },
  defineProperty: (call) => {
    defineProperty(call);
    return true;
  },
  getOwnPropertyDescriptor: getDescriptor,
  isExtensible: (call) => unknownOf(call, "boolean", "whether an object is frozen", target(call)),
  preventExtensions: () => true,
};

export const functions: readonly Builtin[] = [
  { name: "Function", kind: "function", call: make, construct: make, methods: Object.fromEntries([["call", callIt], ["apply", apply], ["bind", bind], ["toString", toText]]) },
  { name: "Reflect", statics: reflect },
];
