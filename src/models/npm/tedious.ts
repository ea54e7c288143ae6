import { model } from "../model.js";

export default model({
  packages: ["tedious"],
  sinks: [
    { path: "Request.new.arg(0)", kind: "sql" },
    { path: "Connection.new.arg(0).server", kind: "url" },
  ],
});
