import { textOf } from "../coerce.js";
import { makeIterator } from "../iterators.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { touch } from "../state.js";
import { asTag, isExact, isHeap, isKnown, isPrimitive, isUnknown, makeList, makeObject, type ObjectValue, SYMBOL_ITERATOR, type Unknown, type Value } from "../values.js";
import { unknownOf } from "./host.js";
import { itemsOf } from "./lists.js";
import { enumerableProperties, openProperties } from "./own-properties.js";

const SORT = "URLSearchParams";
const WHY = "a query that is not known";

/** The query of an address: what is read and written is the address's own, which it keeps inside; a query by itself keeps its text. */
export function makeParams(inner: Value): ObjectValue {
  const params = makeObject(undefined, SORT);
  params.inner = inner;
  return params;
}

/** The query at hand; undefined when it is not known. */
function hostOf(params: ObjectValue): URLSearchParams | undefined {
  const url = asTag(params.inner, "object");
  const text = url === undefined ? params.inner : url.inner;
  if (typeof text !== "string") return undefined;
  return url === undefined ? new URLSearchParams(text) : new URL(text).searchParams;
}

/** Puts a changed query back where it came from. */
function keep(call: NativeCall, params: ObjectValue, changed: URLSearchParams | Unknown): void {
  const url = asTag(params.inner, "object");
  const holder = url ?? params;
  touch(call.state, holder);
  if (!(changed instanceof URLSearchParams)) holder.inner = changed;
  else if (url === undefined) params.inner = changed.toString();
  else if (typeof url.inner === "string") {
    const host = new URL(url.inner);
    host.search = changed.toString();
    url.inner = host.href;
  }
}

function onParams(meaning: (call: NativeCall, host: URLSearchParams, texts: readonly string[], params: ObjectValue) => Value, changes = false): Native {
  return (call) => {
    const params = asTag(call.self, "object");
    if (params?.sort !== SORT) return isKnown(call.self) ? call.throwError("TypeError", "Value of \"this\" must be of type URLSearchParams") : call.unknown(WHY, call.self);
    const host = hostOf(params);
    const texts = call.args.map((arg) => (isHeap(arg) && arg.tag === "function" ? "" : textOf(call, arg)));
    const known = texts.flatMap((text) => (isUnknown(text) ? [] : [text]));
    if (host !== undefined && known.length === texts.length) return meaning(call, host, known, params);
    if (changes) keep(call, params, unknownOf(call, "string", WHY, params.inner, ...call.args));
    return changes ? undefined : call.unknown(WHY, ...call.args);
  };
}

/** A change of the query. */
function changing(change: (host: URLSearchParams, texts: readonly string[]) => void): Native {
  return onParams((call, host, texts, params) => {
    change(host, texts);
    keep(call, params, host);
    return undefined;
  }, true);
}

function listing(give: (key: string, value: string) => Value): Native {
  return onParams((_call, host) => makeIterator(makeList([...host].map(([key, value]) => give(key, value)))));
}

const entries = listing((key, value) => makeList([key, value]));

const forEach = onParams((call, host) => {
  for (const [key, value] of host) call.invoke(call.args[0], [value, key, call.self], call.args[1]);
  return undefined;
});

const methods: NativeTable = {
  get: onParams((_call, host, [name = ""]) => host.get(name)), getAll: onParams((_call, host, [name = ""]) => makeList(host.getAll(name))),
  has: onParams((_call, host, [name = "", value]) => (value === undefined ? host.has(name) : host.getAll(name).includes(value))),
  set: changing((host, [name = "", value = ""]) => host.set(name, value)), append: changing((host, [name = "", value = ""]) => host.append(name, value)),
  delete: changing((host, [name = ""]) => host.delete(name)), sort: changing((host) => host.sort()),
  keys: listing((key) => key), values: listing((_key, value) => value), entries, forEach,
  ...Object.fromEntries([["toString", onParams((_call, host) => host.toString())]]),
};

function construct(call: NativeCall): Value {
  const [init] = call.args;
  if (init === undefined || init === null) return makeParams("");
  if (isPrimitive(init)) return makeParams(new URLSearchParams(String(init)).toString());
  if (!isKnown(init)) {
    const text = textOf(call, init);
    return makeParams(isUnknown(text) ? { ...text, may: text.may.flatMap((one) => (typeof one === "string" ? [new URLSearchParams(one).toString()] : [])), parts: undefined } : new URLSearchParams(text).toString());
  }
  const pairs = pairsOf(call, init);
  return makeParams(pairs === undefined ? unknownOf(call, "string", WHY, init) : new URLSearchParams(pairs).toString());
}

/** Names and values that are given as pairs or as an object; undefined when some are not known. */
function pairsOf(call: NativeCall, init: Value): [string, string][] | undefined {
  const given = asTag(init, "object")?.sort === SORT ? hostPairs(init) : isHeap(init) && (init.tag !== "object" || call.get(init, SYMBOL_ITERATOR) !== undefined) ? listedPairs(call, init) : namedPairs(call, init);
  if (given === undefined) return undefined;
  const pairs = given.map(([key, value]) => [textOf(call, key), textOf(call, value)] as const);
  return pairs.some((pair) => pair.some(isUnknown)) ? undefined : (pairs as [string, string][]); // checked just now
}

function hostPairs(init: Value): [Value, Value][] | undefined {
  const params = asTag(init, "object");
  const host = params === undefined ? undefined : hostOf(params);
  return host === undefined ? undefined : [...host];
}

function listedPairs(call: NativeCall, init: Value): [Value, Value][] | undefined {
  const list = itemsOf(call, init);
  if (list === undefined || !isExact(list)) return undefined;
  return list.items.map((item) => {
    const pair = itemsOf(call, item);
    if (pair?.items.length !== 2) return call.throwError("TypeError", "Each query pair must be an iterable [name, value] tuple");
    return [pair.items[0], pair.items[1]];
  });
}

function namedPairs(call: NativeCall, init: Value): [Value, Value][] | undefined {
  const properties = enumerableProperties(call, init);
  if (openProperties(call, init) !== undefined || properties.some(({ maybe }) => maybe)) return undefined;
  return properties.map(({ key, read }) => [String(key), read()]);
}

export const urlParams: readonly Builtin[] = [
  {
    name: SORT, kind: SORT, construct, call: (call) => call.throwError("TypeError", "Class constructor URLSearchParams cannot be invoked without 'new'"),
    methods, getters: { size: onParams((_call, host) => [...host].length) }, keyed: [[SYMBOL_ITERATOR, entries]],
  },
];
