/** What may stand before a statement that is still the caller's as a whole: it is explained, or selected from. */
const BEFORE_WHOLE = /^\s*(?:explain\b[\w\s(),]*|select\s+\*\s+from\s*\(\s*|with\s+\w+\s+as\s*\(\s*)?$/i;
const COMMENTS = /--.*(?:\n|$)|\/\*[^]*?\*\//g;

/** Whether a text that follows these parts (undefined: not known) stands inside a statement of the program's own, rather than being the statement. */
export function standsInStatement(left: readonly (string | undefined)[]): boolean {
  const before = left.map((part) => part ?? " ").join("").replace(COMMENTS, "");
  return /[a-z]/i.test(before) && !BEFORE_WHOLE.test(before);
}

/** Keywords in capitals, or at the start of a line: prose selects from things, and updates them, too. */
const WRITTEN = new RegExp(
  [
    String.raw`\bSELECT\b[^]*\bFROM\b|\bINSERT\s+INTO\b|\bUPDATE\b[^]*\bSET\b|\bDELETE\s+FROM\b|\b(?:CREATE|DROP|ALTER)\s+(?:TABLE|VIEW|INDEX|SCHEMA|DATABASE|USER|ROLE)\b`,
    String.raw`^\s*(?:select\b[^]*\bfrom\b|insert\s+into\b|update\b[^]*\bset\b|delete\s+from\b|(?:create|drop|alter)\s+(?:table|view|index|schema|database|user|role)\b)`,
    String.raw`\b(?:where|WHERE)\s+[\w."]+\s*(?:=|(?:not\s+|NOT\s+)?(?:in|IN)\s*\(|(?:like|LIKE)\s)\s*['"(]?`,
  ].join("|"),
  "m",
);

/** Whether these parts of a text (undefined: not known) are SQL by what they say, wherever the text goes. */
export function readsAsSql(parts: readonly (string | undefined)[]): boolean {
  return WRITTEN.test(parts.map((part) => part ?? " ").join(""));
}
