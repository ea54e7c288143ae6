import { numberOf, textOf } from "../coerce.js";
import { makeIterator } from "../iterators.js";
import type { Builtin, Kind, Native, NativeCall, NativeTable } from "../native.js";
import { asTag, isExact, isKnown, isUnknown, makeList, makeObject, type ObjectValue, SYMBOL_ITERATOR, type Value } from "../values.js";
import { guarded, unknownOf, valueOfHost } from "./host.js";
import { itemsOf } from "./lists.js";

/** Bytes keep themselves inside, as a text with one character a byte, or something unknown. */
const BYTES = "latin1";
const WHY = "bytes that are not known";

type Sort = Extract<Kind, "Buffer" | "Uint8Array">;

function makeBytes(inner: Value, sort: Sort = "Buffer"): ObjectValue {
  const bytes = makeObject(undefined, sort);
  bytes.inner = inner;
  return bytes;
}

function unknownBytes(call: NativeCall, ...from: readonly Value[]): ObjectValue {
  return makeBytes(unknownOf(call, "string", WHY, ...from));
}

function isBytes(value: Value): boolean {
  const sort = asTag(value, "object")?.sort;
  return sort === "Buffer" || sort === "Uint8Array";
}

/** The bytes that a value holds, when they are known. */
function hostOf(value: Value): Buffer | undefined {
  const inner = isBytes(value) ? asTag(value, "object")?.inner : undefined;
  return typeof inner === "string" ? Buffer.from(inner, BYTES) : undefined;
}

function fromHost(call: NativeCall, host: Buffer, sort: Sort = "Buffer"): Value {
  const inner = valueOfHost(call, host.toString(BYTES));
  return makeBytes(inner, sort);
}

/** The encoding that an argument names; undefined when it is not known. */
function encodingOf(call: NativeCall, value: Value): BufferEncoding | undefined {
  if (value === undefined || value === null) return "utf8";
  const name = textOf(call, value);
  if (isUnknown(name)) return undefined;
  return Buffer.isEncoding(name) ? name : call.throwError("TypeError", `Unknown encoding: ${name}`);
}

function from(call: NativeCall): Value {
  const [source, encoding] = call.args;
  const text = typeof source === "string" || (isUnknown(source) && source.type === "string") ? source : undefined;
  if (text !== undefined) {
    const known = encodingOf(call, encoding);
    return typeof text === "string" && known !== undefined ? fromHost(call, Buffer.from(text, known)) : unknownBytes(call, text, encoding);
  }
  const bytes = hostOf(source);
  if (bytes !== undefined) return fromHost(call, bytes);
  if (isBytes(source) || !isKnown(source)) return unknownBytes(call, source);
  const list = asTag(source, "list");
  if (list === undefined) return call.throwError("TypeError", "The first argument must be a string, a buffer or a list of bytes");
  const numbers = list.items.map((item) => numberOf(call, item));
  return isExact(list) && !numbers.some(isUnknown) ? fromHost(call, Buffer.from(numbers as number[])) : unknownBytes(call, source); // checked just now
}

function alloc(call: NativeCall): Value {
  const [size, filling] = call.args;
  const length = numberOf(call, size);
  if (isUnknown(length) || length > call.limits.text) return unknownBytes(call, size);
  const filler = filling === undefined ? 0 : typeof filling === "string" || typeof filling === "number" ? filling : undefined;
  return filler === undefined ? unknownBytes(call, filling) : guarded(call, () => fromHost(call, Buffer.alloc(length, filler)));
}

function concat(call: NativeCall): Value {
  const list = itemsOf(call, call.args[0]);
  const hosts = list?.items.map(hostOf) ?? [undefined];
  const known = hosts.flatMap((host) => host ?? []);
  return list !== undefined && isExact(list) && known.length === hosts.length && call.args.length === 1 ? fromHost(call, Buffer.concat(known)) : unknownBytes(call, ...call.args);
}

function byteLength(call: NativeCall): Value {
  const [value, encoding] = call.args;
  const bytes = hostOf(value);
  if (bytes !== undefined) return bytes.length;
  const known = encodingOf(call, encoding);
  return typeof value === "string" && known !== undefined ? Buffer.byteLength(value, known) : unknownOf(call, "number", "the length of something unknown", value);
}

/** A method of bytes that are known, with known arguments. */
function onBytes(run: (call: NativeCall, host: Buffer, args: readonly Value[]) => Value, otherwise: (call: NativeCall) => Value): Native {
  return (call) => {
    const host = hostOf(call.self);
    return host === undefined || !call.args.every(isKnown) ? otherwise(call) : guarded(call, () => run(call, host, call.args));
  };
}

