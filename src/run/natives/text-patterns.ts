import { numberOf, textOf } from "../coerce.js";
import { makeIterator } from "../iterators.js";
import type { Native, NativeCall } from "../native.js";
import { joinTexts } from "../replay/text-parts.js";
import { joinAll } from "../unknown.js";
import { asTag, isCallable, isUnknown, makeList, makeRegex, type RegexValue, type Unknown, type Value } from "../values.js";
import { guarded, unknownOf, valueOfHost } from "./host.js";
import { hostRegex, keepLastIndex, makeMatch } from "./patterns.js";

/** What a method that looks for a pattern reads: the text, and what is looked for in it. */
interface Search {
  readonly text: string;
  readonly pattern: string | RegexValue;
}

const WHY = "a search in a text that is not known";
const TOO_LONG = "a search that takes too long";

/** The method with its receiver and pattern read; `type` is what it gives where they are not known. */
function searching(type: Unknown["type"], run: (call: NativeCall, search: Search) => Value): Native {
  return (call) => {
    if (call.self === undefined || call.self === null) return call.throwError("TypeError", "String method called on null or undefined");
    const text = textOf(call, call.self);
    const [first] = call.args;
    const pattern = asTag(first, "regex") ?? (first === undefined ? undefined : textOf(call, first));
    if (isUnknown(pattern)) return runInTheDark(call, unknownOf(call, type, WHY, text, pattern));
    const inText = (one: string): Value => run(call, { text: one, pattern: pattern ?? (run === splitText ? one : "undefined") });
    if (!isUnknown(text)) return inText(text);
    const rest = runInTheDark(call, unknownOf(call, type, WHY, text));
    const results = keepsNoState(call, pattern) ? text.may.flatMap((one) => (typeof one === "string" ? [inText(one)] : [])) : [];
    return joinAll(text.only && results.length > 0 && results.length === text.may.length ? results : [...results, rest], WHY, call.site);
  };
}

/** Each alternative may be tried by itself: no expression remembers where it stopped, and nothing of the program runs. */
function keepsNoState(call: NativeCall, pattern: string | RegexValue | undefined): boolean {
  return !call.args.some(isCallable) && (typeof pattern !== "object" || !/[gy]/.test(pattern.flags));
}

/** A function that gives what to put in place of matches may be called. */
function runInTheDark(call: NativeCall, result: Unknown): Unknown {
  for (const arg of call.args) if (isCallable(arg)) call.invokeMaybe(arg, [unknownOf(call, "string", "a match in a text that is not known", call.self)]);
  return result;
}

function toRegex(pattern: string | RegexValue, flags = ""): RegexValue {
  return typeof pattern === "string" ? makeRegex(pattern, flags) : pattern;
}

function tooLong(call: NativeCall, type: Unknown["type"], { text }: Search): Unknown {
  return unknownOf(call, type, TOO_LONG, text);
}

/** Runs a method of the host on the expression. */
function onHost(call: NativeCall, search: Search, regex: RegexValue, body: (host: RegExp) => Value): Value {
  return guarded(call, () => {
    const host = hostRegex(regex, search.text);
    if (host === undefined) return tooLong(call, undefined, search);
    const result = body(host);
    keepLastIndex(call, regex, host);
    return result;
  });
}

export const match = searching(undefined, (call, found) => {
  const regex = call.args[0] === undefined ? makeRegex("(?:)", "") : toRegex(found.pattern);
  return onHost(call, found, regex, (host) => {
    const result = found.text.match(host);
    if (result === null) return null;
    return regex.flags.includes("g") ? valueOfHost(call, [...result]) : makeMatch(result);
  });
});

export const matchAll = searching("object", (call, found) => {
  const regex = call.args[0] === undefined ? makeRegex("(?:)", "g") : toRegex(found.pattern, "g");
  if (!regex.flags.includes("g")) return call.throwError("TypeError", "String.prototype.matchAll called with a non-global RegExp argument");
  return onHost(call, found, regex, (host) => makeIterator(makeList([...found.text.matchAll(host)].map(makeMatch))));
});

