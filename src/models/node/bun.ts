import { bunSinks, bunSteps } from "../bun-rows.js";
import { serves } from "../listen-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["bun"],
  sinks: bunSinks(""),
  steps: bunSteps(""),
  registers: serves("serve"),
});
