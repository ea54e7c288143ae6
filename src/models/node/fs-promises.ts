import { fileComputes, fileSinks, fileSteps, linkGuards } from "../file-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["fs/promises", "node:fs/promises"],
  sinks: fileSinks("", "promises"),
  computes: fileComputes("", "promises"),
  steps: fileSteps("", "promises"),
  guards: linkGuards("", "promises"),
  constants: [{ path: "constants.O_NOFOLLOW", values: ["O_NOFOLLOW"] }],
});
