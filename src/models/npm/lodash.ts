import { model } from "../model.js";
import type { StepRow } from "../model.js";

/** Functions whose result is their first argument's text or object, in another form. */
const SAME = [
  "trim", "trimStart", "trimEnd", "toLower", "toUpper", "lowerFirst", "upperFirst", "capitalize", "lowerCase", "upperCase", "startCase", "toString", "deburr", "escape", "unescape", "escapeRegExp", "pad", "padStart", "padEnd",
  "repeat", "replace", "truncate", "clone", "cloneDeep", "cloneWith", "cloneDeepWith", "pick", "pickBy", "omit", "omitBy", "mapKeys", "mapValues", "toPlainObject", "identity", "tap", "invert", "castArray", "toArray",
  "compact", "uniq", "uniqBy", "flatten", "flattenDeep", "flattenDepth", "reverse", "shuffle", "sortBy", "orderBy", "slice", "take", "takeRight", "drop", "dropRight", "filter", "reject", "without", "difference", "intersection",
  "chunk", "tail", "initial", "concat", "freeze", "fromPairs", "toPairs", "zipObject", "keyBy", "groupBy", "partition", "camelizeKeys", "get", "result", "head", "first", "last", "nth", "sample", "find", "findLast", "values",
  "keys", "split", "words", "defaultTo", "debounce", "throttle", "memoize", "once",
] as const;

/** Functions that put all their arguments together. */
const ALL = ["merge", "mergeWith", "assign", "assignIn", "extend", "defaults", "defaultsDeep", "union", "concat", "zip", "toMerged", "deepMerge"] as const;

/** Letters, digits and a joining sign of the library are what is left of the text. */
const SLUGS = ["camelCase", "kebabCase", "snakeCase", "pascalCase", "constantCase"] as const;

const NUMBERS = ["toNumber", "toInteger", "toFinite", "toSafeInteger", "toLength", "parseInt", "size", "clamp", "isEqual", "isEmpty", "sumBy"] as const;

export default model({
  packages: ["lodash", "lodash/*", "lodash-es", "lodash-es/*", "es-toolkit", "es-toolkit/*", "underscore", "radash", "remeda", "rambda", "ramda"],
  sinks: [{ path: "template.arg(0)", kind: "template", when: [{ at: "arg(0)", is: "string" }] }],
  steps: [
    ...SAME.map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, as: "identity" })),
    { from: "join.arg(0)", to: "join()", as: "join-text" },
    { from: "map.arg(0)[*]", to: "map.arg(1).param(0)", as: "identity" },
    { from: "map.arg(0)", to: "map()", as: "identity" },
    { from: "forEach.arg(0)[*]", to: "forEach.arg(1).param(0)", as: "identity" },
    { from: "each.arg(0)[*]", to: "each.arg(1).param(0)", as: "identity" },
    { from: "get.arg(2)", to: "get()", as: "identity" },
    { from: "defaultTo.arg(1)", to: "defaultTo()", as: "identity" },
    { from: "replace.arg(2)", to: "replace()", as: "identity" },
    { from: "set.arg(2)", to: "set.arg(0)", as: "identity" },
    { from: "set.arg(2)", to: "set()", as: "identity" },
    ...ALL.map((name): StepRow => ({ from: `${name}.arg(*)`, to: `${name}()`, as: "identity" })),
    // One function a file (`lodash/trim`), and the chain `_(value).value()`.
    { from: "().arg(*)", to: "()", as: "identity" },
    { from: "()", to: "().value()", as: "identity" },
    { from: "chain.arg(0)", to: "chain()", as: "identity" },
    { from: "chain()", to: "chain().value()", as: "identity" },
  ],
  sanitizers: [
    ...SLUGS.map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: "all" })),
    ...NUMBERS.map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: "all" })),
  ],
});
