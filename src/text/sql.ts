/** What may stand before a statement that is still the caller's as a whole: it is explained, or selected from. */
const BEFORE_WHOLE = /^\s*(?:explain\b[\w\s(),]*|select\s+\*\s+from\s*\(\s*|with\s+\w+\s+as\s*\(\s*)?$/i;
const COMMENTS = /--.*(?:\n|$)|\/\*[^]*?\*\//g;

/** Whether a text that follows these parts (undefined: not known) stands inside a statement of the program's own, rather than being the statement. */
export function standsInStatement(left: readonly (string | undefined)[]): boolean {
  const before = left.map((part) => part ?? " ").join("").replace(COMMENTS, "");
  return /[a-z]/i.test(before) && !BEFORE_WHOLE.test(before);
}
