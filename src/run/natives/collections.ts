import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { makeIterator } from "../iterators.js";
import { touch } from "../state.js";
import { strictlyEqual } from "../conversions.js";
import { joinAll } from "../unknown.js";
import { asTag, type Entry, isKnown, isPrimitive, isUnknown, makeList, makeMap, makeSet, type MapValue, SYMBOL_ITERATOR, type Value } from "../values.js";
import { type Collection, isExactCollection, put, stored, WHY } from "./collection-entries.js";
import { unknownOf } from "./host.js";
import { iterableOf } from "./lists.js";
import { callInTheDark, marked, visits } from "./list-reading.js";
import { setAlgebra } from "./set-algebra.js";


/** A method of maps or of sets. */
function on<T extends "map" | "set">(tag: T, meaning: (call: NativeCall, self: Extract<Collection, { tag: T }>) => Value): Native {
  return (call) => {
    const self = asTag(call.self, tag) as Extract<Collection, { tag: T }> | undefined; // the tag decides
    if (self !== undefined) return meaning(call, self);
    return isKnown(call.self) ? call.throwError("TypeError", `Method called on incompatible receiver: no ${tag}`) : callInTheDark(call);
  };
}

/** The entries that a key may mean: its own, and those whose keys are not known. */
function candidates(self: Collection, key: Value): { readonly sure: Entry | undefined; readonly maybe: readonly Entry[] } {
  const own = isUnknown(key) ? undefined : self.entries.get(stored(key));
  if (own !== undefined && !own.maybe && ![...self.entries.keys()].some((one) => isUnknown(one as Value))) return { sure: own, maybe: [] };
  return { sure: undefined, maybe: [...self.entries.values()].filter((entry) => entry === own || (entry.key !== key && strictlyEqual(entry.key, key) === undefined) || entry.key === key) };
}

function get(call: NativeCall, map: MapValue): Value {
  const [key] = call.args;
  const { sure, maybe } = candidates(map, key);
  if (sure !== undefined) return sure.value;
  const rest = map.open === undefined ? [] : [map.open];
  return joinAll([...maybe.map(({ value }) => value), ...rest, undefined], WHY, call.site);
}

function has(call: NativeCall, self: Collection): Value {
  const [key] = call.args;
  const { sure, maybe } = candidates(self, key);
  if (sure !== undefined || maybe.some((entry) => entry.key === key && !entry.maybe)) return true;
  return maybe.length === 0 && self.open === undefined ? false : unknownOf(call, "boolean", "whether a collection has an entry", key);
}

function remove(call: NativeCall, self: Collection): Value {
  const [key] = call.args;
  const { sure, maybe } = candidates(self, key);
  touch(call.state, self);
  if (sure !== undefined) return self.entries.delete(stored(key));
  for (const entry of maybe) self.entries.set(stored(entry.key), { ...entry, maybe: true });
  const own = isUnknown(key) ? false : self.entries.delete(stored(key));
  return maybe.length === 0 && self.open === undefined ? own : unknownOf(call, "boolean", "whether an entry was there", key);
}

function clear(call: NativeCall, self: Collection): Value {
  touch(call.state, self);
  self.entries = new Map();
  self.open = undefined;
  return undefined;
}

function size(call: NativeCall, self: Collection): Value {
  return isExactCollection(self) ? self.entries.size : unknownOf(call, "number", "the size of a collection that is not fully known");
}

/** The entries as a loop meets them: those that it adds itself come too. */
function* entriesOf(self: Collection): Generator<Entry> {
  const met = new Set<unknown>();
  for (let before = -1; met.size > before; ) {
    before = met.size;
    for (const key of [...self.entries.keys()]) {
      const entry = met.has(key) ? undefined : self.entries.get(key);
      met.add(key);
      if (entry !== undefined) yield entry;
    }
  }
}

