import { model } from "../model.js";

/** `resolvePath(root, relative)` throws when the result leaves the root. */
export default model({
  packages: ["resolve-path"],
  steps: [{ from: "().arg(0)", to: "()", as: "identity", when: [{ at: "arg(1)", is: "set" }] }],
  sanitizers: [
    { from: "().arg(1)", to: "()", clears: ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING"] },
    { from: "().arg(0)", to: "()", clears: ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING"], when: [{ at: "arg(1)", is: "unset" }] },
  ],
});
