import { model } from "../model.js";
import type { StepRow } from "../model.js";

/** What is left of the text is letters, digits and a joining sign. */
const FUNCTIONS = [
  "camelCase", "kebabCase", "snakeCase", "pascalCase", "constantCase", "paramCase", "slugify", "slug", "dotCase", "headerCase", "capitalCase", "sentenceCase", "trainCase", "noCase",
] as const;

export default model({
  packages: ["change-case", "camelcase", "decamelize", "@sindresorhus/slugify", "slugify", "limax", "slug", "github-slugger", "url-slug", "param-case", "scule", "to-snake-case"],
  sanitizers: [
    { from: "().arg(0)", to: "()", clears: "all" },
    ...FUNCTIONS.map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: "all" })),
  ],
});
