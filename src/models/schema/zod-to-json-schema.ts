import { model } from "../model.js";

/** Turns a zod schema into the JSON Schema that a tool shows: the same fields, enforced by nobody until a validator takes it. */
export default model({
  packages: ["zod-to-json-schema"],
  schemas: [{ path: "zodToJsonSchema()", means: "wrap" }, { path: "default()", means: "wrap" }],
});
