import { model } from "../model.js";
import type { SchemaRow } from "../model.js";

const PREFIXES = ["", "v."];

const TYPES = { number: "number", integer: "integer", bigint: "integer", safeInteger: "integer", boolean: "boolean", null: "null", null_: "null" } as const;

function builders(means: SchemaRow["means"], names: readonly string[], clears?: SchemaRow["clears"]): SchemaRow[] {
  return names.flatMap((name) => PREFIXES.map((prefix) => ({ path: `${prefix}${name}()`, means, ...(clears === undefined ? {} : { clears }), ...(name in TYPES ? { type: TYPES[name as keyof typeof TYPES] } : {}) })));
}

/** Valibot: functions only; `pipe` takes a schema and then the actions that the value goes through. */
export default model({
  packages: ["valibot", "@valibot/*"],
  schemas: [
    ...builders("text", ["string", "email", "ip", "ipv4", "ipv6", "includes", "endsWith", "minLength", "maxLength", "length", "nonEmpty", "trim", "toLowerCase", "toUpperCase", "title", "metadata", "brand", "readonly"]),
    // A scheme starts with a letter.
    ...builders("text", ["url"], ["DASH"]),
    ...PREFIXES.map((prefix): SchemaRow => ({ path: `${prefix}description()`, means: "text", description: "arg(0)" })),
    ...builders("scalar", ["number", "bigint", "boolean", "date", "nan", "null", "null_", "undefined", "undefined_", "void", "never", "symbol", "integer", "safeInteger"]),
    ...builders("closed", ["picklist", "enum", "enum_", "literal", "uuid", "ulid", "isoDate", "isoDateTime", "isoTime", "isoTimestamp", "hexadecimal", "digits", "keyof"]),
    ...builders("any", ["any", "unknown", "custom", "instance", "blob", "file", "function", "rawCheck", "rawTransform"]),
    ...builders("object", ["object", "strictObject", "looseObject", "objectWithRest"]),
    ...builders("list", ["array", "set", "tuple", "strictTuple", "looseTuple", "tupleWithRest"]),
    ...builders("record", ["record", "map"]),
    ...builders("union", ["union", "variant"]),
    ...builders("intersect", ["intersect"]),
    ...builders("wrap", ["optional", "exactOptional", "nullable", "nullish", "undefinedable", "nonOptional", "nonNullable", "nonNullish", "fallback", "pick", "omit", "partial", "required", "toJsonSchema"]),
    ...builders("lazy", ["lazy"]),
    ...builders("pipe", ["pipe", "pipeAsync"]),
    ...builders("pattern", ["regex"]),
    ...builders("prefix", ["startsWith"]),
    ...builders("check", ["check", "checkAsync"]),
    ...builders("transform", ["transform", "transformAsync"]),
    ...builders("parse", ["parse", "parseAsync"]),
    ...builders("safe-parse", ["safeParse", "safeParseAsync"]),
  ],
});
