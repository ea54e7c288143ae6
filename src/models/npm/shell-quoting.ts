import type { Danger } from "../kinds.js";
import { model } from "../model.js";

/** One word of a POSIX shell stays one word. */
const QUOTED: readonly Danger[] = ["METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH"];

export default model({
  packages: ["shell-quote", "shell-escape", "any-shell-escape", "shell-escape-tag", "puka", "shlex"],
  steps: [
    { from: "parse.arg(0)", to: "parse()", as: "list" },
    { from: "split.arg(0)", to: "split()", as: "list" },
  ],
  sanitizers: [
    { from: "quote.arg(0)", to: "quote()", clears: QUOTED },
    { from: "quote.arg(0)[*]", to: "quote()", clears: QUOTED },
    { from: "().arg(0)", to: "()", clears: QUOTED },
    { from: "().arg(0)[*]", to: "()", clears: QUOTED },
    { from: "join.arg(0)[*]", to: "join()", clears: QUOTED },
    { from: "quoteForShell.arg(0)", to: "quoteForShell()", clears: QUOTED },
    { from: "quoteForSh.arg(0)", to: "quoteForSh()", clears: QUOTED },
  ],
});
