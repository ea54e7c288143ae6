import { model } from "../model.js";
import type { GuardRow } from "../model.js";

/** Functions that throw unless their first argument is truthy. */
export default model({
  packages: ["invariant", "tiny-invariant", "ts-tiny-invariant", "ts-invariant", "@epic-web/invariant", "outvariant", "minimalistic-assert", "nanoassert", "ts-essentials"],
  guards: ["()", "invariant", "assert"].map((callee): GuardRow => ({ path: `${callee}.arg(0)`, outcome: "returns", says: "true" })),
});
