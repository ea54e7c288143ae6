import { model } from "../model.js";

export default model({
  packages: ["@libsql/client", "@libsql/client/*", "@tursodatabase/serverless", "@tursodatabase/database", "@tursodatabase/serverless/*"],
  types: { Client: ["createClient()", "Client.transaction()", "connect()", "Database.new()"] },
  sinks: [
    { path: "Client.execute.arg(0)", kind: "sql" },
    { path: "Client.execute.arg(0).sql", kind: "sql" },
    { path: "Client.batch.arg(0)[*]", kind: "sql" },
    { path: "Client.batch.arg(0)[*].sql", kind: "sql" },
    { path: "Client.migrate.arg(0)[*]", kind: "sql" },
    { path: "Client.executeMultiple.arg(0)", kind: "sql" },
    { path: "Client.prepare.arg(0)", kind: "sql" },
    { path: "Client.exec.arg(0)", kind: "sql" },
    { path: "createClient.arg(0).url", kind: "url" },
  ],
});
