import type { Api, Library } from "../models/api.js";
import type { ClassIr, FunctionIr, ModuleIr, Span } from "../ir/ir.js";
import type { Frame } from "./frame.js";
import type { Native } from "./native.js";

/**
 * What a running program computes with. Primitives of JavaScript stand for themselves; everything else carries a tag. A value is *known* when the
 * interpreter has it in hand; *unknown* values say why, and what they may be.
 */
export type Primitive = string | number | bigint | boolean | null | undefined;

/** Where in the program something happens. */
export interface Site {
  readonly module: ModuleIr;
  readonly span: Span;
}

export type Key = string | SymbolValue;

/** A property: a value, or a pair of accessors. */
export interface Property {
  readonly value: Value;
  readonly get?: Value;
  readonly set?: Value;
  /** Left out of `Object.keys` and spreads, as the methods of a class are. */
  readonly hidden?: boolean;
  /** It depends on an unknown condition whether it is there. */
  readonly maybe?: boolean;
}

/** What every value that is no primitive has. */
interface Heap {
  /** Own properties; a Map, so that `__proto__` and its kin are names like any other. Written by `setField` and `deleteField` alone. */
  fields: ReadonlyMap<Key, Property>;
  /** Others hold the same Map: whoever writes makes one of its own first. */
  shares: boolean;
  /** undefined: the one that all values of this sort have; null: none. */
  proto: Value;
  /** Later values have greater numbers: what was born in an arm needs no copy when the arm is undone. */
  readonly born: number;
}

export interface ObjectValue extends Heap {
  readonly tag: "object";
  /** There may be more properties, of which nothing but this is known. */
  open: Unknown | undefined;
  /** The class of `Object.prototype.toString`: "Error", "Date", "Arguments". */
  readonly sort: string;
  /** What a built-in keeps inside: the milliseconds of a Date, the text of a URL, the value of a boxed primitive. */
  inner: Value;
}

export interface ListValue extends Heap {
  readonly tag: "list";
  items: Value[];
  /** Beside each item whether it is there only maybe; undefined: all are there. */
  maybe: boolean[] | undefined;
  /** Others may stand among the items. */
  open: Unknown | undefined;
}

export interface Entry {
  readonly key: Value;
  readonly value: Value;
  readonly maybe: boolean;
}

/** A Map or a WeakMap. */
export interface MapValue extends Heap {
  readonly tag: "map";
  /** By what `keyOf` gives for the key. */
  entries: Map<unknown, Entry>;
  open: Unknown | undefined;
}

/** A Set or a WeakSet; the entries' values are their keys. */
export interface SetValue extends Heap {
  readonly tag: "set";
  entries: Map<unknown, Entry>;
  open: Unknown | undefined;
}

export interface FunctionValue extends Heap {
  readonly tag: "function";
  readonly fn: FunctionIr;
  readonly frame: Frame;
  /** The receiver of an arrow function. */
  readonly self: Value;
  /** Where `super` of a method is looked up: the object or class that the method was written in. */
  readonly home: Value;
}

export interface ClassValue extends Heap {
  readonly tag: "class";
  readonly cls: ClassIr;
  readonly frame: Frame;
  readonly superclass: Value;
  readonly prototype: ObjectValue;
}

export interface BoundValue extends Heap {
  readonly tag: "bound";
  readonly target: Value;
  readonly self: Value;
  readonly args: readonly Value[];
}

/** A function of the language or of a library whose meaning is known. */
export interface NativeValue extends Heap {
  readonly tag: "native";
  readonly name: string;
  readonly call: Native;
  /** Runs for `new`; without it `call` does. */
  readonly construct: Native | undefined;
}

export interface RegexValue extends Heap {
  readonly tag: "regex";
  readonly pattern: string;
  readonly flags: string;
  lastIndex: number;
}

/** Settled: waiting is looked through. */
export interface PromiseValue extends Heap {
  readonly tag: "promise";
  readonly value: Value;
  readonly rejected: boolean;
}

export interface SymbolValue {
  readonly tag: "symbol";
  readonly description: string;
}

/** How a value of a library came about. */
export type Origin =
  | { readonly kind: "import"; readonly specifier: string }
  | { readonly kind: "member"; readonly object: ApiValue; readonly name: string }
  | { readonly kind: "call" | "new"; readonly callee: ApiValue; readonly self: Value; readonly args: readonly Value[]; readonly site: Site }
  /** An annotation says that it is an instance of this class. */
  | { readonly kind: "hint"; readonly type: ApiValue }
  /** A parameter of a callback that the library calls. */
  | { readonly kind: "given" };

/** A place of a library: what the program knows of it is the chain that led there, `z.string().max(5)`, and what it wrote to it. */
export interface ApiValue extends Heap {
  readonly tag: "api";
  readonly library: Library;
  /** The places in the models' trie that it stands for; none when no model knows it. */
  readonly places: readonly Api[];
  readonly origin: Origin;
  /** Members that were read: reading one again gives the same value. */
  members: Map<string, ApiValue> | undefined;
}

