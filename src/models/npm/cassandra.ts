import { model } from "../model.js";

export default model({
  packages: ["cassandra-driver"],
  types: { Client: ["Client.new()"] },
  sinks: [
    { path: "Client.execute.arg(0)", kind: "sql" },
    { path: "Client.eachRow.arg(0)", kind: "sql" },
    { path: "Client.stream.arg(0)", kind: "sql" },
    { path: "Client.batch.arg(0)[*]", kind: "sql" },
    { path: "Client.batch.arg(0)[*].query", kind: "sql" },
  ],
});
