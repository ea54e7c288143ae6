import { model } from "../model.js";

export default model({
  packages: ["kysely", "kysely/*"],
  sinks: [
    { path: "sql.raw.arg(0)", kind: "sql" },
    { path: "sql.lit.arg(0)", kind: "sql", confidence: "medium" },
    { path: "CompiledQuery.raw.arg(0)", kind: "sql" },
  ],
});
