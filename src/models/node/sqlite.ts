import { model } from "../model.js";

export default model({
  packages: ["node:sqlite"],
  types: { DatabaseSync: ["DatabaseSync.new()"] },
  sinks: [
    { path: "DatabaseSync.new.arg(0)", kind: "path" },
    { path: "DatabaseSync.prepare.arg(0)", kind: "sql", takes: "statement" },
    { path: "DatabaseSync.exec.arg(0)", kind: "sql" },
    { path: "DatabaseSync.loadExtension.arg(0)", kind: "module" },
    { path: "backup.arg(1)", kind: "path" },
  ],
  readOnly: [{ path: "DatabaseSync.new()", when: [{ at: "arg(1).readOnly", is: "set" }] }],
});
