import { model } from "../model.js";

export default model({
  packages: ["@clickhouse/client", "@clickhouse/client-web", "@clickhouse/client-common", "clickhouse"],
  types: { ClickHouseClient: ["createClient()", "ClickHouse.new()"] },
  sinks: [
    { path: "ClickHouseClient.query.arg(0).query", kind: "sql" },
    { path: "ClickHouseClient.query.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "ClickHouseClient.command.arg(0).query", kind: "sql" },
    { path: "ClickHouseClient.exec.arg(0).query", kind: "sql" },
    { path: "ClickHouseClient.insert.arg(0).table", kind: "sql" },
    { path: "createClient.arg(0).url", kind: "url" },
    { path: "createClient.arg(0).host", kind: "url" },
  ],
});
