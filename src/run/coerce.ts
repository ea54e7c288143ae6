import type { NativeCall } from "./native.js";
import { isCallable, isKnown, isPrimitive, isUnknown, type Primitive, SYMBOL_TO_PRIMITIVE, type SymbolValue, type Unknown, type Value } from "./values.js";

/** What turning values into others asks of the interpreter: an object's own `toString` runs. */
export type Coercion = Pick<NativeCall, "get" | "invoke" | "unknown" | "throwError">;
export type Hint = "string" | "number" | "default";

/** A value that is no object, or unknown. */
export type Scalar = Primitive | SymbolValue | Unknown;

const WHY = "an object as a text or number";

/** It needs no conversion. */
export function isScalar(value: Value): value is Scalar {
  return isPrimitive(value) || value.tag === "symbol" || value.tag === "unknown";
}

/** Law: https://tc39.es/ecma262/#sec-toprimitive */
export function toPrimitive(run: Coercion, value: Value, hint: Hint): Scalar {
  if (isScalar(value)) return value;
  if (value.tag === "api") return run.unknown("a value of a library", value);
  for (const { method, args } of conversionsOf(run, value, hint)) {
    if (!isKnown(method)) return run.unknown(WHY, method);
    if (!isCallable(method)) continue;
    const result = run.invoke(method, args, value);
    if (!isKnown(result) && !isUnknown(result)) return run.unknown(WHY, result);
    if (isScalar(result)) return result;
  }
  return run.throwError("TypeError", "Cannot convert object to primitive value");
}

/** The methods that are tried one after the other. */
function conversionsOf(run: Coercion, value: Value, hint: Hint): readonly { readonly method: Value; readonly args: readonly Value[] }[] {
  const own = run.get(value, SYMBOL_TO_PRIMITIVE);
  if (own !== undefined && own !== null) return [{ method: own, args: [hint] }];
  return (hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]).map((name) => ({ method: run.get(value, name), args: [] }));
}

/** The text that `String(value)` gives, save that a symbol throws. */
export function textOf(run: Coercion, value: Value): string | Unknown {
  const scalar = toPrimitive(run, value, "string");
  if (isUnknown(scalar)) return scalar.type === "string" ? scalar : convertMay(run, scalar, String, "string");
  if (!isPrimitive(scalar)) return run.throwError("TypeError", "Cannot convert a Symbol value to a string");
  return String(scalar);
}

/** The number that `+value` gives; a big integer throws. */
export function numberOf(run: Coercion, value: Value): number | Unknown {
  const scalar = toPrimitive(run, value, "number");
  if (isUnknown(scalar)) return scalar.type === "number" ? scalar : convertMay(run, scalar, Number, "number");
  if (!isPrimitive(scalar)) return run.throwError("TypeError", "Cannot convert a Symbol value to a number");
  if (typeof scalar === "bigint") return run.throwError("TypeError", "Cannot convert a BigInt value to a number");
  return Number(scalar);
}

/** An unknown value of another type; what it may be is converted, and what is no primitive is left out. */
function convertMay(run: Coercion, value: Unknown, convert: (one: Primitive) => Primitive, type: Unknown["type"]): Unknown {
  const primitives = value.may.filter(isPrimitive);
  const may = [...new Set(primitives.map(convert))];
  return { ...run.unknown(value.why, value), may, only: value.only && primitives.length === value.may.length, type };
}
