import { model } from "../model.js";

export default model({
  packages: ["tedious"],
  sinks: [{ path: "Request.new.arg(0)", kind: "sql" }],
});
