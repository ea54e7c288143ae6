import type { Span } from "../../ir/ir.js";
import { findHazard } from "./depth.js";
import { parseSync } from "oxc-parser";
import type * as es from "oxc-parser";

/** A syntax tree and what the parser said although it could go on, or why there is no tree. */
export type Parsed =
  | { readonly ok: true; readonly program: es.Program; readonly errors: (Span & { message: string })[] }
  | { readonly ok: false; readonly message: string; readonly span: Span };

type Dialect = { readonly lang: "js" | "jsx" | "ts" | "tsx" | "dts"; readonly sourceType: "module" | "commonjs" | "unambiguous" };

/**
 * Parses a text as its file name says, and otherwise in the ways that such names are also used: top-level `return` of CommonJS in
 * `.js` and `.ts`, TypeScript in `.js`, JSX in `.ts`. Errors that leave a tree do not fail: they are listed.
 * Throws a RangeError where the tree is deeper than the stack.
 */
export function parse(path: string, text: string): Parsed {
  const hazard = findHazard(text);
  if (hazard !== undefined) return { ok: false, message: hazard, span: { start: 0, end: 0 } };
  const source = blankHashbang(text);
  const [first, ...others] = dialects(path);
  const result = parseAs(path, source, first);
  const errors = result.errors.filter(isError);
  if (errors.length === 0) return toParsed(result, []);
  for (const dialect of others) {
    const other = parseAs(path, source, dialect);
    if (!other.errors.some(isError)) return toParsed(other, []);
  }
  const listed = errors.map((error) => ({ message: error.message, ...spanOf(error, text) }));
  const program = treeOf(result);
  if (program !== undefined && program.body.length > 0) return { ok: true, program, errors: listed };
  const worst = listed[0] ?? { message: "does not parse", start: 0, end: 0 };
  return { ok: false, message: worst.message, span: { start: worst.start, end: worst.end } };
}

function toParsed(result: es.ParseResult, errors: (Span & { message: string })[]): Parsed {
  const program = treeOf(result);
  return program === undefined ? { ok: false, message: "the parser made a tree that cannot be read", span: { start: 0, end: 0 } } : { ok: true, program, errors };
}

/** The parser hands its tree over as JSON when it is asked for. A name of a JSX element with an escape of Unicode stands there as it was written, which no JSON may hold. */
function treeOf(result: es.ParseResult): es.Program | undefined {
  try {
    return result.program;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function parseAs(path: string, source: string, dialect: Dialect): es.ParseResult {
  // Without parentheses in the tree there is a node less to step through for each pair.
  return parseSync(path, source, { lang: dialect.lang, sourceType: dialect.sourceType, preserveParens: false });
}

function isError(error: es.OxcError): boolean {
  return error.severity === "Error";
}

function spanOf(error: es.OxcError, text: string): Span {
  const label = error.labels[0];
  return label === undefined ? { start: 0, end: 0 } : { start: Math.min(label.start, text.length), end: Math.min(label.end, text.length) };
}

function dialects(path: string): [Dialect, ...Dialect[]] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = name.slice(name.lastIndexOf("."));
  switch (extension) {
    case ".ts":
      if (name.endsWith(".d.ts")) return [{ lang: "dts", sourceType: "module" }];
      return [{ lang: "ts", sourceType: "unambiguous" }, { lang: "tsx", sourceType: "unambiguous" }, { lang: "ts", sourceType: "commonjs" }];
    case ".tsx":
      return [{ lang: "tsx", sourceType: "unambiguous" }, { lang: "tsx", sourceType: "commonjs" }];
    case ".mts":
      return [{ lang: name.endsWith(".d.mts") ? "dts" : "ts", sourceType: "module" }];
    case ".cts":
      return [{ lang: name.endsWith(".d.cts") ? "dts" : "ts", sourceType: "commonjs" }, { lang: "ts", sourceType: "unambiguous" }];
    case ".mjs":
      return [{ lang: "jsx", sourceType: "module" }, { lang: "tsx", sourceType: "module" }];
    case ".cjs":
      return [{ lang: "jsx", sourceType: "commonjs" }, { lang: "jsx", sourceType: "unambiguous" }];
    default:
      return [{ lang: "jsx", sourceType: "unambiguous" }, { lang: "jsx", sourceType: "commonjs" }, { lang: "tsx", sourceType: "unambiguous" }, { lang: "ts", sourceType: "unambiguous" }];
  }
}

/** Behind a byte order mark the parser does not know a hashbang, which Node takes there: it becomes blanks, so that offsets stay. */
function blankHashbang(text: string): string {
  if (!text.startsWith("\uFEFF#!")) return text;
  const end = text.search(/[\n\r\u2028\u2029]/);
  const line = end < 0 ? text.length : end;
  return " ".repeat(line) + text.slice(line);
}
