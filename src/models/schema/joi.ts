import { model } from "../model.js";
import type { SchemaRow } from "../model.js";

function builders(means: SchemaRow["means"], names: readonly string[]): SchemaRow[] {
  return names.map((name) => ({ path: `${name}()`, means }));
}

function methods(means: SchemaRow["means"], names: readonly string[]): SchemaRow[] {
  return names.map((name) => ({ path: `~.${name}()`, means }));
}

/** Joi. `validate` gives `{ error, value }`, which the meanings of rows do not have, so only the throwing forms enforce here. */
export default model({
  packages: ["joi", "@hapi/joi"],
  schemas: [
    ...builders("text", ["string"]),
    ...builders("scalar", ["number", "boolean", "bool", "date"]),
    ...builders("closed", ["valid", "equal"]),
    ...builders("any", ["any", "binary", "func", "function", "symbol"]),
    ...builders("object", ["object"]),
    ...builders("list", ["array"]),
    ...builders("union", ["alternatives", "alt"]),
    ...builders("lazy", ["link"]),
    ...methods("pattern", ["pattern", "regex"]),
    ...methods("closed", ["valid", "equal", "guid", "uuid", "isoDate", "hex", "alphanum", "token"]),
    ...methods("keep", [
      "min", "max", "length", "email", "uri", "domain", "hostname", "ip", "trim", "lowercase", "uppercase", "truncate", "required", "description", "label", "meta", "unknown", "strict", "options", "prefs",
      "integer", "positive", "negative", "greater", "less", "multiple", "port", "unique", "single", "sparse", "error", "message", "messages", "when", "and", "or", "xor", "with", "without", "rename", "invalid", "disallow", "note", "tag", "example",
    ]),
    ...methods("optional", ["optional", "allow", "default", "empty", "failover"]),
    ...methods("list", ["items"]),
    ...methods("union", ["try", "conditional"]),
    ...methods("extend", ["keys", "append", "concat"]),
    ...methods("parse", ["validateAsync"]),
  ],
});
