import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["@google-cloud/bigquery", "@google-cloud/spanner"],
  types: {
    BigQuery: ["BigQuery.new()", "BigQuery.dataset()"],
    Database: ["Spanner.new().instance().database()", "Database.runTransactionAsync.arg(last).param(0)", "Database.runTransaction.arg(last).param(1)", "Database.getSnapshot()"],
  },
  sinks: [
    ...["query", "createQueryJob", "createQueryStream"].flatMap((name): SinkRow[] => [
      { path: `BigQuery.${name}.arg(0)`, kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
      { path: `BigQuery.${name}.arg(0).query`, kind: "sql" },
    ]),
    { path: "BigQuery.createJob.arg(0).configuration.query.query", kind: "sql" },
    ...["run", "runStream", "runUpdate"].flatMap((name): SinkRow[] => [
      { path: `Database.${name}.arg(0)`, kind: "sql", when: [{ at: "arg(0)", is: "string" }] },
      { path: `Database.${name}.arg(0).sql`, kind: "sql" },
    ]),
  ],
});