function forEach(call: NativeCall, self: Collection): Value {
  const [callback, receiver] = call.args;
  for (const { key, value, maybe } of entriesOf(self)) {
    const given = [value, key, self];
    if (maybe) call.invokeMaybe(callback, given, receiver);
    else call.invoke(callback, given, receiver);
  }
  if (self.open !== undefined) call.invokeMaybe(callback, [self.open, unknownOf(call, undefined, WHY), self], receiver);
  return undefined;
}

function listing(give: (entry: Entry) => Value): (call: NativeCall, self: Collection) => Value {
  return (_call, self) => {
    const all = [...self.entries.values()];
    const list = marked(makeList(all.map(give)), all.map(({ maybe }) => maybe));
    list.open = self.open;
    return makeIterator(list);
  };
}

const keys = listing(({ key }) => key);
const values = listing(({ value }) => value);
const entries = listing(({ key, value }) => makeList([key, value]));

/** The collection with the entries of what can be iterated over. */
function fill(call: NativeCall, self: Collection): Value {
  const [source] = call.args;
  if (source === undefined || source === null) return self;
  const list = iterableOf(call, source);
  self.open = list === undefined ? call.unknown("an entry of something unknown", source) : list.open;
  for (const { item, maybe } of list === undefined ? [] : visits(list)) {
    if (self.tag === "set") put(call, self, item, item, maybe);
    else if (isPrimitive(item)) return call.throwError("TypeError", `Iterator value ${String(item)} is not an entry object`);
    else put(call, self, call.get(item, "0"), call.get(item, "1"), maybe);
  }
  return self;
}

function groupBy(call: NativeCall): Value {
  const map = makeMap();
  const list = iterableOf(call, call.args[0]);
  if (list === undefined || list.open !== undefined || list.maybe !== undefined) return call.unknown("groups of something unknown", call.args[0]);
  for (const { item, index } of visits(list)) {
    const key = call.invoke(call.args[1], [item, index]);
    const group = asTag(map.entries.get(stored(key))?.value, "list");
    if (group === undefined) put(call, map, key, makeList([item]));
    else group.items.push(item);
  }
  return map;
}

const withoutNew = (name: string): Native => (call) => call.throwError("TypeError", `Constructor ${name} requires 'new'`);

const mapMethods: NativeTable = {
  get: on("map", get), has: on("map", has), delete: on("map", remove), clear: on("map", clear), forEach: on("map", forEach),
  keys: on("map", keys), values: on("map", values), entries: on("map", entries),
  set: on("map", (call, self) => {
    put(call, self, call.args[0], call.args[1]);
    return self;
  }),
};

const setMethods: NativeTable = {
  has: on("set", has), delete: on("set", remove), clear: on("set", clear), forEach: on("set", forEach),
  keys: on("set", keys), values: on("set", keys), entries: on("set", entries),
  add: on("set", (call, self) => {
    put(call, self, call.args[0], call.args[0]);
    return self;
  }),
  ...Object.fromEntries(Object.entries(setAlgebra).map(([name, meaning]) => [name, on("set", meaning)])),
};

const newMap: Native = (call) => fill(call, makeMap());
const newSet: Native = (call) => fill(call, makeSet());

export const collections: readonly Builtin[] = [
  { name: "Map", kind: "map", call: withoutNew("Map"), construct: newMap, methods: mapMethods, getters: { size: on("map", size) }, keyed: [[SYMBOL_ITERATOR, on("map", entries)]], statics: { groupBy } },
  { name: "Set", kind: "set", call: withoutNew("Set"), construct: newSet, methods: setMethods, getters: { size: on("set", size) }, keyed: [[SYMBOL_ITERATOR, on("set", keys)]] },
  { name: "WeakMap", call: withoutNew("WeakMap"), construct: newMap, inherits: "Map" },
  { name: "WeakSet", call: withoutNew("WeakSet"), construct: newSet, inherits: "Set" },
];
