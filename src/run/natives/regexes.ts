import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { joinAll } from "../unknown.js";
import { asTag, isKnown, isUnknown, makeRegex, type RegexValue, type Unknown, type Value } from "../values.js";
import { guarded, hostFunction, hostNative, unknownOf } from "./host.js";
import { hostRegex, keepLastIndex, makeMatch } from "./patterns.js";

/** A method of regular expressions. */
function onRegex(meaning: (call: NativeCall, regex: RegexValue) => Value): Native {
  return (call) => {
    const regex = asTag(call.self, "regex");
    if (regex !== undefined) return meaning(call, regex);
    return isKnown(call.self) ? call.throwError("TypeError", "Receiver is not a RegExp") : call.unknown("a search with an unknown expression", call.self);
  };
}

/** Looks for the expression in the argument; `type` is what is given where that text is not known. */
function searching(type: Unknown["type"], give: (match: RegExpExecArray | null) => Value): Native {
  return onRegex((call, regex) => {
    const text = textOf(call, call.args[0]);
    if (!isUnknown(text)) return searchIn(call, regex, text, give);
    const rest = unknownOf(call, type, "a search in a text that is not known", text);
    // an expression that remembers where it stopped would mix up the alternatives
    const tried = /[gy]/.test(regex.flags) ? [] : text.may.flatMap((one) => (typeof one === "string" ? [searchIn(call, regex, one, give)] : []));
    return joinAll(text.only && tried.length > 0 && tried.length === text.may.length ? tried : [...tried, rest], rest.why, call.site);
  });
}

function searchIn(call: NativeCall, regex: RegexValue, text: string, give: (match: RegExpExecArray | null) => Value): Value {
  const host = hostRegex(regex, text);
  if (host === undefined) return call.unknown("a search that takes too long", call.args[0]);
  const match = host.exec(text);
  keepLastIndex(call, regex, host);
  return give(match);
}

const methods: NativeTable = Object.fromEntries([
  ["test", searching("boolean", (match) => match !== null)],
  ["exec", searching(undefined, (match) => (match === null ? null : makeMatch(match)))],
  ["toString", onRegex((_call, { pattern, flags }) => `/${pattern}/${flags}`)],
] satisfies [string, Native][]);

const FLAGS = { hasIndices: "d", global: "g", ignoreCase: "i", multiline: "m", dotAll: "s", unicode: "u", unicodeSets: "v", sticky: "y" };

const getters: NativeTable = Object.fromEntries(Object.entries(FLAGS).map(([name, flag]) => [name, onRegex((_call, { flags }) => flags.includes(flag))]));

/** `new RegExp(pattern, flags)`. */
function make(call: NativeCall): Value {
  const [pattern, flags] = call.args;
  const from = asTag(pattern, "regex");
  const source = from?.pattern ?? (pattern === undefined ? "" : textOf(call, pattern));
  const marks = flags === undefined ? (from?.flags ?? "") : textOf(call, flags);
  if (isUnknown(source) || isUnknown(marks)) return unknownOf(call, "object", "an expression that is not known", source, marks);
  if (source.length > call.limits.items) return unknownOf(call, "object", "an expression that is too long");
  return guarded(call, () => {
    const host = new RegExp(source, marks);
    return makeRegex(host.source, host.flags);
  });
}

const escape: NativeTable = typeof Reflect.get(RegExp, "escape") === "function" ? { escape: hostNative("escape", hostFunction(RegExp, "escape"), { static: true, type: "string" }) } : {};

export const regexes: readonly Builtin[] = [{ name: "RegExp", kind: "regex", call: make, construct: make, methods, getters, statics: escape }];