const aText = (call: NativeCall): Value => unknownOf(call, "string", WHY, call.self);
const aNumber = (call: NativeCall): Value => unknownOf(call, "number", WHY, call.self);
const aBoolean = (call: NativeCall): Value => unknownOf(call, "boolean", WHY, call.self);
const something = (call: NativeCall): Value => call.unknown(WHY, call.self);

const index = (value: Value): number | undefined => (typeof value === "number" ? value : undefined);

const toText = onBytes((call, host, [encoding, start, end]) => valueOfHost(call, host.toString(encodingOf(call, encoding), index(start), index(end))), aText);
const part = onBytes((call, host, [start, end]) => fromHost(call, host.subarray(index(start), index(end))), (call) => unknownBytes(call, call.self));

/** What is looked for: a text, a byte or bytes. */
function wanted(value: Value): string | number | Buffer {
  return typeof value === "string" || typeof value === "number" ? value : (hostOf(value) ?? "");
}

const bytesOf = onBytes((_call, host) => makeIterator(makeList([...host])), (call) => makeIterator({ items: [], maybe: undefined, open: call.unknown(WHY, call.self) }));

const methods: NativeTable = {
  ...Object.fromEntries([["toString", toText]]), slice: part, subarray: part, values: bytesOf,
  equals: onBytes((call, host, [other]) => hostOf(other)?.equals(host) ?? aBoolean(call), aBoolean),
  includes: onBytes((_call, host, [value]) => host.includes(wanted(value)), aBoolean),
  indexOf: onBytes((_call, host, [value]) => host.indexOf(wanted(value)), aNumber),
  readUInt8: onBytes((_call, host, [offset]) => host.readUInt8(index(offset)), aNumber), at: onBytes((_call, host, [offset]) => host.at(index(offset) ?? 0), something),
  toJSON: onBytes((_call, host) => makeObject([["type", "Buffer"], ["data", makeList([...host])]]), something),
};

const compare: Native = (call) => {
  const [a, b] = [hostOf(call.args[0]), hostOf(call.args[1])];
  return a === undefined || b === undefined ? aNumber(call) : Buffer.compare(a, b);
};

const length: Native = onBytes((_call, host) => host.length, aNumber);

const encode: Native = (call) => {
  const text = call.args[0] === undefined ? "" : textOf(call, call.args[0]);
  return isUnknown(text) ? makeBytes(unknownOf(call, "string", WHY, text), "Uint8Array") : fromHost(call, Buffer.from(text), "Uint8Array");
};

const decode: Native = (call) => {
  if (call.args[0] === undefined) return "";
  const host = hostOf(call.args[0]);
  return host === undefined ? aText(call) : guarded(call, () => new TextDecoder(String(asTag(call.self, "object")?.inner)).decode(host));
};

function makeDecoder(call: NativeCall): Value {
  const label = call.args[0] === undefined ? "utf-8" : textOf(call, call.args[0]);
  const decoder = makeObject(undefined, "TextDecoder");
  decoder.inner = isUnknown(label) ? label : guarded(call, () => new TextDecoder(label).encoding);
  return decoder;
}

export const buffers: readonly Builtin[] = [
  {
    name: "Buffer", kind: "Buffer", construct: from, call: from, methods, getters: { length, byteLength: length }, keyed: [[SYMBOL_ITERATOR, bytesOf]], inherits: "Uint8Array",
    statics: {
      from, alloc, allocUnsafe: (call) => unknownBytes(call), concat, byteLength,
      isBuffer: ({ args: [value], unknown }) => (isKnown(value) ? asTag(value, "object")?.sort === "Buffer" : { ...unknown(WHY, value), type: "boolean" }),
      isEncoding: (call) => (isKnown(call.args[0]) ? Buffer.isEncoding(String(call.args[0])) : aBoolean(call)),
      compare,
    },
  },
  { name: "Uint8Array", kind: "Uint8Array", construct: (call) => call.unknown(WHY, ...call.args), getters: { length, byteLength: length }, keyed: [[SYMBOL_ITERATOR, bytesOf]] },
  { name: "TextEncoder", kind: "TextEncoder", construct: () => makeObject(undefined, "TextEncoder"), methods: { encode }, fields: { encoding: "utf-8" } },
  { name: "TextDecoder", kind: "TextDecoder", construct: makeDecoder, methods: { decode } },
];
