import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { SinkRow, StepRow } from "../model.js";

const QUOTED: readonly Danger[] = ["SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH"];
const TYPES = ["Pool", "Connection"] as const;

/** Quoting is that of sqlstring, which also turns objects into lists of assignments: hence OPERATOR stays. */
export default model({
  packages: ["mysql", "mysql2", "mysql2/promise", "promise-mysql", "mysql2/promise.js", "mariadb", "serverless-mysql", "@planetscale/database", "@tidbcloud/serverless"],
  types: {
    Pool: ["createPool()", "createPoolCluster()", "createPoolPromise()", "Pool.promise()", "Pool.of()", "()"],
    Connection: [
      "createConnection()", "Pool.getConnection()", "Pool.getConnection.arg(last).param(1)", "Connection.promise()", "connect()", "Client.new().connection()", "Client.new()",
    ],
  },
  sinks: [
    ...TYPES.flatMap((type): SinkRow[] => ["query", "execute", "prepare", "batch", "queryStream"].flatMap((name): SinkRow[] => [
      // one statement a call, unless the connection was made for several
      { path: `${type}.${name}.arg(0)`, kind: "sql", takes: "statement" },
      { path: `${type}.${name}.arg(0).sql`, kind: "sql", takes: "statement" },
    ])),
    ...["createConnection", "createPool"].flatMap((name): SinkRow[] => [
      { path: `${name}.arg(0)`, kind: "url", when: [{ at: "arg(0)", is: "string" }] },
      { path: `${name}.arg(0).host`, kind: "url" },
      { path: `${name}.arg(0).uri`, kind: "url" },
    ]),
  ],
  readOnly: ["query", "execute"].map((name) => ({
    path: `Connection.${name}.this`,
    when: [{ at: "arg(0)", is: { like: "^\\s*(?:start\\s+transaction|set\\s+(?:session\\s+)?transaction)\\b[^;]*\\bread\\s+only\\b" } }],
  })),
  sanitizers: ["", "Pool.", "Connection."].flatMap((receiver): StepRow[] => [
    { from: `${receiver}escape.arg(0)`, to: `${receiver}escape()`, clears: QUOTED },
    { from: `${receiver}escapeId.arg(0)`, to: `${receiver}escapeId()`, clears: QUOTED },
    { from: `${receiver}format.arg(1)`, to: `${receiver}format()`, clears: QUOTED },
    { from: `${receiver}format.arg(1)[*]`, to: `${receiver}format()`, clears: QUOTED },
  ]),
  steps: ["", "Pool.", "Connection."].map((receiver): StepRow => ({ from: `${receiver}format.arg(0)`, to: `${receiver}format()`, as: "identity" })),
});
