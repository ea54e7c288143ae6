import { arityOf } from "../ir/arity.js";
import { answerMember } from "./answered.js";
import { memberOfApi } from "./apis.js";
import { callFunction, throwError } from "./calls.js";
import { computeMember } from "./answers.js";
import { keyOf, prototypeOf, truthOf } from "./conversions.js";
import { runTrap, targetOf } from "./proxy-traps.js";
import type { Run } from "./run.js";
import { shapeMember } from "./schema-steps.js";
import { touch } from "./state.js";
import { joinAll, makeUnknown, mapMay } from "./unknown.js";
import { deleteField, setField } from "./own-fields.js";
import { asProxy } from "./proxies.js";
import { type ApiValue, type HeapValue, isExact, isHeap, isPrimitive, isUnknown, type Key, type ListValue, makeObject, type Property, type Site, type Value } from "./values.js";

/** A chain of prototypes is no longer than this. */
const MAX_CHAIN = 100;
/** A read under an unknown key may give any of so many properties. */
const MAX_ANY = 64;

/** `object[key]`, with `receiver` as `this` of an accessor. */
export function getMember(run: Run, object: Value, key: Value, site: Site, receiver: Value = object): Value {
  if (isUnknown(object)) return memberOfUnknown(run, object, key, site);
  if (object === null || object === undefined) return memberOfNothing(run, object, key, site);
  const name = keyOf(key);
  const proxy = asProxy(object);
  if (proxy !== undefined) {
    const trapped = runTrap(run, object, "get", [key, receiver], site);
    return trapped === undefined ? getMember(run, proxy.target, key, site, receiver) : trapped.value;
  }
  if (name === undefined) return anyMember(run, object, key, site);
  const own = ownMember(run, object, name, site);
  if (own !== undefined) return own.value;
  const found = findProperty(run, object, name);
  const given = found === undefined || found === "unknown" ? run.watch?.missing(object, name) : undefined;
  if (given !== undefined) return given.value;
  if (found === undefined) return missingMember(object, name, site);
  if (found === "unknown") return makeUnknown(`the property ${nameOf(name)} of something unknown`, site);
  if ("api" in found) return memberOutside(run, found.api, nameOf(name), site);
  return readProperty(run, found, receiver, site);
}

/** A setting, or the command line, is what the world says it is. */
function memberOutside(run: Run, api: ApiValue, name: string, site: Site): Value {
  const method = functionMethod(run, api, name) ?? globalNamed(run, api, name);
  if (method !== undefined) return method;
  const shape = shapeMember(api, name);
  if (shape !== undefined) return shape;
  const { world } = run;
  if (world === undefined) return memberOfApi(api, name);
  const answered = answerMember(run, api, name);
  if (answered !== undefined) return answered.value;
  if (world.unset && api.origin.kind !== "call" && api.origin.kind !== "new" && api.places.some((place) => place.settings.length > 0)) return undefined;
  const member = memberOfApi(api, name);
  const told = isHeap(member) && member.tag === "api" ? computeMember(run, member, site) : undefined;
  return told === undefined ? member : told.value;
}

const FUNCTION_METHODS = new Set<Key>(["bind", "call", "apply"]);

/** A function of a library has the methods of all functions, unless the models know better. */
function functionMethod(run: Run, api: ApiValue, name: Key): Value {
  if (!FUNCTION_METHODS.has(name) || api.origin.kind !== "member" || api.places.some((place) => place.members.has(nameOf(name)))) return undefined;
  return run.realm.prototypes.get("function")?.fields.get(name)?.value;
}

/** What a library hands out that every program has anyway. */
function globalNamed(run: Run, { places }: ApiValue, name: string): Value {
  return places.some((place) => place.members.get(name)?.onCall.computes === "global") ? run.realm.globals.fields.get(name)?.value : undefined;
}

function nameOf(name: Key): string {
  return typeof name === "string" ? name : name.description;
}

function readProperty(run: Run, property: Property, receiver: Value, site: Site): Value {
  if (property.get !== undefined) return callFunction(run, property.get, receiver, [], site);
  if (property.set !== undefined) return undefined;
  return property.maybe === true ? joinAll([property.value, undefined], "a property that may be missing", site) : property.value;
}

function memberOfUnknown(run: Run, object: Extract<Value, { tag: "unknown" }>, key: Value, site: Site): Value {
  const name = keyOf(key);
  const told = typeof name === "string" ? answerMember(run, object, name) : undefined;
  if (told !== undefined) return told.value;
  const why = name === undefined ? `a property of ${object.why}` : `${object.why}.${nameOf(name)}`;
  // what is null or undefined would throw: only the others are read
  const may = object.may.filter((one) => one !== null && one !== undefined);
  return mapMay({ ...object, may }, why.slice(0, 200), site, (one) => getMember(run, one, key, site));
}

function memberOfNothing(run: Run, object: null | undefined, key: Value, site: Site): Value {
  const name = keyOf(key);
  const text = name === undefined ? "a property" : `"${nameOf(name)}"`;
  if (!run.strategy.lenient) return throwError(run, "TypeError", `Cannot read ${text} of ${String(object)}`, site);
  run.doubts += 1;
  return makeUnknown(`${text} of ${String(object)}`, site);
}

