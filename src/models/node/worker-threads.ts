import { model } from "../model.js";

export default model({
  packages: ["worker_threads", "node:worker_threads"],
  sinks: [
    { path: "Worker.new.arg(0)", kind: "code", when: [{ at: "arg(1).eval", is: "set" }] },
    { path: "Worker.new.arg(0)", kind: "module", when: [{ at: "arg(1).eval", is: "unset" }] },
  ],
});
