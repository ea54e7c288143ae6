import { model } from "../model.js";
import type { SinkRow } from "../model.js";

export default model({
  packages: ["@elastic/elasticsearch", "@opensearch-project/opensearch", "elasticsearch"],
  types: { Client: ["Client.new()"] },
  sinks: [
    ...["search", "deleteByQuery", "updateByQuery", "count", "msearch"].flatMap((name): SinkRow[] => [
      { path: `Client.${name}.arg(0).body`, kind: "nosql" },
      { path: `Client.${name}.arg(0).query`, kind: "nosql" },
      { path: `Client.${name}.arg(0).body.query`, kind: "nosql" },
    ]),
    { path: "Client.sql.query.arg(0).query", kind: "sql" },
    { path: "Client.sql.query.arg(0).body.query", kind: "sql" },
    { path: "Client.esql.query.arg(0).query", kind: "sql" },
    { path: "Client.transport.request.arg(0).body", kind: "nosql" },
    { path: "Client.new.arg(0).node", kind: "url" },
  ],
});
