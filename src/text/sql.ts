/** What may stand before a statement that is still the caller's as a whole: it is explained, or selected from. */
const BEFORE_WHOLE = /^\s*(?:explain\b[\w\s(),]*|select\s+\*\s+from\s*\(\s*|with\s+\w+\s+as\s*\(\s*)?$/i;
const COMMENTS = /--.*(?:\n|$)|\/\*[^]*?\*\//g;

/** Whether a text that follows these parts (undefined: not known) stands inside a statement of the program's own, rather than being the statement. */
export function standsInStatement(left: readonly (string | undefined)[]): boolean {
  const before = left.map((part) => part ?? " ").join("").replace(COMMENTS, "");
  return /[a-z]/i.test(before) && !BEFORE_WHOLE.test(before);
}

const WRITTEN = /\bselect\b[^]*\bfrom\b|\binsert\s+into\b|\bupdate\b[^]*\bset\b|\bdelete\s+from\b|\b(?:where|and|or)\b[\s\w."]+(?:=|<|>|\bin\s*\(|\blike\b)|\b(?:create|drop|alter)\s+(?:table|view|index|schema|database|user|role)\b/i;

/** Whether these parts of a text (undefined: not known) are SQL by what they say, wherever the text goes. */
export function readsAsSql(parts: readonly (string | undefined)[]): boolean {
  return WRITTEN.test(parts.map((part) => part ?? " ").join(""));
}
