import { cleanText } from "./mask.js";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text of a project as HTML shows it, in a text or an attribute in quotes: no secret in full, nothing unseen, no markup. */
export function html(text: string): string {
  return escapeHtml(cleanText(text));
}

/** Text that is fit to print already, with its markup taken off. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? "");
}

/** A message with its code spans. A backquote without its partner is a letter. */
export function htmlProse(text: string): string {
  const parts = cleanText(text).split("`");
  if (parts.length % 2 === 0) return escapeHtml(parts.join("`"));
  return parts.map((part, at) => (at % 2 === 0 ? escapeHtml(part) : `<code>${escapeHtml(part)}</code>`)).join("");
}
