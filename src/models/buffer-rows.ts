import type { Danger } from "./kinds.js";
import type { StepRow } from "./model.js";

/** Base64 knows letters, digits, `+`, `/` and `=`. */
const NOT_IN_BASE64: readonly Danger[] = [
  "DOTDOT", "OUTSIDE", "SIBLING", "LINK", "SCHEME", "HOST", "ADDRESS", "NAME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE",
  "BACKSLASH", "SQL", "CODE", "OPERATOR",
];

const TEXTS = ["utf8", "utf-8", "ascii", "latin1", "binary", "utf16le", "utf-16le", "ucs2"] as const;

/** Steps of `Buffer`, `atob` and `btoa`, which are globals and exports of node:buffer alike. */
export function bufferSteps(): StepRow[] {
  const made = ["from", "new", "concat"].flatMap((way): StepRow[] => {
    const text = `Buffer.${way}().toString`;
    return [
      { from: `Buffer.${way}.arg(0)`, to: `Buffer.${way}()`, as: way === "concat" ? "elements" : "identity" },
      { from: `Buffer.${way}()`, to: `${text}()`, as: "identity", when: [{ at: "arg(0)", is: "unset" }] },
      { from: `Buffer.${way}()`, to: `${text}()`, as: "identity", when: [{ at: "arg(0)", is: TEXTS }] },
      { from: `Buffer.${way}()`, to: `${text}()`, clears: NOT_IN_BASE64, when: [{ at: "arg(0)", is: ["base64"] }] },
      { from: `Buffer.${way}()`, to: `${text}()`, clears: "all", when: [{ at: "arg(0)", is: ["hex"] }] },
    ];
  });
  return [
    ...made,
    { from: "atob.arg(0)", to: "atob()", as: "decode" },
    { from: "btoa.arg(0)", to: "btoa()", clears: NOT_IN_BASE64 },
  ];
}
