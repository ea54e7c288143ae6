import { model } from "../model.js";

export default model({
  packages: ["snowflake-sdk", "snowflake-promise"],
  types: { Connection: ["createConnection()", "createPool()", "Connection.use.arg(0).param(0)", "Snowflake.new()"] },
  sinks: [
    { path: "Connection.execute.arg(0).sqlText", kind: "sql" },
    { path: "Connection.execute.arg(0)", kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
  ],
});
