import type { Realm } from "./realm.js";
import type { Limits } from "./run.js";
import type { State } from "./state.js";
import type { Key, Site, Unknown, Value } from "./values.js";

/** One call of a function of the language, and what it may ask of the interpreter. */
export interface NativeCall {
  readonly self: Value;
  readonly args: readonly Value[];
  readonly site: Site;
  readonly isNew: boolean;
  /**
   * Whoever writes into a value's own storage (`items`, `entries`, `fields`, `lastIndex`) calls `touch(state, value)` first, so that the arms of an
   * unknown condition can be undone.
   */
  readonly state: State;
  readonly realm: Realm;
  /** How long lists and texts may grow; what would be longer is unknown. */
  readonly limits: Pick<Limits, "items" | "text">;
  /** Calls a value of the program; a value that it throws goes through. */
  invoke(fn: Value, args: readonly Value[], self?: Value): Value;
  /**
   * The same for something of which it is not known whether it is called at all: its effects are merged with those of not calling it. The result is that
   * of the call as if it took place.
   */
  invokeMaybe(fn: Value, args: readonly Value[], self?: Value): Value;
  construct(callee: Value, args: readonly Value[]): Value;
  /** Reads and writes as the language does: prototypes, accessors, what is open. */
  get(object: Value, key: Value): Value;
  set(object: Value, key: Value, value: Value): void;
  /** What `for … of` walks over. */
  iterate(value: Value): Items;
  /** An unknown value that comes about here; attacked when one of `from` is. */
  unknown(why: string, ...from: readonly Value[]): Unknown;
  /** Throws an error of the program: `TypeError`, `RangeError`, `SyntaxError`. */
  throwError(type: string, message: string): never;
  /** Runs something; what the program throws in it comes back instead of going through. */
  attempt(body: () => Value): { readonly thrown: boolean; readonly value: Value };
  /** Throws any value in the program. */
  throwValue(value: Value): never;
  /** Tells whoever watches what a value would have to be to pass. */
  want(value: Value, text: string): void;
  /** The program ends itself. */
  exit(): never;
}

export type Native = (call: NativeCall) => Value;

/** Items of something that can be iterated over: known ones, whether each is surely there, and whether there may be others. */
export interface Items {
  readonly items: readonly Value[];
  readonly maybe: readonly boolean[] | undefined;
  readonly open: Unknown | undefined;
}

/** Functions by name. */
export type NativeTable = Readonly<Record<string, Native>>;

/**
 * One built-in of the language: `kind` is what values have it as prototype (`prototypeOf` in realm.ts), `methods` stand on the prototype, `statics` on the
 * constructor. `getters` are read without a call: `map.size`.
 */
export interface Builtin {
  /** The name of the global, if it has one. */
  readonly name: string;
  readonly kind?: Kind;
  readonly methods?: NativeTable;
  readonly getters?: NativeTable;
  readonly setters?: NativeTable;
  /** Plain properties of the prototype: `TypeError.prototype.name`. */
  readonly fields?: Readonly<Record<string, Value>>;
  readonly statics?: NativeTable;
  /** Plain properties of the global: `Number.MAX_SAFE_INTEGER`. */
  readonly constants?: Readonly<Record<string, Value>>;
  readonly call?: Native;
  readonly construct?: Native;
  /** Methods under keys that are no texts: `[Symbol.iterator]`. */
  readonly keyed?: readonly (readonly [Key, Native])[];
  /** The global whose prototype stands behind this one's: `Error` behind `TypeError`. */
  readonly inherits?: string;
}

/** The sorts of values that have a prototype of their own. */
export type Kind =
  | "string" | "number" | "bigint" | "boolean" | "symbol" | "object" | "list" | "map" | "set" | "function" | "regex" | "promise"
  /** Objects by their `sort`. */
  | "Error" | "Date" | "URL" | "URLSearchParams" | "Generator" | "Buffer" | "Uint8Array" | "TextEncoder" | "TextDecoder" | "BlockList";
