import { model } from "../model.js";
import type { SchemaRow } from "../model.js";

const PREFIXES = ["", "yup."];

function builders(means: SchemaRow["means"], names: readonly string[]): SchemaRow[] {
  return names.flatMap((name) => PREFIXES.map((prefix) => ({ path: `${prefix}${name}()`, means })));
}

function methods(means: SchemaRow["means"], names: readonly string[]): SchemaRow[] {
  return names.map((name) => ({ path: `~.${name}()`, means }));
}

/** Yup. `cast` converts without enforcing and has no row. */
export default model({
  packages: ["yup"],
  schemas: [
    ...builders("text", ["string"]),
    ...builders("scalar", ["number", "boolean", "bool", "date"]),
    ...builders("any", ["mixed"]),
    ...builders("object", ["object"]),
    ...builders("list", ["array"]),
    ...builders("lazy", ["lazy"]),
    ...methods("pattern", ["matches"]),
    ...methods("closed", ["oneOf", "uuid"]),
    ...methods("keep", [
      "min", "max", "length", "email", "url", "trim", "lowercase", "uppercase", "ensure", "required", "defined", "nonNullable", "label", "meta", "describe", "strict", "noUnknown", "stripUnknown",
      "integer", "positive", "negative", "moreThan", "lessThan", "round", "truncate", "compact", "pick", "omit", "partial", "deepPartial", "typeError", "when", "from", "camelCase", "snakeCase",
    ]),
    ...methods("optional", ["optional", "notRequired", "nullable", "default"]),
    ...methods("list", ["of"]),
    ...methods("extend", ["shape", "concat"]),
    ...methods("check", ["test"]),
    ...methods("parse", ["validate", "validateSync"]),
  ],
});
