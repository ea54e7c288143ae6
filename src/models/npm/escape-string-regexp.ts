import { model } from "../model.js";

/** Escapes what regular expressions read; quotes, blanks and separators pass. */
export default model({
  packages: ["escape-string-regexp", "regex-escape", "lodash.escaperegexp", "escape-regexp"],
  steps: [
    { from: "().arg(0)", to: "()", as: "identity" },
    { from: "escape.arg(0)", to: "escape()", as: "identity" },
  ],
});
