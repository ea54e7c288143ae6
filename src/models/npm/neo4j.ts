import { model } from "../model.js";

export default model({
  packages: ["neo4j-driver", "neo4j-driver-lite", "neo4j-driver-core", "falkordb"],
  types: {
    Driver: ["driver()", "FalkorDB.connect()"],
    Session: ["Driver.session()", "Driver.rxSession()", "Driver.selectGraph()"],
    Transaction: ["Session.beginTransaction()", "Session.writeTransaction.arg(0).param(0)", "Session.executeWrite.arg(0).param(0)"],
    ReadTransaction: ["Session.readTransaction.arg(0).param(0)", "Session.executeRead.arg(0).param(0)"],
  },
  sinks: [
    { path: "Session.run.arg(0)", kind: "sql" },
    { path: "Transaction.run.arg(0)", kind: "sql" },
    { path: "ReadTransaction.run.arg(0)", kind: "sql", readOnly: true },
    { path: "Session.run.arg(0).text", kind: "sql" },
    { path: "Driver.executeQuery.arg(0)", kind: "sql" },
    { path: "Session.query.arg(0)", kind: "sql" },
    { path: "Session.roQuery.arg(0)", kind: "sql", readOnly: true },
    { path: "driver.arg(0)", kind: "url" },
  ],
  readOnly: [{ path: "Driver.session()", when: [{ at: "arg(0).defaultAccessMode", is: ["READ"] }] }],
  constants: [{ path: "session.READ", values: ["READ"] }],
});
