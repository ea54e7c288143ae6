import type { Danger } from "../kinds.js";
import { model } from "../model.js";

const QUOTED: readonly Danger[] = ["SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH"];

export default model({
  packages: ["sqlstring", "sqlstring-sqlite", "tsqlstring", "sql-escape-string", "sql-escaper"],
  steps: [
    { from: "format.arg(0)", to: "format()", as: "identity" },
    { from: "raw.arg(0)", to: "raw()", as: "identity" },
  ],
  sanitizers: [
    { from: "escape.arg(0)", to: "escape()", clears: QUOTED },
    { from: "escapeId.arg(0)", to: "escapeId()", clears: QUOTED },
    { from: "format.arg(1)", to: "format()", clears: QUOTED },
    { from: "format.arg(1)[*]", to: "format()", clears: QUOTED },
    { from: "().arg(0)", to: "()", clears: QUOTED },
  ],
});
