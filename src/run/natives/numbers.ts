import { numberOf, toPrimitive } from "../coerce.js";
import { truthOf } from "../conversions.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { isKnown, isPrimitive, isUnknown, type Value } from "../values.js";
import { guarded, hostFunction, hostNative, type Reading, unknownAmong, unknownOf } from "./host.js";
import { boxed } from "./strings.js";

const NUMBER: Reading = { type: "number", static: true };
const BOOLEAN: Reading = { type: "boolean", static: true };

/** `Number(value)`, which alone takes big integers. */
function toNumber(call: NativeCall): Value {
  if (call.args.length === 0) return 0;
  const value = toPrimitive(call, call.args[0], "number");
  return typeof value === "bigint" ? Number(value) : numberOf(call, value);
}

function toBigInt(call: NativeCall): Value {
  const value = toPrimitive(call, call.args[0], "number");
  if (isUnknown(value)) return unknownAmong(call, "a whole number", [value]);
  if (!isPrimitive(value) || value === undefined || value === null) return call.throwError("TypeError", "Cannot convert this to a BigInt");
  return guarded(call, () => BigInt(value));
}

const parsers: NativeTable = {
  parseInt: hostNative("parseInt", (_self, [text, radix]) => parseInt(String(text), radix === undefined ? undefined : Number(radix)), NUMBER),
  parseFloat: hostNative("parseFloat", (_self, [text]) => parseFloat(String(text)), NUMBER),
};

const tests: NativeTable = Object.fromEntries(["isInteger", "isSafeInteger", "isFinite", "isNaN"].map((name) => [name, hostNative(name, hostFunction(Number, name), BOOLEAN)]));

function toBoolean(call: NativeCall): Value {
  const [value] = call.args;
  return truthOf(value) ?? unknownOf(call, "boolean", "whether something unknown is set", value);
}

/** The methods take a number, a big integer or a truth value and, unlike those of texts, nothing that would become one: asked for its text, their own prototype would ask them. */
function onScalar(native: Native): Native {
  return (call) => (isPrimitive(call.self) || !isKnown(call.self) ? native(call) : call.throwError("TypeError", "the method requires that 'this' be a number or a boolean"));
}

/** The number or big integer that the receiver is. */
const itself: Native = onScalar(({ self }) => self);

function named(prototype: object, names: readonly string[], reading: Reading): NativeTable {
  return Object.fromEntries(names.map((name) => [name, onScalar(hostNative(name, hostFunction(prototype, name), reading))]));
}

/** How numbers look in a country's writing depends on the machine. */
const toLocaleString: Native = (call) => unknownOf(call, "string", "a number in the writing of a country", call.self);

const inText: Reading = { type: "string", hint: "number" };

/** The host's own makes a number of what it is given, and refuses a big integer. */
function globalTest(name: string, test: (value: number) => boolean): Builtin {
  return { name, call: hostNative(name, (_self, [value]) => test(value as number), { ...BOOLEAN, hint: "number" }) };
}

export const numbers: readonly Builtin[] = [
  {
    name: "Number", kind: "number", call: toNumber, construct: boxed(toNumber),
    methods: { ...named(Number.prototype, ["toFixed", "toString", "toPrecision", "toExponential"], inText), ...Object.fromEntries([["toLocaleString", toLocaleString], ["valueOf", itself]]) },
    statics: { ...parsers, ...tests },
    constants: {
      MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER, MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER, MAX_VALUE: Number.MAX_VALUE, MIN_VALUE: Number.MIN_VALUE,
      EPSILON: Number.EPSILON, POSITIVE_INFINITY: Infinity, NEGATIVE_INFINITY: -Infinity, NaN,
    },
  },
  {
    name: "BigInt", kind: "bigint", call: toBigInt,
    methods: { ...named(BigInt.prototype, ["toString"], inText), ...Object.fromEntries([["toLocaleString", toLocaleString], ["valueOf", itself]]) },
    statics: {
      asIntN: hostNative("asIntN", (_self, [bits, value]) => BigInt.asIntN(Number(bits), BigInt(value ?? 0)), { static: true, hint: "number" }),
      asUintN: hostNative("asUintN", (_self, [bits, value]) => BigInt.asUintN(Number(bits), BigInt(value ?? 0)), { static: true, hint: "number" }),
    },
  },
  {
    name: "Boolean", kind: "boolean", call: toBoolean, construct: boxed(toBoolean),
    methods: { ...named(Boolean.prototype, ["toString"], { type: "string" }), ...Object.fromEntries([["valueOf", itself]]) },
  },
  ...Object.entries(parsers).map(([name, call]): Builtin => ({ name, call })),
  globalTest("isNaN", isNaN), globalTest("isFinite", isFinite),
];
