import { model } from "../model.js";
import type { StepRow } from "../model.js";

/** Readers and writers of data formats: what comes out holds what went in. */
const READS = ["parse", "load", "safeLoad", "parseDocument", "loadAll", "parseAllDocuments"] as const;
const WRITES = ["stringify", "dump", "safeDump"] as const;

export default model({
  packages: ["js-yaml", "yaml", "json5", "toml", "@iarna/toml", "smol-toml", "jsonc-parser", "ini", "jsonrepair", "json-bigint", "superjson", "devalue", "flatted", "fast-safe-stringify", "safe-stable-stringify", "json-stringify-safe", "csv-parse/sync", "csv-stringify/sync", "strip-json-comments", "node-serialize", "serialize-javascript", "fast-json-stable-stringify", "json-stable-stringify", "papaparse"],
  sinks: [{ path: "unserialize.arg(0)", kind: "object" }],
  steps: [
    ...READS.map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, as: "identity" })),
    ...WRITES.map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, as: "identity" })),
    { from: "jsonrepair.arg(0)", to: "jsonrepair()", as: "identity" },
    { from: "().arg(0)", to: "()", as: "identity" },
    { from: "unparse.arg(0)", to: "unparse()", as: "identity" },
    { from: "decode.arg(0)", to: "decode()", as: "identity" },
    { from: "encode.arg(0)", to: "encode()", as: "identity" },
  ],
});
