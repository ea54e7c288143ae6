import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { SchemaBound, SchemaFormat, SchemaRow } from "../model.js";

type Meaning = SchemaRow["means"];

/** Everything that text needs punctuation for; what is left speaks of letters and digits: a host's name, a program's name, a leading dash. */
const PUNCTUATION: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "SCHEME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE",
  "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "OPERATOR",
];
const without = (...kept: Danger[]): Danger[] => PUNCTUATION.filter((danger) => !kept.includes(danger));

/** Import forms: `import { z }`, and `import * as z`, `import z`, `import { string }`. */
const PREFIXES = ["", "z."];

/** A builder under every import form. */
function builders(means: Meaning, names: readonly string[], clears?: readonly Danger[]): SchemaRow[] {
  return names.flatMap((name) => PREFIXES.map((prefix) => row(`${prefix}${name}()`, means, clears)));
}

/** A method of any schema. */
function methods(means: Meaning, names: readonly string[], clears?: readonly Danger[]): SchemaRow[] {
  return names.map((name) => row(`~.${name}()`, means, clears));
}

function row(path: string, means: Meaning, clears: readonly Danger[] | undefined): SchemaRow {
  const type = TYPES.get(/(?:^|\.)(\w+)\(\)$/.exec(path)?.[1] ?? "");
  const name = /(?:^|\.)(\w+)\(\)$/.exec(path)?.[1] ?? "";
  const format = FORMAT_NAMES.get(path.includes("iso.") ? `iso.${name}` : name);
  const [bound, limit] = path.startsWith("~.") ? (BOUNDS.get(name) ?? []) : [];
  const fields = FIELDS.get(name);
  return { path, means, ...(fields === undefined ? {} : { fields }), ...(clears === undefined ? {} : { clears }), ...(type === undefined ? {} : { type }), ...(format === undefined ? {} : { format }), ...(bound === undefined ? {} : { bound }), ...(limit === undefined ? {} : { limit }) };
}

/** Formats by their names in JSON Schema. */
const FORMAT_NAMES: ReadonlyMap<string, SchemaFormat> = new Map([
  ["uuid", "uuid"], ["uuidv4", "uuid"], ["guid", "uuid"], ["url", "uri"], ["httpUrl", "uri"], ["email", "email"], ["ipv4", "ipv4"], ["ip", "ipv4"], ["ipv6", "ipv6"], ["hostname", "hostname"], ["domain", "hostname"],
  ["datetime", "date-time"], ["iso.datetime", "date-time"], ["iso.date", "date"], ["iso.time", "time"],
]);

/** What picks among the fields of an object. */
const FIELDS: ReadonlyMap<string, NonNullable<SchemaRow["fields"]>> = new Map([["pick", "pick"], ["omit", "omit"], ["partial", "partial"], ["deepPartial", "partial"], ["exactPartial", "partial"], ["required", "required"]]);

/** What bounds a value from which side, and the bound itself where no argument gives it. */
const BOUNDS: ReadonlyMap<string, readonly [bound: SchemaBound, limit?: number]> = new Map([
  ["min", ["least"]], ["gte", ["least"]], ["max", ["most"]], ["lte", ["most"]], ["length", ["exact"]], ["size", ["exact"]], ["gt", ["above"]], ["lt", ["below"]],
  ["nonempty", ["least", 1]], ["nonnegative", ["least", 0]], ["nonpositive", ["most", 0]], ["positive", ["above", 0]], ["negative", ["below", 0]],
]);

/** What JSON Schema calls the scalars. */
const TYPES: ReadonlyMap<string, NonNullable<SchemaRow["type"]>> = new Map([
  ...["number", "float32", "float64", "nan", "onumber"].map((name) => [name, "number"] as const),
  ...["int", "int32", "uint32", "int64", "uint64", "bigint"].map((name) => [name, "integer"] as const),
  ...["boolean", "stringbool", "oboolean"].map((name) => [name, "boolean"] as const),
  ["null", "null"],
]);

/**
 * Formats of strings with what their regular expressions leave no room for, read in zod 3.25 and zod 4.6. Version 3 writes them as methods of
 * `string()`, version 4 as builders too, so each gives both rows. A URL clears nothing: `new URL()` takes any scheme, host and `..`.
 */
const FORMATS: readonly (readonly [names: readonly string[], clears: readonly Danger[] | "closed" | "nothing"])[] = [
  [["uuid", "uuidv4", "uuidv6", "uuidv7", "guid", "ulid", "xid", "ksuid", "mac", "e164", "creditCard", "iban", "currencyCode", "hex"], "closed"],
  [["iso.date", "iso.time", "iso.datetime"], "closed"],
  // Letters and digits: may still name a host or a program.
  [["cuid2"], [...PUNCTUATION, "DASH"]],
  // Version 3 takes anything but blanks and dashes after the first letter.
  [["cuid"], ["NEWLINE", "SPACE", "DASH"]],
  // Two dashes open a comment in SQL.
  [["nanoid", "base64url"], without("SQL")],
  [["duration", "iso.duration"], PUNCTUATION],
  [["base64"], [...without("ABSOLUTE", "SEPARATOR", "OUTSIDE"), "DASH"]],
  // The local part takes the single quote, the plus and a leading dash.
  [["email"], without("SINGLE_QUOTE", "SQL", "CODE")],
  [["ip", "ipv4", "ipv6"], [...without("SCHEME"), "DASH", "NAME", "FREE"]],
  [["cidr", "cidrv4", "cidrv6"], [...without("SCHEME", "SEPARATOR"), "DASH", "NAME", "FREE"]],
  [["hostname", "domain"], [...without("SQL"), "DASH"]],
  // A scheme starts with a letter.
  [["url", "httpUrl"], ["DASH"]],
  [["emoji", "jwt"], "nothing"],
];

