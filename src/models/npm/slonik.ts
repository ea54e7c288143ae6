import { model } from "../model.js";

export default model({
  packages: ["slonik", "@databases/sql", "@databases/pg", "sql-template-tag", "sql-template-strings"],
  sinks: [
    { path: "sql.unsafe.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "raw.arg(0)", kind: "sql" },
    { path: "sql.__dangerous__rawValue.arg(0)", kind: "sql" },
    { path: "__dangerous__rawValue.arg(0)", kind: "sql" },
    { path: "SQL().append.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "().append.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
  ],
});
