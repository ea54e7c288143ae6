import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** The template of `neon()` binds what is put into it: its first argument is then a list. */
export default model({
  packages: ["@neondatabase/serverless"],
  types: { Pool: ["Pool.new()"], Client: ["Client.new()", "Pool.connect()"], Sql: ["neon()"] },
  sinks: [
    { path: "Sql.query.arg(0)", kind: "sql" },
    { path: "Sql.unsafe.arg(0)", kind: "sql" },
    { path: "neon().arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string", known: true }] },
    ...["Pool", "Client"].flatMap((type): SinkRow[] => [
      { path: `${type}.query.arg(0)`, kind: "sql" },
      { path: `${type}.query.arg(0).text`, kind: "sql" },
    ]),
  ],
  readOnly: [{ path: "Sql.transaction.arg(0)[*]", when: [{ at: "arg(1).readOnly", is: "set" }] }],
});