/** `iso.date` is the builder, `date` the method. */
function methodNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.slice(name.indexOf(".") + 1)))];
}

function formats(): SchemaRow[] {
  return FORMATS.flatMap(([names, clears]) => {
    if (clears === "closed") return [...builders("closed", names), ...methods("closed", methodNames(names))];
    if (clears === "nothing") return [...builders("text", names), ...methods("keep", names)];
    return [...builders("text", names, clears), ...methods("keep", methodNames(names), clears)];
  });
}

/** zod 3, zod 4, and the functional `zod/mini`. */
export default model({
  packages: ["zod", "zod/*"],
  schemas: [
    ...builders("text", ["string", "coerce.string", "ostring", "templateLiteral", "stringFormat"]),
    ...builders("scalar", [
      "number", "int", "int32", "uint32", "int64", "uint64", "float32", "float64", "bigint", "boolean", "date", "nan", "null", "undefined", "void", "never", "symbol",
      "stringbool", "success", "onumber", "oboolean",
      "coerce.number", "coerce.bigint", "coerce.boolean", "coerce.date",
    ]),
    ...builders("closed", ["enum", "nativeEnum", "literal", "keyof", "hash"]),
    ...builders("any", ["any", "unknown", "custom", "instanceof", "file", "json", "function", "transform"]),
    ...builders("object", ["object", "strictObject", "looseObject", "interface"]),
    ...builders("list", ["array", "set", "tuple"]),
    ...builders("record", ["record", "partialRecord", "looseRecord", "map"]),
    ...builders("union", ["union", "xor", "discriminatedUnion"]),
    ...builders("intersect", ["intersection"]),
    ...builders("wrap", [
      "optional", "exactOptional", "nullable", "nullish", "nonoptional", "readonly", "promise", "_default", "prefault", "catch",
      "pick", "omit", "partial", "exactPartial", "required", "catchall", "clone", "toJSONSchema",
    ]),
    ...builders("extend", ["extend", "safeExtend", "merge"]),
    ...builders("lazy", ["lazy"]),
    // The value goes through all parts; the last is a schema or, for a codec, its options.
    ...builders("pipe", ["pipe", "pipeline", "preprocess", "codec"]),
    ...builders("parse", ["parse", "parseAsync", "decode", "decodeAsync"]),
    ...builders("safe-parse", ["safeParse", "safeParseAsync", "safeDecode", "safeDecodeAsync"]),
    // Checks of zod/mini, given to `.check(…)`.
    ...builders("pattern", ["regex"]),
    ...builders("prefix", ["startsWith"]),
    ...builders("check", ["refine"]),
    ...formats(),

    ...methods("pattern", ["regex"]),
    ...methods("prefix", ["startsWith"]),
    ...methods("keep", [
      "min", "max", "length", "nonempty", "size", "includes", "endsWith", "trim", "toLowerCase", "toUpperCase", "lowercase", "uppercase", "normalize",
      "int", "positive", "negative", "nonnegative", "nonpositive", "finite", "safe", "multipleOf", "step", "gt", "gte", "lt", "lte", "mime",
      "strict", "strip", "pick", "omit", "partial", "deepPartial", "exactPartial", "required", "setKey", "rest",
      "brand", "readonly", "nullable", "register", "clone", "apply", "openapi", "toJSONSchema", "promise",
      "unwrap", "removeDefault", "removeCatch", "innerType", "sourceType", "nonoptional", "catch", "extract", "exclude",
    ]),
    ...methods("open", ["passthrough", "loose", "catchall"]),
    ...methods("keep", ["slugify"], [...PUNCTUATION, "DASH"]),
    ...methods("closed", ["keyof"]),
    ...methods("optional", ["optional", "exactOptional", "nullish"]),
    ...["default", "prefault"].map((name): SchemaRow => ({ path: `~.${name}()`, means: "optional", default: "arg(0)" })),
    { path: "~.describe()", means: "keep", description: "arg(0)" },
    { path: "~.meta()", means: "keep", description: "arg(0).description" },
    ...methods("list", ["array"]),
    ...methods("union", ["or"]),
    ...methods("intersect", ["and", "check", "with"]),
    ...methods("extend", ["extend", "safeExtend", "merge", "augment"]),
    ...methods("check", ["refine", "refinement"]),
    ...methods("refuse", ["superRefine"]),
    ...methods("transform", ["transform", "overwrite"]),
    ...methods("pipe", ["pipe"]),
    ...methods("parse", ["parse", "parseAsync", "decode", "decodeAsync"]),
    ...methods("safe-parse", ["safeParse", "safeParseAsync", "spa", "safeDecode", "safeDecodeAsync"]),
    { path: "~.shape", means: "shape" },
  ],
});
