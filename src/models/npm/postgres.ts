import { model } from "../model.js";

/** The template of postgres.js binds what is put into it, and `sql(name)` quotes identifiers. */
export default model({
  packages: ["postgres"],
  types: {
    Sql: ["()", "Sql.reserve()", "Sql.begin.arg(last).param(0)", "Sql.savepoint.arg(last).param(0)", "postgres()"],
  },
  sinks: [
    { path: "Sql.unsafe.arg(0)", kind: "sql" },
    { path: "Sql.file.arg(0)", kind: "path" },
    { path: "Sql.begin.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
  ],
});
