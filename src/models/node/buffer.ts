import { bufferSteps } from "../buffer-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["buffer", "node:buffer"],
  steps: bufferSteps(),
});
