import { model } from "../model.js";

export default model({
  packages: ["cluster", "node:cluster"],
  sinks: [
    { path: "setupPrimary.arg(0).exec", kind: "module" },
    { path: "setupMaster.arg(0).exec", kind: "module" },
  ],
});
