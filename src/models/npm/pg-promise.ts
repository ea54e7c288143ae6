import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { StepRow } from "../model.js";

const QUOTED: readonly Danger[] = ["SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE"];
const QUERIES = ["query", "none", "one", "oneOrNone", "many", "manyOrNone", "any", "result", "multi", "multiResult", "each", "map", "stream"] as const;

export default model({
  packages: ["pg-promise"],
  types: {
    Database: [
      "()()", "Database.connect()", "Database.tx.arg(last).param(0)", "Database.task.arg(last).param(0)", "Database.txIf.arg(last).param(0)", "Database.taskIf.arg(last).param(0)",
    ],
  },
  sinks: QUERIES.map((name) => ({ path: `Database.${name}.arg(0)`, kind: "sql" as const })),
  sanitizers: ["as.name", "as.alias", "as.text"].flatMap((name): StepRow[] => [
    { from: `${name}.arg(0)`, to: `${name}()`, clears: QUOTED },
    { from: `().${name}.arg(0)`, to: `().${name}()`, clears: QUOTED },
  ]),
  steps: [
    { from: "as.format.arg(0)", to: "as.format()", as: "identity" },
    { from: "().as.format.arg(0)", to: "().as.format()", as: "identity" },
  ],
});
