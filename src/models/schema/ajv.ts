import { model } from "../model.js";

/** `new Ajv().compile(schema)` gives a predicate that holds values against a JSON Schema (https://ajv.js.org/api.html). */
export default model({
  packages: ["ajv", "ajv/*"],
  types: { Ajv: ["Ajv.new()", "new()", "Ajv2020.new()", "Ajv2019.new()"] },
  schemas: [{ path: "Ajv.compile()", means: "json" }, { path: "Ajv.validate()", means: "json-fits" }],
});
