import { model } from "../model.js";
import type { SinkRow } from "../model.js";

const RUNS = [
  "run", "all", "each", "exec", "prepare", "stream", "arrowIPCAll", "runAndRead", "runAndReadAll", "runAndReadUntil", "streamAndRead", "streamAndReadAll", "streamAndReadUntil", "start", "startStream",
  "extractStatements", "query", "send",
] as const;

export default model({
  packages: ["duckdb", "duckdb-async", "@duckdb/node-api", "@duckdb/duckdb-wasm", "@duckdb/node-bindings"],
  types: {
    Database: ["Database.new()", "Database.create()", "DuckDBInstance.create()", "DuckDBInstance.fromCache()", "AsyncDuckDB.new()"],
    Connection: ["Database.connect()", "Connection.new()", "DuckDBConnection.create()"],
  },
  sinks: [
    ...RUNS.flatMap((name): SinkRow[] => [
      { path: `Database.${name}.arg(0)`, kind: "sql" },
      { path: `Connection.${name}.arg(0)`, kind: "sql" },
    ]),
    { path: "Database.new.arg(0)", kind: "path" },
    { path: "DuckDBInstance.create.arg(0)", kind: "path" },
    { path: "DuckDBInstance.fromCache.arg(0)", kind: "path" },
  ],
  readOnly: [
    // a connection of such a database is made by a call of its own
    ...["Database.new()", "Database.create()", "DuckDBInstance.create()", "DuckDBInstance.fromCache()"].map((path) => ({ path, when: [{ at: "arg(1).access_mode", is: { like: "^read_only$" } }] })),
  ],
});
