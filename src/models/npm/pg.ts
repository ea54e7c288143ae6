import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { SinkRow, StepRow } from "../model.js";

const QUOTED: readonly Danger[] = ["SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE"];

export default model({
  packages: ["pg", "pg-native", "pg-pool", "@vercel/postgres"],
  types: {
    Pool: ["Pool.new()", "new()", "native.Pool.new()", "createPool()", "sql"],
    Client: ["Client.new()", "native.Client.new()", "Pool.connect()", "Pool.connect.arg(0).param(1)", "createClient()"],
  },
  sinks: [
    ...["Pool", "Client"].flatMap((type): SinkRow[] => [
      { path: `${type}.query.arg(0)`, kind: "sql" },
      { path: `${type}.query.arg(0).text`, kind: "sql" },
    ]),
    { path: "Query.new.arg(0)", kind: "sql" },
    { path: "Client.querySync.arg(0)", kind: "sql" },
    { path: "Client.prepareSync.arg(1)", kind: "sql" },
    { path: "Client.new.arg(0).host", kind: "url" },
    { path: "Pool.new.arg(0).host", kind: "url" },
  ],
  sanitizers: ["", "Client.", "Pool."].flatMap((receiver): StepRow[] =>
    ["escapeIdentifier", "escapeLiteral"].map((name) => ({ from: `${receiver}${name}.arg(0)`, to: `${receiver}${name}()`, clears: QUOTED })),
  ),
});
