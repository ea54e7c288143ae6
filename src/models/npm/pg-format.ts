import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { StepRow } from "../model.js";

const QUOTED: readonly Danger[] = ["SQL", "SINGLE_QUOTE", "DOUBLE_QUOTE"];

export default model({
  packages: ["pg-format", "pg-escape"],
  steps: [
    { from: "().arg(0)", to: "()", as: "identity" },
    { from: "withArray.arg(0)", to: "withArray()", as: "identity" },
  ],
  sanitizers: [
    // %I and %L quote; %s does not, and is not told apart here.
    { from: "().arg(1..)", to: "()", clears: QUOTED },
    { from: "withArray.arg(1)[*]", to: "withArray()", clears: QUOTED },
    ...["ident", "literal", "dollarQuotedString"].map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: QUOTED })),
  ],
});
