import { isDay } from "../models/shape.js";

/** How a reason is written, for messages. */
const FORM = "`-- why`, or `-- until 2027-01-31: why`";

/**
 * What is wrong with the reason of a comment that silences rules, in a sentence: there is none, its day is no day or is over. `today` is a day as ISO 8601 writes it: an
 * input, for nothing here reads a clock. The last day counts.
 */
export function complaintAboutReason(reason: string, today: string): string | undefined {
  const until = /^until\s+(\d[^\s:]*)\s*(?::\s*(.*))?$/s.exec(reason.trim());
  if (until === null) return reason.trim() === "" ? `A comment that silences a finding needs its reason: ${FORM}.` : undefined;
  const [, day = "", why = ""] = until;
  if (!isDay(day)) return `"${day}" is no day: the reason is written ${FORM}.`;
  if (why.trim() === "") return `A comment that silences a finding until a day needs its reason as well: ${FORM}.`;
  return isOver(day, today) ? `This comment counted until ${day}: mend what it silences, or look at it again and give another day.` : undefined;
}

/** Whether a last day has passed. */
export function isOver(day: string, today: string): boolean {
  return day < today;
}
