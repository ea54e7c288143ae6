import { model } from "../model.js";

export default model({
  packages: ["http2", "node:http2"],
  sinks: [{ path: "connect.arg(0)", kind: "url" }],
});
