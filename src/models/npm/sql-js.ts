import { model } from "../model.js";

export default model({
  packages: ["sql.js", "@sqlite.org/sqlite-wasm", "@electric-sql/pglite", "wa-sqlite", "alasql"],
  types: {
    Database: ["().Database.new()", "initSqlJs().Database.new()", "().oo1.DB.new()", "PGlite.new()", "PGlite.create()", "Database.transaction.arg(0).param(0)"],
  },
  sinks: [
    ...["run", "exec", "prepare", "each", "query", "selectValue", "selectObjects", "selectArrays"].map((name) => ({ path: `Database.${name}.arg(0)`, kind: "sql" as const })),
    { path: "Database.exec.arg(0).sql", kind: "sql" },
    { path: "PGlite.new.arg(0)", kind: "path" },
    { path: "().arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "promise.arg(0)", kind: "sql" },
  ],
});
