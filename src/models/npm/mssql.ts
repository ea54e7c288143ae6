import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** The template of `query` binds what is put into it: its first argument is then a list. */
export default model({
  packages: ["mssql", "mssql/*"],
  types: {
    ConnectionPool: ["ConnectionPool.new()", "connect()", "ConnectionPool.connect()"],
    Transaction: ["Transaction.new()", "ConnectionPool.transaction()"],
    Request: ["Request.new()", "ConnectionPool.request()", "Transaction.request()", "Request.input()", "Request.output()"],
    PreparedStatement: ["PreparedStatement.new()"],
  },
  sinks: [
    ...["ConnectionPool", "Request"].flatMap((type): SinkRow[] => ["query", "batch", "queryRaw"].map((name) => ({ path: `${type}.${name}.arg(0)`, kind: "sql", when: [{ at: "arg(0)", is: "string" }] }))),
    { path: "connect.arg(0).server", kind: "url" },
    { path: "ConnectionPool.new.arg(0).server", kind: "url" },
    { path: "query.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "batch.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Request.execute.arg(0)", kind: "sql", confidence: "medium" },
    { path: "PreparedStatement.prepare.arg(0)", kind: "sql" },
  ],
});
