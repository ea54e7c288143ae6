import { model } from "../model.js";

export default model({
  packages: ["@databricks/sql", "presto-client", "trino-client", "odbc", "ibm_db", "hdb", "@sap/hana-client"],
  types: {
    Session: ["DBSQLClient.new().openSession()", "DBSQLClient.new().connect().openSession()", "connect()", "pool().connect()", "openSync()", "createClient()", "createConnection()"],
    Client: ["Client.new()", "Trino.create()"],
  },
  sinks: [
    { path: "Session.executeStatement.arg(0)", kind: "sql" },
    { path: "Session.query.arg(0)", kind: "sql" },
    { path: "Session.querySync.arg(0)", kind: "sql" },
    { path: "Session.exec.arg(0)", kind: "sql" },
    { path: "Session.prepare.arg(0)", kind: "sql" },
    { path: "Client.execute.arg(0).query", kind: "sql" },
    { path: "Client.execute.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Client.query.arg(0)", kind: "sql" },
  ],
});
