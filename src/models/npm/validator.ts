import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { GuardRow, StepRow } from "../model.js";

/** Tests after which nothing but letters, digits and a few harmless signs is left. */
const CLOSED = [
  "isUUID", "isAlphanumeric", "isAlpha", "isInt", "isNumeric", "isFloat", "isDecimal", "isHexadecimal", "isHash", "isMongoId", "isBoolean", "isPort", "isMD5", "isHexColor", "isISO4217", "isISO31661Alpha2", "isISO31661Alpha3", "isULID",
  "isEthereumAddress", "isBtcAddress", "isSemVer", "isLocale", "isDate", "isCreditCard", "isIMEI", "isISIN", "isEAN", "isIBAN", "isBIC", "isVAT", "isBase58", "isBase32", "isOctal", "isLuhnNumber", "isAbaRouting",
] as const;

const NOT_IN_A_NAME: readonly Danger[] = [
  "ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "SCHEME", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "OPERATOR",
];

const NOT_IN_BASE64: readonly Danger[] = ["DOTDOT", "METACHARACTER", "SUBSTITUTION", "NEWLINE", "SPACE", "DASH", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SQL", "CODE", "OPERATOR", "SCHEME", "HOST", "ADDRESS", "NAME"];

export default model({
  packages: ["validator", "validator/*"],
  steps: ["trim", "ltrim", "rtrim", "normalizeEmail", "unescape", "blacklist", "stripLow", "toString", "escape"].map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, as: "identity" })),
  sanitizers: ["toInt", "toFloat", "toBoolean", "toDate"].map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: "all" })),
  guards: [
    ...CLOSED.map((name): GuardRow => ({ path: `${name}.arg(0)`, outcome: "true", clears: "all" })),
    { path: "isFQDN.arg(0)", outcome: "true", clears: NOT_IN_A_NAME },
    { path: "isIP.arg(0)", outcome: "true", clears: [...NOT_IN_A_NAME, "NAME"] },
    { path: "isSlug.arg(0)", outcome: "true", clears: NOT_IN_A_NAME },
    { path: "isBase64.arg(0)", outcome: "true", clears: NOT_IN_BASE64 },
    { path: "isJWT.arg(0)", outcome: "true", clears: NOT_IN_A_NAME },
    // A URL of any host; `isURL` with `require_valid_protocol` is no test of the address.
    { path: "isURL.arg(0)", outcome: "true", clears: ["NEWLINE", "SPACE", "DASH"] },
    { path: "isEmail.arg(0)", outcome: "true", clears: ["NEWLINE"] },
  ],
});
