import { fileSinks, fileSteps, linkGuards } from "../file-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["fs", "node:fs"],
  sinks: [...fileSinks("", "callbacks"), ...fileSinks("promises.", "promises")],
  computes: [{ path: "readFileSync", as: "read-text" }, { path: "promises.readFile", as: "read-text-promise" }],
  steps: [...fileSteps("", "callbacks"), ...fileSteps("promises.", "promises")],
  guards: [...linkGuards("", "callbacks"), ...linkGuards("promises.", "promises")],
  constants: ["constants.O_NOFOLLOW", "promises.constants.O_NOFOLLOW"].map((path) => ({ path, values: ["O_NOFOLLOW"] })),
});
