import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall, NativeTable } from "../native.js";
import { touch } from "../state.js";
import { alternatives, isOneOf, joinAll } from "../unknown.js";
import { asTag, isKnown, isUnknown, makeObject, type ObjectValue, type Unknown, type Value } from "../values.js";
import { makeError } from "./errors.js";
import { unknownOf } from "./host.js";
import { makeParams } from "./url-params.js";

/** Parts that can be written; all of them and `origin` can be read. */
const PARTS = ["protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"] as const;
type Part = (typeof PARTS)[number];

const WHY = "an address that is not known";
/** Combinations of what text and base may be. */
const MOST_ALTERNATIVES = 8;

/** An address keeps its text inside. */
function makeUrl(text: Value): ObjectValue {
  const url = makeObject(undefined, "URL");
  url.inner = text;
  return url;
}

/** Text and base, when something is known of them: the texts that they may be. */
function readArguments(call: NativeCall): { readonly text: string | Unknown; readonly base: string | Unknown | undefined } {
  const [text, base] = call.args;
  return { text: textOf(call, text), base: base === undefined ? undefined : textOf(call, base) };
}

function parseHost(text: string, base: string | undefined): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

/** What is malformed for certain throws. */
function construct(call: NativeCall): Value {
  const { text, base } = readArguments(call);
  if (!isUnknown(text) && !isUnknown(base)) {
    const url = parseHost(text, base);
    return url === undefined ? call.throwValue(makeError(call, "TypeError", "Invalid URL", [["code", "ERR_INVALID_URL"], ["input", text]])) : makeUrl(url.href);
  }
  return makeUrl(unknownText(call, text, base));
}

/** The text of an address of which not all is known; what text and base may be is tried. */
function unknownText(call: NativeCall, text: string | Unknown, base: string | Unknown | undefined): Value {
  const texts = alternatives(text).flatMap((one) => alternatives(base).map((other) => ({ one, other })));
  const hrefs = texts.slice(0, MOST_ALTERNATIVES).flatMap(({ one, other }) => {
    const isText = typeof one === "string" && (typeof other === "string" || other === undefined);
    const url = isText ? parseHost(one, other) : undefined;
    return url === undefined ? [] : [url.href];
  });
  const rest = unknownOf(call, "string", isUnknown(text) ? text.why : WHY, text, base);
  // what is no address would have thrown
  const isAll = isOneOf(text) && isOneOf(base) && texts.length <= MOST_ALTERNATIVES && hrefs.length > 0;
  return joinAll(isAll ? hrefs : [...hrefs, rest], WHY, call.site);
}

/** A method of addresses, on the text of the address. */
function onUrl(meaning: (call: NativeCall, url: ObjectValue) => Value): Native {
  return (call) => {
    const url = asTag(call.self, "object");
    if (url?.sort === "URL") return meaning(call, url);
    return isKnown(call.self) ? call.throwError("TypeError", "Receiver is not a URL") : unknownOf(call, undefined, WHY, call.self);
  };
}

/** Reads from each text that the address may be. */
function read(part: Part | "origin" | "href"): Native {
  return onUrl((call, url) => {
    const texts = alternatives(url.inner).flatMap((text) => (typeof text === "string" ? [new URL(text)[part]] : []));
    return joinAll(isOneOf(url.inner) && texts.length > 0 ? texts : [...texts, unknownOf(call, "string", isUnknown(url.inner) ? url.inner.why : WHY, url.inner)], WHY, call.site);
  });
}

function write(part: Part): Native {
  return onUrl((call, url) => {
    const value = textOf(call, call.args[0]);
    touch(call.state, url);
    if (typeof url.inner !== "string" || isUnknown(value)) {
      url.inner = unknownOf(call, "string", WHY, url.inner, value);
      return undefined;
    }
    const host = new URL(url.inner);
    host[part] = value;
    url.inner = host.href;
    return undefined;
  });
}

const setText: Native = onUrl((call, url) => {
  const text = textOf(call, call.args[0]);
  const host = isUnknown(text) ? undefined : parseHost(text, undefined);
  if (!isUnknown(text) && host === undefined) return call.throwError("TypeError", "Invalid URL");
  touch(call.state, url);
  url.inner = host?.href ?? text;
  return undefined;
});

function canParse(call: NativeCall): Value {
  const { text, base } = readArguments(call);
  return isUnknown(text) || isUnknown(base) ? unknownOf(call, "boolean", "whether a text is an address", text, base) : parseHost(text, base) !== undefined;
}

function parse(call: NativeCall): Value {
  const { text, base } = readArguments(call);
  if (isUnknown(text) || isUnknown(base)) return unknownOf(call, undefined, WHY, text, base);
  const url = parseHost(text, base);
  return url === undefined ? null : call.construct(call.self, call.args);
}

const methods: NativeTable = Object.fromEntries([["toString", read("href")], ["toJSON", read("href")]] satisfies [string, Native][]);

export const urls: readonly Builtin[] = [
  {
    name: "URL", kind: "URL", construct, call: (call) => call.throwError("TypeError", "Class constructor URL cannot be invoked without 'new'"), methods,
    getters: { ...Object.fromEntries(PARTS.map((part) => [part, read(part)])), origin: read("origin"), href: read("href"), searchParams: onUrl((_call, url) => makeParams(url)) },
    setters: { ...Object.fromEntries(PARTS.map((part) => [part, write(part)])), href: setText },
    statics: { canParse, parse },
  },
];