export const search = searching("number", (call, found) => onHost(call, found, toRegex(found.pattern), (host) => found.text.search(host)));

export const split: Native = searching("object", splitText);

function splitText(call: NativeCall, found: Search): Value {
  const [separator, limit] = call.args;
  const most = limit === undefined ? undefined : numberOf(call, limit);
  if (isUnknown(most)) return unknownOf(call, "object", "a text that is split", most);
  if (separator === undefined) return makeList(most === 0 ? [] : [found.text]);
  const { pattern } = found;
  if (typeof pattern === "string") return valueOfHost(call, found.text.split(pattern, most));
  return onHost(call, found, pattern, (host) => valueOfHost(call, found.text.split(host, most)));
}

export const replace = searching("string", (call, found) => replaceIn(call, found, false));

export const replaceAll = searching("string", (call, found) => {
  const { pattern } = found;
  if (typeof pattern === "object" && !pattern.flags.includes("g")) return call.throwError("TypeError", "replaceAll must be called with a global RegExp");
  return replaceIn(call, found, true);
});

function replaceIn(call: NativeCall, found: Search, all: boolean): Value {
  const [, replacement] = call.args;
  if (isCallable(replacement)) return replaceByCalls(call, found, replacement, all);
  const text = textOf(call, replacement);
  if (isUnknown(text)) return replaceEach(call, found, all, () => text);
  if (mayGrow(call, found, text)) return unknownOf(call, "string", "a text that is too long to build");
  const { pattern } = found;
  if (typeof pattern === "string") return all ? found.text.replaceAll(pattern, text) : found.text.replace(pattern, text);
  return onHost(call, found, pattern, (host) => found.text.replace(host, text));
}

/** The text could get longer than texts may be: each place may be a match, and `$&` and its kin put the text itself in. */
function mayGrow(call: NativeCall, { text }: Search, replacement: string): boolean {
  const each = replacement.length + (replacement.split("$").length - 1) * text.length;
  return (text.length + 1) * each > 16 * call.limits.text;
}

function replaceByCalls(call: NativeCall, found: Search, replacement: Value, all: boolean): Value {
  return replaceEach(call, found, all, (match) => {
    const groups = match.groups === undefined ? [] : [makeMatch(match).fields.get("groups")?.value];
    return textOf(call, call.invoke(replacement, [...match, match.index, found.text, ...groups]));
  });
}

/** The text with something put in place of each match. */
function replaceEach(call: NativeCall, found: Search, all: boolean, put: (match: RegExpMatchArray) => string | Unknown): Value {
  const matches = matchesOf(call, found, all);
  if (matches === undefined) return tooLong(call, "string", found);
  const pieces: (string | Unknown)[] = [];
  let at = 0;
  for (const match of matches) {
    const start = match.index ?? 0;
    pieces.push(found.text.slice(at, start), put(match));
    at = start + match[0].length;
  }
  const result = joinTexts([...pieces, found.text.slice(at)], call.site);
  return typeof result === "string" ? valueOfHost(call, result) : result;
}

/** The matches that are replaced, all found before the first is; undefined when finding them takes too long. */
function matchesOf(call: NativeCall, { text, pattern }: Search, all: boolean): readonly RegExpMatchArray[] | undefined {
  if (typeof pattern === "string") {
    const literal = new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), all ? "g" : "");
    return all ? [...text.matchAll(literal)] : [text.match(literal)].filter((one) => one !== null);
  }
  const host = hostRegex(pattern, text);
  if (host === undefined) return undefined;
  if (pattern.flags.includes("g")) {
    host.lastIndex = 0;
    const matches = [...text.matchAll(host)];
    keepLastIndex(call, pattern, host);
    return matches;
  }
  const match = host.exec(text);
  keepLastIndex(call, pattern, host);
  return match === null ? [] : [match];
}
