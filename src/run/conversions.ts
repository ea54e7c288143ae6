import type { Builtin, Kind } from "./native.js";
import type { Realm } from "./realm.js";
import { alternatives, isOneOf } from "./unknown.js";
import { asProxy } from "./proxies.js";
import { isKnown, isPrimitive, isUnknown, type Key, type Primitive, type Value } from "./values.js";

/** Whether a value counts as true; undefined when that is not known. */
export function truthOf(value: Value): boolean | undefined {
  if (isPrimitive(value)) return Boolean(value);
  if (value.tag === "api") return isSurelyObject(value) ? true : undefined;
  if (value.tag !== "unknown") return true;
  if (!isOneOf(value) || value.may.length === 0) return undefined;
  const truths = new Set(value.may.map(truthOf));
  return truths.size === 1 ? [...truths][0] : undefined;
}

/** Whether a value is null or undefined; undefined when that is not known. */
export function isNullish(value: Value): boolean | undefined {
  if (isPrimitive(value)) return value === null || value === undefined;
  if (value.tag === "api") return isSurelyObject(value) ? false : undefined;
  if (value.tag !== "unknown") return false;
  if (value.type !== undefined && value.type !== "object") return false;
  if (!isOneOf(value) || value.may.length === 0) return undefined;
  const answers = new Set(value.may.map(isNullish));
  return answers.size === 1 ? [...answers][0] : undefined;
}

/** What `new` gives is an object, and so are a library and its functions as far as the models know them; what a call gives may be anything. */
function isSurelyObject(value: Extract<Value, { tag: "api" }>): boolean {
  const { origin, places } = value;
  switch (origin.kind) {
    case "new":
    case "hint":
      return true;
    case "import":
      return true;
    case "member":
      return places.some((place) => place.called !== undefined || place.constructed !== undefined || place.onCall.registers.length > 0);
    default:
      return places.some((place) => place.members.size > 0 && place.source === undefined);
  }
}

/** What `typeof` gives; undefined when that is not known. */
export function typeOf(value: Value): string | undefined {
  if (isPrimitive(value)) return typeof value;
  switch (value.tag) {
    case "unknown": {
      if (value.type !== undefined) return value.type;
      const types = new Set(alternatives(value).map(typeOf));
      return isOneOf(value) && types.size === 1 ? [...types][0] : undefined;
    }
    case "api":
      return value.origin.kind === "new" || value.origin.kind === "hint" ? "object" : undefined;
    case "symbol":
      return "symbol";
    case "function":
    case "class":
    case "bound":
    case "native":
      return "function";
    default:
      return "object";
  }
}

/** The key that a known value is as the name of a property. */
export function keyOf(value: Value): Key | undefined {
  if (isPrimitive(value)) return String(value);
  return value.tag === "symbol" ? value : undefined;
}

/** `===`; undefined when that is not known. */
export function strictlyEqual(a: Value, b: Value): boolean | undefined {
  if (isKnown(a) && isKnown(b)) return a === b;
  const left = typeOf(a);
  const right = typeOf(b);
  if (left !== undefined && right !== undefined && left !== right) return false;
  const [open, other] = isUnknown(a) ? [a, b] : [b, a];
  if (isUnknown(open) && open.only && open.may.length > 0 && isKnown(other)) {
    const answers = new Set(open.may.map((one) => strictlyEqual(one, other)));
    return answers.size === 1 ? [...answers][0] : undefined;
  }
  if (isNullishConstant(a)) return isNullish(b) === false ? false : undefined;
  if (isNullishConstant(b)) return isNullish(a) === false ? false : undefined;
  return undefined;
}

function isNullishConstant(value: Value): boolean {
  return value === null || value === undefined;
}

/** `==` of known values; undefined when that is not known. */
export function looselyEqual(a: Value, b: Value): boolean | undefined {
  if (a === null || a === undefined) return isNullish(b);
  if (b === null || b === undefined) return isNullish(a);
  if (!isPrimitive(a) || !isPrimitive(b) || typeof a === typeof b) return strictlyEqual(a, b);
  // of two types, both count as numbers
  return typeof a === "bigint" || typeof b === "bigint" ? compareBigInt(a, b) : Number(a) === Number(b);
}

function compareBigInt(a: Primitive, b: Primitive): boolean {
  const [left, right] = [a, b].map((one) => (typeof one === "string" && one.trim() === "" ? 0 : Number(one)));
  return left === right;
}

/** The prototype that stands behind a value; null for none. */
export function prototypeOf(realm: Realm, value: Value): Value {
  const proxy = asProxy(value);
  if (proxy !== undefined) return prototypeOf(realm, proxy.target);
  if (!isPrimitive(value) && value.tag !== "unknown" && value.tag !== "symbol" && value.proto !== undefined) return value.proto;
  const kind = kindOf(realm, value);
  return kind === undefined ? null : realm.prototypes.get(kind);
}

function kindOf(realm: Realm, value: Value): NonNullable<Builtin["kind"]> | undefined {
  if (isPrimitive(value)) {
    const name = typeof value;
    return name === "string" || name === "number" || name === "bigint" || name === "boolean" ? name : undefined;
  }
  switch (value.tag) {
    case "object": {
      const sort = value.sort as Kind; // whatever the sort is, a prototype of that name counts
      return realm.prototypes.has(sort) ? sort : "object";
    }
    case "function":
    case "class":
    case "bound":
    case "native":
      return "function";
    case "unknown":
    case "api":
      return undefined;
    default:
      return value.tag;
  }
}
