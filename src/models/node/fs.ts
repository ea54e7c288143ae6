import { fileSinks, fileSteps } from "../file-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["fs", "node:fs"],
  sinks: [...fileSinks("", "callbacks"), ...fileSinks("promises.", "promises")],
  computes: [{ path: "readFileSync", as: "read-text" }, { path: "promises.readFile", as: "read-text-promise" }],
  steps: [...fileSteps("", "callbacks"), ...fileSteps("promises.", "promises")],
});
