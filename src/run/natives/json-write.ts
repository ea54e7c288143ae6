import { numberOf } from "../coerce.js";
import type { NativeCall } from "../native.js";
import { joinTexts } from "../replay/text-parts.js";
import { asTag, isCallable, isExact, isHeap, isPrimitive, isUnknown, makeObject, type Unknown, type Value } from "../values.js";
import { unknownOf, valueOfHost } from "./host.js";
import { enumerableProperties, openProperties, ownProperties } from "./own-properties.js";

type Text = string | Unknown;

interface Writing {
  readonly call: NativeCall;
  readonly replacer: Value;
  /** The only names that are written, if they are given. */
  readonly names: readonly string[] | undefined;
  readonly indent: string;
  /** The objects that the one at hand stands in. */
  readonly within: Value[];
}

/** What cannot be told, so that nothing is known of the whole text. */
class Untold {
  constructor(readonly value: Value) {}
}

const DEEPEST = 200;

/** `JSON.stringify(value, replacer, space)`. Law: https://tc39.es/ecma262/#sec-json.stringify */
export function stringify(call: NativeCall): Value {
  const [value, replacer, space] = call.args;
  const indent = indentOf(call, space);
  if (isUnknown(indent)) return unknownOf(call, "string", "a text with an unknown indent", indent);
  const list = asTag(replacer, "list");
  const names = list?.items.flatMap((item) => (typeof item === "string" || typeof item === "number" ? [String(item)] : []));
  const written = write({ call, replacer: isCallable(replacer) ? replacer : undefined, names, indent, within: [] }, makeObject([["", value]]), "", value, "");
  if (written instanceof Untold) return { ...call.unknown("the text of something that is not fully known", written.value), type: isHeap(value) ? "string" : undefined };
  return typeof written === "string" ? valueOfHost(call, written) : written;
}

function indentOf(call: NativeCall, space: Value): string | Unknown {
  if (isUnknown(space)) return space;
  if (typeof space === "string") return space.slice(0, 10);
  if (typeof space !== "number") return "";
  const width = numberOf(call, space);
  return isUnknown(width) ? width : " ".repeat(Math.max(0, Math.min(10, Math.trunc(width) || 0)));
}

/** The text of one value; undefined for what is left out. */
function write(writing: Writing, holder: Value, key: string, given: Value, margin: string): Text | Untold | undefined {
  const { call } = writing;
  let value = given;
  if (isHeap(value) || typeof value === "bigint") {
    const own = call.get(value, "toJSON");
    if (isCallable(own)) value = call.invoke(own, [key], value);
  }
  if (writing.replacer !== undefined) value = call.invoke(writing.replacer, [key, value], holder);
  if (typeof value === "bigint") return call.throwError("TypeError", "Do not know how to serialize a BigInt");
  if (isPrimitive(value)) return value === undefined ? undefined : JSON.stringify(value);
  if (isUnknown(value)) return writeUnknown(call, value);
  if (value.tag === "symbol" || isCallable(value)) return undefined;
  if (value.tag === "api" || writing.within.length > DEEPEST) return new Untold(value);
  if (writing.within.includes(value)) return call.throwError("TypeError", "Converting circular structure to JSON");
  writing.within.push(value);
  const text = value.tag === "list" ? writeList(writing, value, margin) : writeObject(writing, value, margin);
  writing.within.pop();
  return text;
}

/** Something unknown is left out when it is undefined, so that its type must be known. */
function writeUnknown(call: NativeCall, value: Unknown): Text | Untold {
  if (value.type !== "string" && value.type !== "number" && value.type !== "boolean") return new Untold(value);
  const text = { ...unknownOf(call, "string", value.why, value), parts: undefined };
  return value.type === "string" ? joinTexts(['"', text, '"'], call.site) : text;
}

function writeList(writing: Writing, list: Extract<Value, { tag: "list" }>, margin: string): Text | Untold {
  if (!isExact(list)) return new Untold(list.open ?? list);
  const inner = margin + writing.indent;
  const texts: Text[] = [];
  for (const [index, item] of list.items.entries()) {
    const text = write(writing, list, String(index), item, inner);
    if (text instanceof Untold) return text;
    texts.push(text ?? "null");
  }
  return enclose(writing, "[", texts, "]", margin);
}

function writeObject(writing: Writing, object: Value, margin: string): Text | Untold {
  const { call, names, indent } = writing;
  const open = openProperties(call, object);
  if (open !== undefined) return new Untold(open);
  const properties = enumerableProperties(call, object);
  const chosen = names === undefined ? properties : names.flatMap((name) => ownProperties(call, object).filter(({ key }) => key === name));
  const texts: Text[] = [];
  for (const { key, maybe, read } of chosen) {
    if (maybe) return new Untold(object);
    const text = write(writing, object, String(key), read(), margin + indent);
    if (text instanceof Untold) return text;
    if (text !== undefined) texts.push(joinTexts([JSON.stringify(key), indent === "" ? ":" : ": ", text], call.site));
  }
  return enclose(writing, "{", texts, "}", margin);
}

function enclose({ call, indent }: Writing, start: string, texts: readonly Text[], end: string, margin: string): Text {
  if (texts.length === 0) return start + end;
  const [before, after] = indent === "" ? ["", ""] : [`\n${margin}${indent}`, `\n${margin}`];
  return joinTexts([start, ...texts.flatMap((text, index) => [index === 0 ? before : `,${before}`, text]), after, end], call.site);
}
