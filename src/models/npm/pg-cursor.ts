import { model } from "../model.js";

export default model({
  packages: ["pg-cursor", "pg-query-stream"],
  sinks: [{ path: "new.arg(0)", kind: "sql" }],
});