/** What is no entry of `fields`: characters, items, lengths, names. */
function ownMember(run: Run, object: Value, name: Key, site: Site): { readonly value: Value } | undefined {
  if (typeof name !== "string") return undefined;
  if (typeof object === "string") {
    if (name === "length") return { value: object.length };
    return isIndex(name) && Number(name) < object.length ? { value: object[Number(name)] } : undefined;
  }
  if (!isHeap(object) || object.fields.has(name)) return undefined;
  switch (object.tag) {
    case "list":
      return memberOfList(object, name, site);
    case "function":
      if (name === "prototype") return { value: prototypeFor(run, object) };
      return name === "name" ? { value: object.fn.name } : name === "length" ? { value: arityOf(object.fn) } : undefined;
    case "class":
      if (name === "prototype") return { value: object.prototype };
      return name === "name" ? { value: object.cls.name } : undefined;
    case "native":
      return name === "name" ? { value: object.name } : undefined;
    case "regex":
      return name === "source" ? { value: object.pattern } : name === "flags" ? { value: object.flags } : name === "lastIndex" ? { value: object.lastIndex } : undefined;
    default:
      return undefined;
  }
}

function memberOfList(list: ListValue, name: string, site: Site): { readonly value: Value } | undefined {
  if (name === "length") return { value: isExact(list) ? list.items.length : makeUnknown("the length of a list that is not fully known", site, { type: "number" }) };
  if (!isIndex(name)) return undefined;
  if (isExact(list)) return Number(name) < list.items.length ? { value: list.items[Number(name)] } : { value: undefined };
  const items = list.items.slice(0, MAX_ANY);
  return { value: joinAll([...items, list.open ?? makeUnknown("an item of a list that is not fully known", site)], "an item of a list that is not fully known", site) };
}

/** The object that instances of a plain function have as prototype, made at the first look. */
function prototypeFor(run: Run, fn: HeapValue): Value {
  const prototype = makeObject();
  setField(prototype, "constructor", { value: fn, hidden: true });
  touch(run.state, fn);
  setField(fn, "prototype", { value: prototype, hidden: true });
  return prototype;
}

export function isIndex(name: string): boolean {
  // most names are those of methods
  return name <= "9~" && /^(?:0|[1-9]\d{0,14})$/.test(name);
}

/** The property of an object or of what stands behind it. */
export function findProperty(run: Run, object: Value, name: Key): Property | { readonly api: Extract<Value, { tag: "api" }> } | "unknown" | undefined {
  let at: Value = object;
  for (let hops = 0; hops < MAX_CHAIN && at !== null && at !== undefined; hops += 1) {
    if (isUnknown(at)) return "unknown";
    if (isHeap(at)) {
      const own = at.fields.get(name);
      if (own !== undefined) return own;
      if (at.tag === "api") return { api: at };
      if (at.tag === "object" && at.open !== undefined) return "unknown";
    }
    at = prototypeOf(run.realm, at);
  }
  return undefined;
}

/** What the objects of the language do not have is not there; those of the host, and constructors, may have more than is modelled. */
function missingMember(object: Value, name: Key, site: Site): Value {
  if (typeof name !== "string" || isPrimitive(object)) return undefined;
  if (object.tag !== "native" && (object.tag !== "object" || KNOWN_SORTS.has(object.sort))) return undefined;
  return makeUnknown(`the property ${name}`, site);
}

/** Objects whose members are all modelled. */
const KNOWN_SORTS = new Set(["Object", "Error", "Date", "URL", "URLSearchParams", "Generator", "Math", "JSON", "Reflect", "console"]);

/** Which property is read is not known: any of them. */
function anyMember(run: Run, object: Value, key: Value, site: Site): Value {
  const why = "a property under a computed name";
  const attacked = isUnknown(key) && key.attacked;
  if (isUnknown(key) && key.only && key.may.length > 0) return mapMay(key, why, site, (one) => (isUnknown(one) ? makeUnknown(why, site) : getMember(run, object, one, site)));
  const values = isHeap(object) ? knownValues(object) : [];
  if (values.length > MAX_ANY) return makeUnknown(why, site, { attacked, may: values.slice(0, MAX_ANY) });
  return makeUnknown(why, site, { attacked, may: values });
}

function knownValues(object: HeapValue): readonly Value[] {
  if (object.tag === "list") return object.items;
  return [...object.fields.values()].filter((property) => property.hidden !== true && property.get === undefined).map((property) => property.value);
}

