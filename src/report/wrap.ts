import { displayWidth } from "./excerpt.js";

/** Columns of a line of prose. */
const MAX_LINE = 104;

/** `text` cut between words into lines that a terminal shows whole. */
export function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + displayWidth(word) >= MAX_LINE) {
      lines.push(line.trimEnd());
      line = word;
    } else line += (line === "" ? "" : " ") + word;
  }
  return [...lines, line];
}
