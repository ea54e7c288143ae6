import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { GuardRow } from "../model.js";

/** Links are not looked at. */
const CONTAINED: readonly Danger[] = ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING"];

/** The child comes first, the root second; both are resolved. */
export default model({
  packages: ["is-path-inside", "path-is-inside", "is-path-in-cwd"],
  guards: ["()", "isPathInside", "isPathInCwd"].map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "true", clears: CONTAINED })),
});
