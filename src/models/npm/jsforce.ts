import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["jsforce", "@salesforce/core", "@jsforce/jsforce-node"],
  types: { Connection: ["Connection.new()", "Connection.create()", "Org.create().getConnection()"] },
  sinks: [
    ...["", "tooling."].flatMap((api) =>
      ["query", "queryAll", "autoFetchQuery", "singleRecordQuery", "explain"].map((name): SinkRow => ({ path: `Connection.${api}${name}.arg(0)`, kind: "sql", takes: "soql", when: [{ at: "arg(0)", is: "string" }] })),
    ),
    { path: "Connection.search.arg(0)", kind: "sql", takes: "soql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Connection.tooling.search.arg(0)", kind: "sql", takes: "soql", when: [{ at: "arg(0)", is: "string" }] },
    { path: "Connection.bulk.query.arg(0)", kind: "sql", takes: "soql" },
    { path: "Connection.bulk2.query.arg(0)", kind: "sql", takes: "soql" },
    { path: "Connection.tooling.executeAnonymous.arg(0)", kind: "code", takes: "apex" },
    { path: "Connection.request.arg(0)", kind: "url" },
    { path: "Connection.request.arg(0).url", kind: "url" },
    { path: "Connection.new.arg(0).loginUrl", kind: "url" },
    { path: "Connection.new.arg(0).instanceUrl", kind: "url" },
  ],
});
