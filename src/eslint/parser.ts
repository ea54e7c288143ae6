import { createRequire } from "node:module";
import type { Linter } from "eslint";
import { readComments } from "../policy/suppress-comments.js";

let parser: Linter.Parser | undefined;

/**
 * The parser of TypeScript files: @typescript-eslint/parser, for other rules want its trees. It needs a TypeScript of its range, and a project may
 * have another or none; there a file is read for its comments alone, which is all that our rules and the comments that silence them ask for.
 */
export function loadParser(): Linter.Parser {
  parser ??= loadTypescriptParser() ?? commentsAlone;
  return parser;
}

function loadTypescriptParser(): Linter.Parser | undefined {
  try {
    return createRequire(import.meta.url)("@typescript-eslint/parser") as Linter.Parser;
  } catch (error) {
    // An absent TypeScript is an error of Node's, one out of range any error of the parser's own first lines.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** A program without statements. */
export const commentsAlone = {
  meta: { name: "mcp-boundary/comments" },
  parse(text: string, options?: { readonly filePath?: string }) {
    const locate = createLocator(text);
    const stretch = (start: number, end: number) => ({ range: [start, end] as [number, number], loc: { start: locate(start), end: locate(end) } });
    const comments = readComments(options?.filePath ?? "input.ts", text).map(({ line, value, start, end }) => ({ type: line ? ("Line" as const) : ("Block" as const), value, ...stretch(start, end) }));
    return { type: "Program" as const, sourceType: "module" as const, body: [], tokens: [], comments, ...stretch(0, text.length) };
  },
} satisfies Linter.Parser;

/** Lines as ESLint counts them: from 1, and ended by more than a newline; columns from 0. */
function createLocator(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0, ...[...text.matchAll(/\r\n|[\r\n\u2028\u2029]/g)].map((match) => match.index + match[0].length)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) };
  };
}
