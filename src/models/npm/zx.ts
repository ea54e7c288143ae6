import { fileSinks } from "../file-rows.js";
import { model } from "../model.js";

/** The template `$` quotes what is put into it. */
export default model({
  packages: ["zx", "zx/*"],
  sinks: [
    // as the tag of a template it gets a list of constant texts
    { path: "$.arg(0)[*]", kind: "shell" },
    { path: "cd.arg(0)", kind: "path" },
    { path: "within.arg(0).cwd", kind: "path" },
    { path: "fetch.arg(0)", kind: "url" },
    { path: "glob.arg(0)", kind: "path" },
    { path: "globby.arg(0)", kind: "path" },
    ...fileSinks("fs.", "callbacks"),
  ],
  steps: [
    { from: "path.join.arg(*)", to: "path.join()", as: "join" },
    { from: "path.resolve.arg(*)", to: "path.resolve()", as: "resolve" },
    { from: "path.basename.arg(0)", to: "path.basename()", as: "basename" },
  ],
  sanitizers: [
    { from: "quote.arg(0)", to: "quote()", clears: ["METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH"] },
    { from: "quotePowerShell.arg(0)", to: "quotePowerShell()", clears: ["METACHARACTER", "SUBSTITUTION", "SPACE", "SINGLE_QUOTE"] },
  ],
});
