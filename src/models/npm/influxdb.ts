import { model } from "../model.js";

export default model({
  packages: ["@influxdata/influxdb-client", "influx", "@influxdata/influxdb3-client"],
  types: { QueryApi: ["InfluxDB.new().getQueryApi()", "InfluxDB.new()", "InfluxDBClient.new()"] },
  sinks: [
    ...["query", "queryRaw", "queryRows", "collectRows", "collectLines", "iterateRows", "iterateLines", "queryLines", "queryPoints"].map((name) => ({ path: `QueryApi.${name}.arg(0)`, kind: "sql" as const })),
    { path: "InfluxDB.new.arg(0).url", kind: "url" },
  ],
  sanitizers: [{ from: "fluxString.arg(0)", to: "fluxString()", clears: ["SQL", "DOUBLE_QUOTE", "BACKSLASH"] }],
});
