import { model } from "../model.js";

export default model({
  packages: ["bun:sqlite"],
  types: { Database: ["Database.new()", "new()", "Database.open()", "Database.deserialize()"] },
  sinks: [
    { path: "Database.new.arg(0)", kind: "path" },
    ...["query", "prepare", "run", "exec"].map((name) => ({ path: `Database.${name}.arg(0)`, kind: "sql" as const })),
    { path: "Database.loadExtension.arg(0)", kind: "module" },
  ],
  readOnly: ["Database.new()", "new()"].map((path) => ({ path, when: [{ at: "arg(1).readonly", is: "set" }] })),
});
