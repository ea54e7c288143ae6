import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["sqlite3", "@vscode/sqlite3", "sqlite", "sqlite-async", "promised-sqlite3"],
  types: { Database: ["Database.new()", "verbose().Database.new()", "cached.Database.new()", "open()", "Database.open()", "AsyncDatabase.open()"] },
  sinks: [
    ...["run", "all", "get", "each", "exec", "prepare", "map"].flatMap((name): SinkRow[] => [
      { path: `Database.${name}.arg(0)`, kind: "sql" },
      { path: `Database.${name}.arg(0).sql`, kind: "sql" },
    ]),
    { path: "Database.new.arg(0)", kind: "path" },
    { path: "verbose().Database.new.arg(0)", kind: "path" },
    { path: "open.arg(0)", kind: "path" },
    { path: "open.arg(0).filename", kind: "path" },
    { path: "Database.loadExtension.arg(0)", kind: "module" },
    { path: "Database.migrate.arg(0).migrationsPath", kind: "path" },
  ],
});