/** `object[key] = value`. */
export function setMember(run: Run, object: Value, key: Value, value: Value, site: Site): void {
  if ((object === null || object === undefined) && !run.strategy.lenient) return throwError(run, "TypeError", `Cannot set a property of ${String(object)}`, site);
  const proxy = asProxy(object);
  if (proxy !== undefined) return runTrap(run, object, "set", [key, value, object], site) === undefined ? setMember(run, proxy.target, key, value, site) : undefined;
  if (!isHeap(object)) return;
  const name = keyOf(key);
  if (name === undefined) return setAny(run, object, value, site);
  if (object.tag === "list" && typeof name === "string" && setItem(run, object, name, value, site)) return;
  const setter = object.fields.get(name) === undefined || object.fields.get(name)?.set !== undefined ? findProperty(run, object, name) : undefined;
  if (typeof setter === "object" && "set" in setter && setter.set !== undefined) return void callFunction(run, setter.set, object, [value], site);
  if (typeof setter === "object" && "get" in setter && setter.get !== undefined) return;
  touch(run.state, object);
  if (object.tag === "regex" && name === "lastIndex") object.lastIndex = Number(isPrimitive(value) ? value : 0);
  else setField(object, name, { value, ...(object.fields.get(name)?.hidden === true ? { hidden: true } : {}) });
}

/** Which property is written is not known: there may be one more. */
function setAny(run: Run, object: HeapValue, value: Value, site: Site): void {
  touch(run.state, object);
  if (object.tag !== "list" && object.tag !== "object") return;
  object.open = makeUnknown("a property under a computed name", site, { may: [...(object.open?.may ?? []), value].slice(0, MAX_ANY) });
}

function setItem(run: Run, list: ListValue, name: string, value: Value, site: Site): boolean {
  const index = Number(name);
  if (name === "length") {
    touch(run.state, list);
    if (isExact(list) && typeof value === "number" && value <= list.items.length) list.items.length = value;
    else {
      list.maybe = list.items.map(() => true);
      list.open = makeUnknown("an item of a list whose length was set", site);
    }
    return true;
  }
  if (!isIndex(name)) return false;
  touch(run.state, list);
  if (isExact(list) && index <= list.items.length) list.items[index] = value;
  else if (isExact(list) && index < list.items.length + MAX_ANY) while (list.items.length <= index) list.items.push(list.items.length === index ? value : undefined);
  else list.open = makeUnknown("an item of a list that is not fully known", site, { may: [...(list.open?.may ?? []), value].slice(0, MAX_ANY) });
  return true;
}

/** `delete object[key]`. */
export function deleteMember(run: Run, object: Value, key: Value): void {
  const name = keyOf(key);
  if (!isHeap(object) || name === undefined) return;
  touch(run.state, object);
  deleteField(object, name);
  if (object.tag === "list" && typeof name === "string" && isIndex(name) && Number(name) < object.items.length) object.items[Number(name)] = undefined;
}

/** `key in object`; undefined when that is not known. */
export function hasMember(run: Run, object: Value, key: Value, site: Site): boolean | undefined {
  const proxy = asProxy(object);
  if (proxy !== undefined) {
    const trapped = runTrap(run, object, "has", [key], site);
    return trapped === undefined ? hasMember(run, proxy.target, key, site) : truthOf(trapped.value);
  }
  if (isPrimitive(object) && !run.strategy.lenient) return throwError(run, "TypeError", "Cannot use 'in' operator to search in what is no object", site);
  const name = keyOf(key);
  if (!isHeap(object) || name === undefined || object.tag === "api") return undefined;
  if (object.tag === "list" && typeof name === "string" && isIndex(name)) return isExact(object) ? Number(name) < object.items.length : undefined;
  if (object.tag === "list" && name === "length") return true;
  if (object.tag === "object" && object.fields.get(name)?.maybe === true) return undefined;
  const found = findProperty(run, object, name);
  if (found === "unknown" || (typeof found === "object" && "api" in found)) return undefined;
  return found !== undefined;
}

/** One own property as copies and loops over an object see it. */
export interface OwnProperty {
  readonly key: Key;
  readonly value: Value;
  readonly maybe: boolean;
}

/** The own properties that can be counted up, accessors read. */
export function ownProperties(run: Run, given: Value, site: Site): readonly OwnProperty[] {
  const object = targetOf(given);
  const properties: OwnProperty[] = [];
  if (typeof object === "string") for (const [index, value] of object.split("").entries()) properties.push({ key: String(index), value, maybe: false });
  if (!isHeap(object)) return properties;
  if (object.tag === "list") object.items.forEach((value, index) => properties.push({ key: String(index), value, maybe: object.maybe?.[index] === true }));
  for (const [key, property] of object.fields) {
    if (property.hidden === true || (typeof key === "string" && key.startsWith("#"))) continue;
    properties.push({ key, value: property.get === undefined ? property.value : readProperty(run, property, object, site), maybe: property.maybe === true });
  }
  return properties;
}

/** What is open in an object: the properties that are not known of it. */
export function openOf(object: Value, site: Site): Extract<Value, { tag: "unknown" }> | undefined {
  if (isUnknown(object)) return object.only && object.may.every((one) => openOf(one, site) === undefined) ? undefined : object;
  if (!isHeap(object)) return undefined;
  if (object.tag === "api") return makeUnknown("a property of what a library gave", site);
  return object.tag === "object" || object.tag === "list" ? object.open : undefined;
}
