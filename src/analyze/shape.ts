import type { Location } from "../finding.js";

/** What is read of a line: a minified file is one line. */
const MOST = 2000;
/** Texts and comments; a name, unless it stands behind a dot; blanks. What stands in `${}` of a template is code again. */
const PARTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/.*|\/\*.*?\*\/|(\.\s*)?[A-Za-z_$][\w$]*|\s+/g;

/**
 * The code of a place with the names of variables, blanks and comments taken off, as far as the first of its lines goes: what stays the same when lines move, variables are
 * renamed and code is formatted anew. Names of members and texts stay.
 */
export function shapeOf(line: string, { line: first, column, endLine, endColumn }: Location): string {
  const end = endLine === first ? endColumn - 1 : line.length;
  return shapeOfCode(line.slice(column - 1, Math.min(end, column - 1 + MOST)));
}

function shapeOfCode(code: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let tick = code.indexOf("`"); tick >= 0; tick = code.indexOf("`", at)) {
    pieces.push(withoutNames(code.slice(at, tick)));
    const end = endOfTemplate(code, tick);
    pieces.push(shapeOfTemplate(code.slice(tick, end)));
    at = end;
  }
  return [...pieces, withoutNames(code.slice(at))].join("");
}

function withoutNames(code: string): string {
  return code.replace(PARTS, (part, dot: string | undefined) => {
    if (/^(?:\s|\/\/|\/\*)/.test(part)) return "";
    return /^["']/.test(part) || dot !== undefined ? part.replace(/^\.\s+/, ".") : "_";
  });
}

/** The text of a template as it is, with the names in its holes taken off. */
function shapeOfTemplate(template: string): string {
  return template.replace(/\$\{([^`]*?)\}/g, (_all, hole: string) => `\${${withoutNames(hole)}}`);
}

/** Behind the closing mark of a template; one inside a hole is no end. */
function endOfTemplate(code: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < code.length; at++) {
    const char = code[at];
    if (char === "\\") at++;
    else if (char === "$" && code[at + 1] === "{") depth++;
    else if (char === "}" && depth > 0) depth--;
    else if (char === "`" && depth === 0) return at + 1;
  }
  return code.length;
}
