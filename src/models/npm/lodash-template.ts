import { model } from "../model.js";

export default model({
  packages: ["lodash.template"],
  sinks: [{ path: "().arg(0)", kind: "template", when: [{ at: "arg(0)", is: "string" }] }],
});
