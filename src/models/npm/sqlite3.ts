import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["sqlite3", "@vscode/sqlite3", "sqlite", "sqlite-async", "promised-sqlite3"],
  types: { Database: ["Database.new()", "verbose().Database.new()", "cached.Database.new()", "open()", "Database.open()", "AsyncDatabase.open()"] },
  sinks: [
    // all but exec leave out what stands behind the first statement: https://github.com/TryGhost/node-sqlite3/wiki/API
    ...["run", "all", "get", "each", "exec", "prepare", "map"].flatMap((name): SinkRow[] => ["", ".sql"].map((field) => ({ path: `Database.${name}.arg(0)${field}`, kind: "sql", ...(name === "exec" ? {} : { takes: "statement" }) }))),
    { path: "Database.new.arg(0)", kind: "path" },
    { path: "verbose().Database.new.arg(0)", kind: "path" },
    { path: "open.arg(0)", kind: "path" },
    { path: "open.arg(0).filename", kind: "path" },
    { path: "Database.loadExtension.arg(0)", kind: "module" },
    { path: "Database.migrate.arg(0).migrationsPath", kind: "path" },
  ],
  readOnly: [
    ...["Database.new()", "verbose().Database.new()"].map((path) => ({ path, when: [{ at: "arg(1)", is: ["OPEN_READONLY"] }] })),
    { path: "open()", when: [{ at: "arg(0).mode", is: ["OPEN_READONLY"] }] },
  ],
  constants: ["OPEN_READONLY", "verbose().OPEN_READONLY"].map((path) => ({ path, values: ["OPEN_READONLY"] })),
});
