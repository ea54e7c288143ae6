import { numberOf, toPrimitive } from "../coerce.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { asTag, isKnown, isPrimitive, isUnknown, makeObject, type ObjectValue, SYMBOL_TO_PRIMITIVE, type Value } from "../values.js";
import { touch } from "../state.js";
import { guarded, hostNative, unknownOf } from "./host.js";

const CLOCK = "the time of day";

/** A date keeps its milliseconds inside, or something unknown: clock and time zone belong to the machine. */
function makeDate(time: Value): ObjectValue {
  const date = makeObject(undefined, "Date");
  date.inner = time;
  return date;
}

function construct(call: NativeCall): Value {
  const [first] = call.args;
  if (call.args.length === 0) return makeDate(unknownOf(call, "number", CLOCK));
  if (call.args.length > 1) return makeDate(unknownOf(call, "number", "a date in the machine's time zone", ...call.args));
  const other = asTag(first, "object");
  const value = other?.sort === "Date" ? other.inner : toPrimitive(call, first, "default");
  if (isUnknown(value)) return makeDate({ ...unknownOf(call, "number", value.why, value), may: [] });
  if (typeof value === "string") return makeDate(parseText(call, value));
  const time = numberOf(call, value);
  return makeDate(isUnknown(time) ? time : new Date(time).getTime());
}

/** Only dates that say their time zone, and days alone, mean the same on every machine; what is malformed is so everywhere. */
function parseText(call: NativeCall, text: string): Value {
  const time = Date.parse(text);
  const isFixed = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})$/i.test(text) || /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(text) || Number.isNaN(time);
  return isFixed ? time : unknownOf(call, "number", "a date in the machine's time zone");
}

/** A method of dates. */
function onDate(meaning: (call: NativeCall, time: Value, date: ObjectValue) => Value): Native {
  return (call) => {
    const date = asTag(call.self, "object");
    if (date?.sort === "Date") return meaning(call, date.inner, date);
    return isKnown(call.self) ? call.throwError("TypeError", "this is not a Date object.") : call.unknown("a part of an unknown date", call.self);
  };
}

const UTC_PARTS = ["Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"] as const;

function read(type: "string" | "number", get: (date: Date) => string | number): Native {
  return onDate((call, time) => (typeof time === "number" ? guarded(call, () => get(new Date(time))) : unknownOf(call, type, CLOCK, time)));
}

/** What depends on the machine's time zone or language. */
function local(type: "string" | "number"): Native {
  return onDate((call, time) => unknownOf(call, type, "a part of a date in the machine's time zone", time));
}

/** A setter of parts in universal time; those in the machine's time zone make the date unknown. */
function change(set: ((date: Date, values: readonly number[]) => number) | undefined): Native {
  return onDate((call, time, date) => {
    const values = call.args.map((arg) => numberOf(call, arg));
    touch(call.state, date);
    const isAllKnown = values.every((value) => !isUnknown(value));
    date.inner = set !== undefined && typeof time === "number" && isAllKnown ? set(new Date(time), values as readonly number[]) : unknownOf(call, "number", "a date that was changed", time, ...call.args); // checked just now
    return date.inner;
  });
}

function partMethods(): NativeTable {
  const settable = UTC_PARTS.filter((part) => part !== "Day");
  return Object.fromEntries([
    ...UTC_PARTS.flatMap((part) => [[`getUTC${part}`, read("number", (date) => date[`getUTC${part}`]())], [`get${part}`, local("number")]] as const),
    ...settable.flatMap((part) => [[`setUTC${part}`, change((date, values) => Reflect.apply(date[`setUTC${part}`], date, values))], [`set${part}`, change(undefined)]] as const),
  ]);
}

const time: Native = onDate((_call, value) => value);

const toJson: Native = onDate((call, value) => {
  if (typeof value !== "number") return unknownOf(call, "string", CLOCK, value);
  return Number.isNaN(value) ? null : new Date(value).toISOString();
});

const methods: NativeTable = {
  ...partMethods(),
  ...Object.fromEntries([["valueOf", time], ["toString", local("string")], ["toLocaleString", local("string")]] satisfies [string, Native][]),
  getTime: time, setTime: change((date, [value]) => date.setTime(value ?? NaN)), toISOString: read("string", (date) => date.toISOString()), toJSON: toJson,
  toUTCString: read("string", (date) => date.toUTCString()), toGMTString: read("string", (date) => date.toUTCString()),
  toDateString: local("string"), toTimeString: local("string"), toLocaleDateString: local("string"), toLocaleTimeString: local("string"),
  getTimezoneOffset: local("number"), getYear: local("number"), setYear: change(undefined),
};

/** Dates are texts first, where others are numbers first. */
const convert: Native = (call) => {
  const isNumber = call.args[0] === "number";
  const result = call.invoke(call.get(call.self, isNumber ? "valueOf" : "toString"), [], call.self);
  return isPrimitive(result) || isUnknown(result) ? result : call.throwError("TypeError", "Cannot convert object to primitive value");
};

export const dates: readonly Builtin[] = [
  {
    name: "Date", kind: "Date", construct, call: (call) => unknownOf(call, "string", CLOCK), methods, keyed: [[SYMBOL_TO_PRIMITIVE, convert]],
    statics: {
      now: (call) => unknownOf(call, "number", CLOCK), parse: (call) => (typeof call.args[0] === "string" ? parseText(call, call.args[0]) : unknownOf(call, "number", "a date", call.args[0])),
      UTC: hostNative("UTC", (_self, parts) => Reflect.apply(Date.UTC, undefined, parts.map(Number)), { static: true, hint: "number", type: "number" }),
    },
  },
];
