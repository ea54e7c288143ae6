import { model } from "../model.js";

/** Statements that travel to a cloud as the parameters of a command object. */
export default model({
  packages: ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "@aws-sdk/client-athena", "@aws-sdk/client-rds-data", "@aws-sdk/client-redshift-data", "@aws-sdk/client-timestream-query", "@aws-sdk/client-cloudwatch-logs"],
  sinks: [
    { path: "ExecuteStatementCommand.new.arg(0).Statement", kind: "sql" },
    { path: "ExecuteStatementCommand.new.arg(0).sql", kind: "sql" },
    { path: "ExecuteStatementCommand.new.arg(0).Sql", kind: "sql" },
    { path: "BatchExecuteStatementCommand.new.arg(0).sql", kind: "sql" },
    { path: "BatchExecuteStatementCommand.new.arg(0).Statements[*].Statement", kind: "sql" },
    { path: "BatchExecuteStatementCommand.new.arg(0).Sqls[*]", kind: "sql" },
    { path: "ExecuteTransactionCommand.new.arg(0).TransactStatements[*].Statement", kind: "sql" },
    { path: "StartQueryExecutionCommand.new.arg(0).QueryString", kind: "sql" },
    { path: "StartQueryCommand.new.arg(0).queryString", kind: "sql", confidence: "low" },
    { path: "QueryCommand.new.arg(0).QueryString", kind: "sql" },
  ],
});
