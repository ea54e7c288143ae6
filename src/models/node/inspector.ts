import { model } from "../model.js";

export default model({
  packages: ["inspector", "node:inspector", "inspector/promises", "node:inspector/promises"],
  sinks: [{ path: "Session.new().post.arg(1).expression", kind: "code", when: [{ at: "arg(0)", is: ["Runtime.evaluate", "Runtime.compileScript"] }] }],
});
