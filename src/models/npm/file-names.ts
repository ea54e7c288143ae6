import type { Danger } from "../kinds.js";
import { model } from "../model.js";
import type { StepRow } from "../model.js";

/** One segment of a path, which is not `.` or `..` and holds no separator. */
const SEGMENT: readonly Danger[] = ["ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "NEWLINE"];

export default model({
  packages: ["sanitize-filename", "filenamify", "filenamify-url", "sanitize-filename-ts", "node-sanitize-filename"],
  sanitizers: ["filenamify", "sanitize", "sanitizeFilename"].map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, clears: SEGMENT })).concat({ from: "().arg(0)", to: "()", clears: SEGMENT }),
});
