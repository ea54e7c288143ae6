import type { Builtin } from "../native.js";
import { hostFunction, hostNative, unknownOf } from "./host.js";

/** Functions whose last digits the language leaves to the machine, and the others alike: on known numbers they are the host's. */
const FUNCTIONS = [
  "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "clz32", "cos", "cosh", "exp", "expm1", "floor", "fround", "hypot", "imul", "log",
  "log10", "log1p", "log2", "max", "min", "pow", "round", "sign", "sin", "sinh", "sqrt", "tan", "tanh", "trunc",
];

export const math: readonly Builtin[] = [
  {
    name: "Math",
    statics: {
      ...Object.fromEntries(FUNCTIONS.map((name) => [name, hostNative(name, hostFunction(Math, name), { static: true, hint: "number", type: "number" })])),
      random: (call) => unknownOf(call, "number", "a random number"),
    },
    constants: { PI: Math.PI, E: Math.E, LN2: Math.LN2, LN10: Math.LN10, LOG2E: Math.LOG2E, LOG10E: Math.LOG10E, SQRT2: Math.SQRT2, SQRT1_2: Math.SQRT1_2 },
  },
];
