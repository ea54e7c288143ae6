import { numberOf, textOf } from "../coerce.js";
import { makeIterator } from "../iterators.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { changeStretches, endsWith, includes, joinTexts, prefixOf, startsWith } from "../replay/text-parts.js";
import { asTag, isUnknown, makeList, SYMBOL_ITERATOR, type Value } from "../values.js";
import { hostFunction, hostNative, type Reading, unknownOf } from "./host.js";
import { match, matchAll, replace, replaceAll, search, split } from "./text-patterns.js";

const TEXT: Reading = { type: "string" };
const NUMBER: Reading = { type: "number" };
const PADDED: Reading = { type: "string", length: (_self, [length]) => Number(length) };

/** Methods without patterns, by how they read what they are given. */
const READINGS: Readonly<Record<string, Reading>> = {
  at: { hint: "number", partly: fromPrefix("at") }, charAt: { type: "string", hint: "number", partly: fromPrefix("charAt") },
  charCodeAt: { type: "number", hint: "number", partly: fromPrefix("charCodeAt") }, codePointAt: { hint: "number" },
  slice: { type: "string", hint: "number", partly: fromPrefix("slice") }, substring: { type: "string", hint: "number", partly: fromPrefix("substring") },
  substr: { type: "string", hint: "number" },
  endsWith: sure(endsWith), startsWith: sure(startsWith), includes: sure(includes),
  indexOf: NUMBER, lastIndexOf: NUMBER, localeCompare: NUMBER, normalize: TEXT, padEnd: PADDED, padStart: PADDED,
  repeat: { type: "string", length: (self, [count]) => String(self).length * Number(count) },
  toLowerCase: { type: "string", partly: (call, self) => changeStretches(self, (text) => text.toLowerCase(), call.site) },
  toUpperCase: { type: "string", partly: (call, self) => changeStretches(self, (text) => text.toUpperCase(), call.site) },
  toLocaleLowerCase: TEXT, toLocaleUpperCase: TEXT, trim: TEXT, trimStart: TEXT, trimEnd: TEXT, trimLeft: TEXT, trimRight: TEXT,
  isWellFormed: { type: "boolean" }, toWellFormed: TEXT, anchor: TEXT, big: TEXT, bold: TEXT, link: TEXT, italics: TEXT, sub: TEXT, sup: TEXT,
};

/** A test whose outcome the known stretches of a text may decide. */
function sure(test: (value: Value, part: string) => boolean | undefined): Reading {
  return {
    type: "boolean",
    partly: (_call, self, [part, ...others]) => (typeof part === "string" && others.length === 0 ? test(self, part) : undefined),
  };
}

/** What lies within the known beginning of a text is known. */
function fromPrefix(name: "at" | "charAt" | "charCodeAt" | "slice" | "substring"): Reading["partly"] {
  return (_call, self, [from, to]) => {
    const prefix = prefixOf(self);
    const isPosition = (value: Value): value is number => typeof value === "number" && value >= 0 && value <= prefix.length;
    if (!isPosition(from)) return undefined;
    if (name === "slice" || name === "substring") return isPosition(to) ? prefix[name](from, to) : undefined;
    return from < prefix.length ? prefix[name](from) : undefined;
  };
}

function concat(call: NativeCall): Value {
  if (call.self === undefined || call.self === null) return call.throwError("TypeError", "String.prototype.concat called on null or undefined");
  return bounded(call, joinTexts([call.self, ...call.args].map((part) => textOf(call, part)), call.site));
}

function bounded(call: NativeCall, text: Value): Value {
  return typeof text === "string" && text.length > call.limits.text ? unknownOf(call, "string", "a text that is too long to build") : text;
}

/** `toString` and `valueOf`: the text itself. */
const itself: Native = (call) => {
  if (typeof call.self === "string" || isUnknown(call.self)) return call.self;
  return call.throwError("TypeError", "String.prototype.toString requires that 'this' be a String");
};

/** `String(value)`, which alone takes a symbol. */
function toText(call: NativeCall): Value {
  if (call.args.length === 0) return "";
  const [value] = call.args;
  const symbol = asTag(value, "symbol");
  return symbol === undefined ? textOf(call, value) : `Symbol(${symbol.description})`;
}

/** A primitive as an object. Programs hardly make one, so that it is only known what it may be. */
export function boxed(convert: Native): Native {
  return (call) => {
    const value = convert(call);
    return isUnknown(value) ? value : { ...unknownOf(call, "object", "a primitive as an object"), may: [value] };
  };
}

/** `String.raw`: the texts of a template with the values between them. */
function raw(call: NativeCall): Value {
  const [strings, ...values] = call.args;
  if (strings === undefined || strings === null) return call.throwError("TypeError", "Cannot convert undefined or null to object");
  const texts = call.get(strings, "raw");
  const length = numberOf(call, call.get(texts, "length"));
  if (typeof length !== "number" || length > call.limits.text) return unknownOf(call, "string", "the texts of a template", texts);
  const parts = Array.from({ length }, (_, index) => [call.get(texts, String(index)), ...(index + 1 < length && index < values.length ? [values[index]] : [])]);
  return joinTexts(parts.flat().map((part) => textOf(call, part)), call.site);
}

/** An expression where a text is asked for is a mistake that the language reports. */
function withoutRegex(native: Native): Native {
  return (call) => (asTag(call.args[0], "regex") === undefined ? native(call) : call.throwError("TypeError", "First argument must not be a regular expression"));
}

const plain: NativeTable = Object.fromEntries(Object.entries(READINGS).map(([name, reading]) => {
  const native = hostNative(name, hostFunction(String.prototype, name), reading);
  return [name, reading.partly !== undefined && reading.type === "boolean" ? withoutRegex(native) : native];
}));

const characters: Native = (call) => (typeof call.self === "string" ? makeIterator(makeList([...call.self])) : call.unknown("the characters of a text", call.self));

const methods: NativeTable = {
  ...plain,
  concat, toString: itself, valueOf: itself, match, matchAll, replace, replaceAll, search, split,
};

const codes: Reading = { hint: "number", type: "string", static: true };

export const strings: readonly Builtin[] = [
  {
    name: "String", kind: "string", methods, keyed: [[SYMBOL_ITERATOR, characters]], call: toText, construct: boxed(toText),
    statics: { raw, fromCharCode: hostNative("fromCharCode", hostFunction(String, "fromCharCode"), codes), fromCodePoint: hostNative("fromCodePoint", hostFunction(String, "fromCodePoint"), codes) },
  },
];
