import { model } from "../model.js";

export default model({
  packages: ["timers/promises", "node:timers/promises"],
  steps: [
    { from: "setTimeout.arg(1)", to: "setTimeout()", as: "identity" },
    { from: "setImmediate.arg(0)", to: "setImmediate()", as: "identity" },
  ],
});
