import { model } from "../model.js";

/** The root comes first, the child second. */
export default model({
  packages: ["is-subdir"],
  guards: [
    { path: "().arg(1)", outcome: "true", clears: ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING"] },
    { path: "isSubdir.arg(1)", outcome: "true", clears: ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING"] },
  ],
});
