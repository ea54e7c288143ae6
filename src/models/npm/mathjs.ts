import { model } from "../model.js";

/** mathjs evaluates a language of its own, whose functions `import` and `createUnit` reach the host. */
export default model({
  packages: ["mathjs", "mathjs/*"],
  types: { Math: ["create()", "math"] },
  sinks: ["", "Math."].flatMap((receiver) =>
    ["evaluate", "compile", "parser().evaluate", "parse", "eval"].map((name) => ({ path: `${receiver}${name}.arg(0)`, kind: "code" as const })),
  ),
});
