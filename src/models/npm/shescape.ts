import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { StepRow } from "../model.js";

const QUOTED: readonly Danger[] = ["METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "DASH"];
/** `escape` keeps blanks. */
const ESCAPED: readonly Danger[] = ["METACHARACTER", "SUBSTITUTION", "NEWLINE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "DASH"];

export default model({
  packages: ["shescape", "shescape/*"],
  types: { Shescape: ["Shescape.new()"] },
  sanitizers: ["", "Shescape."].flatMap((receiver): StepRow[] => [
    { from: `${receiver}quote.arg(0)`, to: `${receiver}quote()`, clears: QUOTED },
    { from: `${receiver}escape.arg(0)`, to: `${receiver}escape()`, clears: ESCAPED },
    { from: `${receiver}quoteAll.arg(0)[*]`, to: `${receiver}quoteAll()[*]`, clears: QUOTED },
    { from: `${receiver}escapeAll.arg(0)[*]`, to: `${receiver}escapeAll()[*]`, clears: ESCAPED },
  ]),
});
