import { model } from "../model.js";

export default model({
  packages: ["better-sqlite3", "better-sqlite3-multiple-ciphers", "libsql", "libsql/promise", "node-sqlite3-wasm", "@signalapp/better-sqlite3"],
  types: { Database: ["new()", "()", "Database.new()"] },
  sinks: [
    { path: "new.arg(0)", kind: "path" },
    { path: "().arg(0)", kind: "path" },
    { path: "Database.new.arg(0)", kind: "path" },
    ...["prepare", "pragma", "run", "all", "get"].map((name) => ({ path: `Database.${name}.arg(0)`, kind: "sql" as const, takes: "statement" as const })),
    { path: "Database.exec.arg(0)", kind: "sql", several: [] },
    { path: "Database.backup.arg(0)", kind: "path" },
    { path: "Database.loadExtension.arg(0)", kind: "module" },
  ],
  readOnly: [
    ...["new()", "()", "Database.new()"].map((path) => ({ path, when: [{ at: "arg(1).readonly", is: "set" as const }] })),
    { path: "Database.pragma.this", when: [{ at: "arg(0)", is: { like: "^\\s*query_only\\s*=\\s*(?:1|on|true)" } }] },
    { path: "Database.exec.this", when: [{ at: "arg(0)", is: { like: "^\\s*pragma\\s+query_only\\s*=\\s*(?:1|on|true)" } }] },
  ],
});
