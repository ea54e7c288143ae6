import { model } from "../model.js";

export default model({
  packages: ["tls", "node:tls"],
  sinks: [
    { path: "connect.arg(1)", kind: "url", when: [{ at: "arg(1)", is: "string" }] },
    { path: "connect.arg(0).host", kind: "url" },
    { path: "connect.arg(1).host", kind: "url" },
    { path: "connect.arg(0).path", kind: "path" },
  ],
});
