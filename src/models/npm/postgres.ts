import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** The template of postgres.js binds what is put into it, and `sql(name)` quotes identifiers. */
export default model({
  packages: ["postgres"],
  types: {
    Sql: ["()", "Sql.reserve()", "Sql.begin.arg(last).param(0)", "Sql.savepoint.arg(last).param(0)", "postgres()"],
  },
  sinks: [
    { path: "Sql.unsafe.arg(0)", kind: "sql" },
    ...["()", "postgres"].flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "url", when: [{ at: "arg(0)", is: "string" }] },
      { path: `${name}.arg(0).host`, kind: "url" },
    ]),
    { path: "Sql.file.arg(0)", kind: "path" },
    { path: "Sql.begin.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
  ],
});
