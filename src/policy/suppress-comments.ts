import { parseSync } from "oxc-parser";

/** A comment, its delimiters taken off its text but not off its place. */
export interface SourceComment {
  /** `//`, not `/*`. */
  readonly line: boolean;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const DIALECTS = [undefined, "tsx", "ts"] as const;

/** Comments of a file in source order; none when it does not parse in any dialect, but then it has no findings either. */
export function readComments(path: string, text: string): SourceComment[] {
  for (const lang of DIALECTS) {
    const parsed = parseSync(path, text, lang === undefined ? {} : { lang });
    if (parsed.errors.length === 0 || parsed.comments.length > 0) return parsed.comments.map(({ type, value, start, end }) => ({ line: type === "Line", value, start, end }));
  }
  return [];
}
