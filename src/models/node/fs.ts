import { fileComputes, fileSinks, fileSteps, linkGuards } from "../file-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["fs", "node:fs"],
  sinks: [...fileSinks("", "callbacks"), ...fileSinks("promises.", "promises")],
  computes: [
    ...fileComputes("", "callbacks"), ...fileComputes("promises.", "promises"), { path: "realpathSync.native", as: "realpath" }, { path: "realpath.native", as: "realpath-callback" },
  ],
  steps: [...fileSteps("", "callbacks"), ...fileSteps("promises.", "promises")],
  guards: [...linkGuards("", "callbacks"), ...linkGuards("promises.", "promises")],
  constants: ["constants.O_NOFOLLOW", "promises.constants.O_NOFOLLOW"].map((path) => ({ path, values: ["O_NOFOLLOW"] })),
});
