import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { Condition, SinkRow, StepRow } from "../model.js";

const QUOTED: readonly Danger[] = ["SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE"];

/** Without a name the driver uses the simple protocol, which takes several statements, even when the list of values is there and empty. */
const SIMPLE: readonly Condition[] = [{ at: "arg(0).name", is: "unset" }, { at: "arg(0).queryMode", is: "unset" }];

export default model({
  packages: ["pg", "pg-native", "pg-pool", "@vercel/postgres"],
  types: {
    Pool: ["Pool.new()", "new()", "native.Pool.new()", "createPool()", "sql"],
    Client: ["Client.new()", "native.Client.new()", "Pool.connect()", "Pool.connect.arg(0).param(1)", "createClient()"],
  },
  sinks: [
    ...["Pool", "Client"].flatMap((type): SinkRow[] => [
      { path: `${type}.query.arg(0)`, kind: "sql", takes: "transactions", several: [] },
      { path: `${type}.query.arg(0).text`, kind: "sql", takes: "transactions", several: SIMPLE },
    ]),
    { path: "Query.new.arg(0)", kind: "sql" },
    { path: "Client.querySync.arg(0)", kind: "sql" },
    { path: "Client.prepareSync.arg(1)", kind: "sql" },
    ...["Client", "Pool"].flatMap((type): SinkRow[] => [
      { path: `${type}.new.arg(0)`, kind: "url", when: [{ at: "arg(0)", is: "string" }] },
      { path: `${type}.new.arg(0).host`, kind: "url" },
      { path: `${type}.new.arg(0).connectionString`, kind: "url" },
    ]),
  ],
  readOnly: [
    { path: "Client.query.this", when: [{ at: "arg(0)", is: { like: "^\\s*(?:begin|start\\s+transaction|set\\s+transaction)\\b[^;]*\\bread\\s+only\\b" } }] },
  ],
  sanitizers: ["", "Client.", "Pool."].flatMap((receiver): StepRow[] =>
    ["escapeIdentifier", "escapeLiteral"].map((name) => ({ from: `${receiver}${name}.arg(0)`, to: `${receiver}${name}()`, clears: QUOTED })),
  ),
});
