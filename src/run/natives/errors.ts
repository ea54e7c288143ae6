import type { Builtin, Native } from "../native.js";
import { makeObject } from "../values.js";

const NAMES = ["TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"];

/** An error of a class that `new` then sets as its prototype. */
const construct: Native = ({ args: [message] }) => {
  const error = makeObject(message === undefined ? [] : [["message", message]], "Error");
  for (const [key, property] of error.fields) error.fields.set(key, { ...property, hidden: true });
  return error;
};

export const errors: readonly Builtin[] = [
  { name: "Error", kind: "Error", construct, call: construct, constants: {} },
  ...NAMES.map((name): Builtin => ({ name, construct, call: construct, inherits: "Error" })),
];
