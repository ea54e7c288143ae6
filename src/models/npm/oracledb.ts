import { model } from "../model.js";

export default model({
  packages: ["oracledb"],
  types: { Connection: ["getConnection()", "createPool().getConnection()", "getPool().getConnection()", "getConnection.arg(last).param(1)"] },
  sinks: [
    { path: "getConnection.arg(0).connectString", kind: "url" },
    { path: "createPool.arg(0).connectString", kind: "url" },
    { path: "Connection.execute.arg(0)", kind: "sql" },
    { path: "Connection.execute.arg(0).statement", kind: "sql" },
    { path: "Connection.executeMany.arg(0)", kind: "sql" },
    { path: "Connection.queryStream.arg(0)", kind: "sql" },
    { path: "Connection.getStatementInfo.arg(0)", kind: "sql" },
  ],
  readOnly: [{ path: "Connection.execute.this", when: [{ at: "arg(0)", is: { like: "^\\s*set\\s+transaction\\s+read\\s+only\\b" } }] }],
});
