import { listOf } from "../iterators.js";
import type { Builtin, NativeCall } from "../native.js";
import { setField } from "../own-fields.js";
import { type Entry, isCallable, isPrimitive, makeMap, makeObject, makeRegex, makeSet, type Value } from "../values.js";
import { makeError } from "./errors.js";
import { ownProperties } from "./own-properties.js";

/** The copies made so far, by what they are copies of. */
type Made = Map<Value, Value>;

function clone(call: NativeCall, value: Value, made: Made): Value {
  if (isPrimitive(value) || value.tag === "unknown" || value.tag === "api") return value;
  if (isCallable(value) || value.tag === "symbol" || value.tag === "promise") return call.throwValue(makeError(call, "DOMException", "could not be cloned", [["name", "DataCloneError"]]));
  const known = made.get(value);
  if (known !== undefined) return known;
  const copy = (inner: Value): Value => clone(call, inner, made);
  switch (value.tag) {
    case "regex":
      return makeRegex(value.pattern, value.flags);
    case "list": {
      const list = listOf(value);
      made.set(value, list);
      list.items = value.items.map(copy);
      return list;
    }
    case "map":
    case "set": {
      const collection = value.tag === "map" ? makeMap() : makeSet();
      made.set(value, collection);
      collection.open = value.open;
      for (const entry of value.entries.values()) addEntry(collection.entries, { ...entry, key: copy(entry.key), value: copy(entry.value) });
      return collection;
    }
    default: {
      const object = makeObject(undefined, value.sort);
      made.set(value, object);
      object.open = value.open;
      object.inner = value.inner;
      for (const { key, hidden, maybe, read } of ownProperties(call, value)) {
        if (typeof key === "string" && (!hidden || value.sort === "Error")) setField(object, key, { value: copy(read()), ...(hidden ? { hidden } : {}), ...(maybe ? { maybe } : {}) });
      }
      return object;
    }
  }
}

function addEntry(entries: Map<unknown, Entry>, entry: Entry): void {
  entries.set(entry.key, entry);
}

/** A deep copy; prototypes and functions are not copied. */
export const clones: readonly Builtin[] = [{ name: "structuredClone", call: (call) => clone(call, call.args[0], new Map()) }];
