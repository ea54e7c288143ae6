import type { Gap, Location } from "../finding.js";
import { cleanText } from "./mask.js";
import type { Paint } from "./paint.js";
import { wrap } from "./wrap.js";

/** What could not be seen, a line each, and below it what would help. */
export function gapLines(gaps: readonly Gap[], place: (location: Location) => string, paint: Paint): string[] {
  return [paint("bold", "Gaps: what the analysis could not see"), ...gaps.flatMap(({ kind, message, help, location }) => [
    `  ${paint("dim", place(location))}  ${kind}  ${cleanText(message)}`,
    ...(help === undefined ? [] : wrap(cleanText(help)).map((line) => `    ${line}`)),
  ])];
}