export interface Unknown {
  readonly tag: "unknown";
  /** A noun phrase: "process.env.HOST", "the result of fs.readFileSync". */
  readonly why: string;
  readonly site: Site;
  /** Known values that it may be. */
  readonly may: readonly Value[];
  /** It is one of `may`, nothing else. */
  readonly only: boolean;
  /** What `typeof` says of it, where that is known. */
  readonly type: "string" | "number" | "boolean" | "object" | "function" | undefined;
  /** For a text: its stretches in order, as far as they are known. */
  readonly parts: readonly (string | Unknown)[] | undefined;
  /** It depends on what an attacker sends. */
  readonly attacked: boolean;
}

export type HeapValue =
  | ObjectValue | ListValue | MapValue | SetValue | FunctionValue | ClassValue | BoundValue | NativeValue | RegexValue | PromiseValue | ApiValue;
export type Value = Primitive | HeapValue | SymbolValue | Unknown;
export type Tag = Exclude<Value, Primitive>["tag"];

// Only the order of births counts, within one run: the count may go on from run to run.
let births = 0;

/** The number of the next value to be born. */
export function nextBirth(): number {
  return (births += 1);
}

/** Most values never get a property of their own. */
const NO_FIELDS: ReadonlyMap<Key, Property> = new Map();

// Values are made by the million: each literal below is written out, since spreading a common part of it costs several times as much.

/** An empty object, or one with these properties. */
export function makeObject(fields?: Iterable<readonly [Key, Value]>, sort = "Object"): ObjectValue {
  const own = fields === undefined ? NO_FIELDS : new Map<Key, Property>(Array.from(fields, ([key, value]) => [key, { value }]));
  return { fields: own, shares: fields === undefined, proto: undefined, born: nextBirth(), tag: "object", open: undefined, sort, inner: undefined };
}

/** A list of these items, all of them there. */
export function makeList(items: readonly Value[]): ListValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "list", items: [...items], maybe: undefined, open: undefined };
}

export function makeMap(): MapValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "map", entries: new Map(), open: undefined };
}

export function makeSet(): SetValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "set", entries: new Map(), open: undefined };
}

export function makeFunction(fn: FunctionIr, frame: Frame, self: Value, home: Value): FunctionValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "function", fn, frame, self, home };
}

export function makeClass(cls: ClassIr, frame: Frame, superclass: Value): ClassValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "class", cls, frame, superclass, prototype: makeObject() };
}

export function makeBound(target: Value, self: Value, args: readonly Value[]): BoundValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "bound", target, self, args };
}

export function makeNative(name: string, call: Native, construct?: Native): NativeValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "native", name, call, construct };
}

export function makeRegex(pattern: string, flags: string): RegexValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "regex", pattern, flags, lastIndex: 0 };
}

export function makePromise(value: Value, rejected = false): PromiseValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "promise", value, rejected };
}

export function makeApi(library: Library, places: readonly Api[], origin: Origin): ApiValue {
  return { fields: NO_FIELDS, shares: true, proto: undefined, born: nextBirth(), tag: "api", library, places, origin, members: undefined };
}

export function makeSymbol(description: string): SymbolValue {
  return { tag: "symbol", description };
}

export const SYMBOL_ITERATOR = makeSymbol("Symbol.iterator");
export const SYMBOL_ASYNC_ITERATOR = makeSymbol("Symbol.asyncIterator");
export const SYMBOL_TO_PRIMITIVE = makeSymbol("Symbol.toPrimitive");
export const SYMBOL_TO_STRING_TAG = makeSymbol("Symbol.toStringTag");
export const SYMBOL_HAS_INSTANCE = makeSymbol("Symbol.hasInstance");

export function isPrimitive(value: Value): value is Primitive {
  return typeof value !== "object" || value === null;
}

export function isUnknown(value: Value): value is Unknown {
  return typeof value === "object" && value !== null && value.tag === "unknown";
}

/** The program has the value in hand: it is neither unknown nor something that a library gave. */
export function isKnown(value: Value): value is Exclude<Value, Unknown | ApiValue> {
  return isPrimitive(value) || (value.tag !== "unknown" && value.tag !== "api");
}

export function isHeap(value: Value): value is HeapValue {
  return !isPrimitive(value) && value.tag !== "unknown" && value.tag !== "symbol";
}

/** The value when it has this tag. */
export function asTag<T extends Tag>(value: Value, tag: T): Extract<Value, { tag: T }> | undefined {
  return !isPrimitive(value) && value.tag === tag ? (value as Extract<Value, { tag: T }>) : undefined;
}

/** It can be called: whether the call ends well is another matter. */
export function isCallable(value: Value): value is FunctionValue | ClassValue | BoundValue | NativeValue {
  if (isPrimitive(value)) return false;
  return value.tag === "function" || value.tag === "class" || value.tag === "bound" || value.tag === "native";
}

/** Nothing is left open of a list: how many items it has, which, and in what order. */
export function isExact(list: ListValue): boolean {
  return list.open === undefined && list.maybe === undefined;
}

/** What tells a key of a Map or Set from others: values by what they are, objects by identity. */
export function keyOf(key: Value): unknown {
  return key;
}
