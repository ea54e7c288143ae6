import { model } from "../model.js";
import type { GuardRow, Relation } from "../model.js";

/** What each function asserts of its first argument, and whether by its second. They throw otherwise (https://nodejs.org/api/assert.html). */
const COMPARING: Readonly<Record<string, Relation>> = {
  equal: "equal", strictEqual: "equal", deepEqual: "equal", deepStrictEqual: "equal",
  notEqual: "unequal", notStrictEqual: "unequal", notDeepEqual: "unequal", notDeepStrictEqual: "unequal",
  match: "match", doesNotMatch: "mismatch",
};

function assertions(prefix: string): GuardRow[] {
  return [
    { path: `${prefix}ok.arg(0)`, outcome: "returns", says: "true" },
    ...Object.entries(COMPARING).map(([name, says]): GuardRow => ({ path: `${prefix}${name}.arg(0)`, outcome: "returns", says, with: `${prefix}${name}.arg(1)` })),
  ];
}

export default model({
  packages: ["assert", "assert/strict", "node:assert", "node:assert/strict", "power-assert"],
  guards: [
    ...["()", "assert", "strict"].map((callee): GuardRow => ({ path: `${callee}.arg(0)`, outcome: "returns", says: "true" })),
    ...["", "assert.", "strict."].flatMap(assertions),
  ],
});
