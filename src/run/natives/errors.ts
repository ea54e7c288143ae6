import { textOf } from "../coerce.js";
import type { Builtin, Native, NativeCall } from "../native.js";
import { joinTexts } from "../replay/text-parts.js";
import { setField } from "../own-fields.js";
import { asTag, isHeap, isUnknown, type Key, makeList, makeObject, type ObjectValue, type Value } from "../values.js";
import { itemsOf } from "./lists.js";
import { unknownOf } from "./host.js";

const NAMES = ["TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"];

/** An error whose prototype is that of a global class. */
export function makeError(call: NativeCall, name: string, message: string, fields: readonly (readonly [Key, Value])[] = []): ObjectValue {
  const error = fill(call, makeObject(undefined, "Error"), message, undefined);
  const cls = call.realm.globals.fields.get(name)?.value;
  if (isHeap(cls)) error.proto = cls.fields.get("prototype")?.value;
  for (const [key, value] of fields) setField(error, key, { value, hidden: true });
  return error;
}

/** `stack` begins with the error's text; the rest depends on the machine. */
function fill(call: NativeCall, error: ObjectValue, message: Value, options: Value): ObjectValue {
  setField(error, "stack", { value: unknownOf(call, "string", "the stack of an error"), hidden: true });
  if (message !== undefined) setField(error, "message", { value: textOf(call, message), hidden: true });
  const cause = isHeap(options) ? options.fields.get("cause") : undefined;
  if (cause !== undefined) setField(error, "cause", { value: cause.value, hidden: true });
  return error;
}

/** The prototype is that of the class that `new` was asked for. */
function make(name: string): Native {
  return (call) => {
    const [message, options] = call.args;
    return call.isNew ? fill(call, makeObject(undefined, "Error"), message, options) : fill(call, makeError(call, name, ""), message, options);
  };
}

const makeAggregate: Native = (call) => {
  const [errors, message, options] = call.args;
  const error = fill(call, call.isNew ? makeObject(undefined, "Error") : makeError(call, "AggregateError", ""), message, options);
  setField(error, "errors", { value: itemsOf(call, errors) ?? makeList([]), hidden: true });
  return error;
};

/** The exception class of the web; its second argument is its name. */
const makeDomException: Native = (call) => {
  const [message, name] = call.args;
  const error = fill(call, makeObject(undefined, "Error"), message, undefined);
  setField(error, "name", { value: name === undefined ? "Error" : textOf(call, name), hidden: true });
  return error;
};

/** `Error.prototype.toString`. */
const toText: Native = (call) => {
  const read = (key: string, standard: string): ReturnType<typeof textOf> => {
    const value = call.get(call.self, key);
    return value === undefined ? standard : textOf(call, value);
  };
  const [name, message] = [read("name", "Error"), read("message", "")];
  if (isUnknown(name) || isUnknown(message)) return joinTexts([name, ": ", message], call.site);
  return name === "" || message === "" ? name + message : `${name}: ${message}`;
};

const captureStackTrace: Native = (call) => {
  const target = asTag(call.args[0], "object");
  if (target !== undefined) call.set(target, "stack", unknownOf(call, "string", "the stack of an error"));
  return undefined;
};

function errorClass(name: string): Builtin {
  return { name, construct: make(name), call: make(name), inherits: "Error", fields: { name, message: "" } };
}

export const errors: readonly Builtin[] = [
  {
    name: "Error", kind: "Error", construct: make("Error"), call: make("Error"), statics: { captureStackTrace }, constants: { stackTraceLimit: 10 },
    methods: Object.fromEntries([["toString", toText]]), fields: { name: "Error", message: "" },
  },
  ...NAMES.map(errorClass),
  { ...errorClass("AggregateError"), construct: makeAggregate, call: makeAggregate },
  { name: "DOMException", construct: makeDomException, inherits: "Error", fields: { name: "Error", message: "" } },
];
