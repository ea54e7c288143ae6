import { model } from "../model.js";

export default model({
  packages: ["uuid", "nanoid", "ulid", "cuid", "@paralleldrive/cuid2", "is-uuid", "uuid-validate", "semver"],
  guards: [
    { path: "validate.arg(0)", outcome: "true", clears: "all" },
    { path: "().arg(0)", outcome: "true", clears: "all" },
    { path: "isValid.arg(0)", outcome: "true", clears: "all" },
    { path: "isCuid.arg(0)", outcome: "true", clears: "all" },
    { path: "anyNonNil.arg(0)", outcome: "true", clears: "all" },
    { path: "v4.arg(0)", outcome: "true", clears: "all" },
    { path: "valid.arg(0)", outcome: "true", clears: ["METACHARACTER", "SUBSTITUTION", "NEWLINE", "DASH", "SINGLE_QUOTE", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SEPARATOR", "ABSOLUTE", "SQL", "CODE"] },
  ],
});
