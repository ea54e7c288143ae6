import { bunSinks, bunSteps } from "../bun-rows.js";
import { serves } from "../listen-rows.js";
import { handles, requestSources } from "../web-rows.js";
import { model } from "../model.js";

export default model({
  packages: ["bun"],
  sinks: bunSinks(""),
  steps: bunSteps(""),
  types: { IncomingRequest: [] },
  registers: [...serves("serve"), handles("serve", "arg(0).fetch")],
  sources: requestSources,
});
