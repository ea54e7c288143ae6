import { toPrimitive, type Hint, type Scalar } from "../coerce.js";
import type { Native, NativeCall } from "../native.js";
import { alternatives, isOneOf, joinAll, makeUnknown } from "../unknown.js";
import { isPrimitive, isUnknown, makeList, type Primitive, type SymbolValue, type Unknown, type Value } from "../values.js";

/** What a function of the host gives on primitives: a primitive, or a list of them. */
export type HostResult = Primitive | readonly Primitive[];
export type HostFunction = (self: Primitive, args: readonly Primitive[]) => HostResult;
export type ResultType = "string" | "number" | "boolean" | undefined;

/** Combinations of what several unknown values may be. */
const MOST_COMBINATIONS = 16;

/** The errors that functions of the host throw where the language says so. */
const LANGUAGE_ERRORS = new Set(["TypeError", "RangeError", "SyntaxError", "URIError", "InvalidCharacterError"]);

/** How a native on primitives reads what it is given. */
export interface Reading {
  /** What objects among the arguments are turned into; "string" without it. */
  readonly hint?: Hint;
  /** The `typeof` of every result. */
  readonly type?: ResultType;
  /** How long the result will be, so that a text without end is not built. */
  readonly length?: (self: Primitive, args: readonly Primitive[]) => number;
  /** The answer where parts of the receiver or the arguments are unknown, if there is one all the same. */
  readonly partly?: ((call: NativeCall, self: Value, args: readonly Value[]) => Value) | undefined;
  /** The receiver is not looked at: `Math.max`. */
  readonly static?: boolean;
}

/**
 * A function of the host as a native. On known values it is the real one. What an unknown value may be is tried value by value, so that the
 * result is known where all agree.
 */
export function hostNative(name: string, run: HostFunction, reading: Reading = {}): Native {
  return (call) => {
    if (reading.static !== true && (call.self === undefined || call.self === null)) return call.throwError("TypeError", `${name} called on null or undefined`);
    const self = reading.static === true ? undefined : toPrimitive(call, call.self, "string");
    const args = call.args.map((arg) => toPrimitive(call, arg, reading.hint ?? "string"));
    if (isPlain(self) && args.every(isPlain)) return runHost(call, name, run, reading, self, args);
    if ([self, ...args].some(isSymbol)) return call.throwError("TypeError", "Cannot convert a Symbol value to a string");
    return reading.partly?.(call, self, args) ?? runOnMay(call, name, run, reading, self, args);
  };
}

function isPlain(value: Scalar): value is Primitive {
  return isPrimitive(value);
}

function isSymbol(value: Scalar): value is SymbolValue {
  return !isPrimitive(value) && value.tag === "symbol";
}

function runHost(call: NativeCall, name: string, run: HostFunction, { length }: Reading, self: Primitive, args: readonly Primitive[]): Value {
  if (isTooLong(call, length?.(self, args))) return call.unknown(`a text that is too long to build (${name})`);
  return guarded(call, () => valueOfHost(call, run(self, args)));
}

/** What has no end at all is refused by the host itself. */
function isTooLong(call: NativeCall, length = 0): boolean {
  return Number.isFinite(length) && length > call.limits.text;
}

/** Runs functions of the host; an error that the language prescribes is thrown in the program. */
export function guarded(call: NativeCall, body: () => Value): Value {
  let failure: { readonly name: string; readonly message: string };
  try {
    return body();
  } catch (error) {
    if (!isHostError(error)) throw error;
    failure = error;
  }
  return call.throwError(failure.name, failure.message);
}

/** An error that the host itself threw, and that a program in the language could catch. What the interpreter throws to steer a run has classes of its own. */
export function isHostError(error: unknown): error is Error {
  return error instanceof Error && LANGUAGE_ERRORS.has(error.name) && Object.getPrototypeOf(error) !== Error.prototype;
}

/** What the host gave as a value of the program; a text or list beyond the bounds is unknown. */
export function valueOfHost(call: NativeCall, result: HostResult): Value {
  if (typeof result === "string" && result.length > call.limits.text) return call.unknown("a text that is too long to keep");
  if (typeof result !== "object" || result === null) return result;
  return result.length > call.limits.items ? call.unknown("a list that is too long to keep") : makeList(result);
}

function runOnMay(call: NativeCall, name: string, run: HostFunction, reading: Reading, self: Scalar, args: readonly Scalar[]): Value {
  const from = [self, ...args];
  const rest: Unknown = { ...unknownAmong(call, name, from), type: reading.type };
  const combinations = combine(from);
  if (combinations === undefined) return rest;
  const results = combinations.flatMap(([one, ...others]) => {
    const result = tryHost(call, run, reading, one, others);
    return result === undefined ? [] : [result.value];
  });
  const isAll = from.every(isOneOf) && results.length === combinations.length;
  return joinAll(isAll ? results : [...results, rest], rest.why, call.site);
}

/** The result for one alternative; none when it fails or cannot be told. */
function tryHost(call: NativeCall, run: HostFunction, { length }: Reading, self: Primitive, args: readonly Primitive[]): { readonly value: Value } | undefined {
  if (isTooLong(call, length?.(self, args))) return undefined;
  try {
    return { value: valueOfHost(call, run(self, args)) };
  } catch (error) {
    if (!isHostError(error)) throw error;
    // this alternative would throw, which says nothing of the others
    return undefined;
  }
}

/** Every way to choose one alternative for each value; undefined when a value has none, one is no primitive, or there are too many. */
function combine(values: readonly Scalar[]): Primitive[][] | undefined {
  let rows: Primitive[][] = [[]];
  for (const value of values) {
    const choices = alternatives(value).filter(isPrimitive);
    if (choices.length === 0 || choices.length < alternatives(value).length || rows.length * choices.length > MOST_COMBINATIONS) return undefined;
    rows = rows.flatMap((row) => choices.map((choice) => [...row, choice]));
  }
  return rows;
}

/** An unknown value that comes of these; it keeps the reason of the first that is unknown. */
export function unknownAmong(call: NativeCall, name: string, from: readonly Value[]): Unknown {
  const first = from.find(isUnknown);
  return call.unknown(first?.why ?? `the result of ${name}`, ...from);
}

/** An unknown value of this type. */
export function unknownOf(call: NativeCall, type: Unknown["type"], why: string, ...from: readonly Value[]): Unknown {
  return makeUnknown(why, call.site, { type, attacked: call.unknown(why, ...from).attacked });
}

/** A method or static function of the host. */
export function hostFunction(holder: object, name: string): HostFunction {
  const method: unknown = Reflect.get(holder, name);
  if (typeof method !== "function") throw new Error(`the host has no function ${name}`);
  const receiver = typeof holder === "function" || Object.prototype.toString.call(holder) === "[object Math]" ? holder : undefined;
  return (self, args) => {
    const result: unknown = Reflect.apply(method, receiver ?? self, args);
    return isHostResult(result) ? result : undefined;
  };
}

function isHostResult(value: unknown): value is HostResult {
  return value === null || (typeof value !== "object" && typeof value !== "function") || Array.isArray(value);
}
