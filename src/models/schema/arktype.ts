import { model } from "../model.js";

/** ArkType. Its definitions are strings in a language of their own, which rows do not read: every field may be anything. */
export default model({
  packages: ["arktype"],
  schemas: [
    { path: "type()", means: "object" },
    { path: "~.array()", means: "list" },
    { path: "~.or()", means: "union" },
    { path: "~.and()", means: "intersect" },
    { path: "~.narrow()", means: "check" },
    { path: "~.pipe()", means: "transform" },
    { path: "~.optional()", means: "optional" },
    { path: "~.default()", means: "optional" },
    { path: "~.describe()", means: "keep", description: "arg(0)" },
    { path: "~.assert()", means: "parse" },
  ],
});
