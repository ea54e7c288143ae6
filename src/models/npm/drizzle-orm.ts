import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** The template `sql` binds what is put into it. */
export default model({
  packages: ["drizzle-orm", "drizzle-orm/*"],
  types: { Database: ["drizzle()", "Database.transaction.arg(0).param(0)"] },
  sinks: [
    { path: "sql.raw.arg(0)", kind: "sql" },
    ...["execute", "run", "all", "get", "values"].map((name): SinkRow => ({ path: `Database.${name}.arg(0)`, kind: "sql", when: [{ at: "arg(0)", is: "string" }] })),
  ],
});
