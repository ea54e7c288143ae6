import { fileSinks, fileSteps, linkGuards } from "../file-rows.js";
import { model } from "../model.js";

/** Libraries with the functions of node:fs, on the same disk. */
export default model({
  packages: ["graceful-fs", "mz/fs", "fs-promise"],
  sinks: [...fileSinks("", "callbacks"), ...fileSinks("promises.", "promises")],
  steps: [...fileSteps("", "callbacks"), ...fileSteps("promises.", "promises")],
  guards: [...linkGuards("", "callbacks"), ...linkGuards("promises.", "promises")],
});
