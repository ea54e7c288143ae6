import { cleanText } from "./mask.js";

/** Text of a project that Markdown shows as it is, on one line. */
export function plain(text: string): string {
  return cleanText(text.replace(/\s+/g, " ")).replace(/[\\`*_{}[\]<>|~#!&@:]/g, (mark) => (mark === ":" || mark === "@" ? `&#${mark.charCodeAt(0)};` : `\\${mark}`));
}

/** A code span on one line; no pipe of it ends a cell. A backslash before one is written out, for readers do not agree on whether it escapes the other backslash or the pipe. */
export function code(text: string): string {
  const shown = cleanText(text.replace(/\s+/g, " ")).replace(/\\(?=\|)/g, "\\x5c").replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A message whose code spans stay such. A backquote without its partner is a letter. */
export function prose(text: string): string {
  const parts = text.replace(/\s+/g, " ").split("`");
  if (parts.length % 2 === 0) return plain(text);
  return parts.map((part, at) => (at % 2 === 0 ? plain(part) : part === "" ? "" : code(part))).join("");
}
