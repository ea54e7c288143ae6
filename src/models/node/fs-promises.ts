import { fileSinks, fileSteps } from "../file-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["fs/promises", "node:fs/promises"],
  sinks: fileSinks("", "promises"),
  steps: fileSteps("", "promises"),
});
