import { model } from "../model.js";
import type { SchemaRow } from "../model.js";

const TYPES = { Number: "number", Integer: "integer", BigInt: "integer", Boolean: "boolean", Null: "null" } as const;

function builders(means: SchemaRow["means"], names: readonly string[]): SchemaRow[] {
  return names.map((name) => ({ path: `Type.${name}()`, means, description: "arg(last).description", ...(name in TYPES ? { type: TYPES[name as keyof typeof TYPES] } : {}) }));
}

/** TypeBox: builders of JSON Schema. Enforced by `Value.Parse` and `Value.Decode`, whose first argument is the schema. */
export default model({
  packages: ["@sinclair/typebox", "@sinclair/typebox/*", "typebox", "typebox/*"],
  schemas: [
    ...builders("text", ["String"]),
    ...builders("scalar", ["Number", "Integer", "Boolean", "Null", "Undefined", "Void", "Never", "BigInt", "Date"]),
    ...builders("closed", ["Literal", "Enum", "KeyOf"]),
    ...builders("any", ["Any", "Unknown", "Unsafe"]),
    ...builders("object", ["Object"]),
    ...builders("list", ["Array", "Tuple"]),
    ...builders("record", ["Record"]),
    ...builders("union", ["Union"]),
    ...builders("intersect", ["Intersect", "Composite"]),
    ...builders("wrap", ["Optional", "Readonly", "Partial", "Required", "Pick", "Omit"]),
    { path: "Value.Parse()", means: "parse" },
    { path: "Value.Decode()", means: "parse" },
  ],
});
