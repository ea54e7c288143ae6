/** One place of a segment: a code unit, `*`, `?`, or a class such as `[a-z]`. */
type Piece = number | "*" | "?" | { readonly negate: boolean; readonly ranges: readonly (readonly [low: number, high: number])[] };

/** A path pattern cut at its slashes; `**` stands for any number of segments. */
export type Glob = readonly (readonly Piece[] | "**")[];

/**
 * Reads a pattern of `.gitignore` and workspace lists: `*`, `?`, `[a-z]`, `\x` inside a segment, `**` as a whole segment.
 * A closing `**` stands for one segment at least. Our own, because patterns come from the linted project: turned into a
 * regular expression, a row of stars takes time exponential in their number.
 */
export function compileGlob(pattern: string): Glob {
  const glob: (readonly Piece[] | "**")[] = [];
  for (const segment of pattern.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "**") glob.push(compileSegment(segment));
    else if (glob.at(-1) !== "**") glob.push("**");
  }
  if (glob.at(-1) === "**") glob.push(["*"]);
  return glob;
}

/** Whether the whole path, given by its segments from `from` on, is what the pattern says. */
export function matchesGlob(glob: Glob, segments: readonly string[], from = 0): boolean {
  return matchesRun(glob.length, segments.length - from, (at) => glob[at] === "**", (at, index) => {
    const pieces = glob[at];
    return pieces !== undefined && pieces !== "**" && matchesSegment(pieces, segments[from + index] ?? "");
  });
}

function matchesSegment(pieces: readonly Piece[], name: string): boolean {
  return matchesRun(pieces.length, name.length, (at) => pieces[at] === "*", (at, index) => matchesPiece(pieces[at], name.charCodeAt(index)));
}

function matchesPiece(piece: Piece | undefined, unit: number): boolean {
  if (piece === undefined || piece === "*") return false;
  if (piece === "?") return true;
  if (typeof piece === "number") return piece === unit;
  return piece.ranges.some(([low, high]) => low <= unit && unit <= high) !== piece.negate;
}

/** Wildcard matching with one place to fall back to: the last star. At most length of pattern times length of input. */
function matchesRun(patterns: number, inputs: number, isStar: (at: number) => boolean, fits: (at: number, index: number) => boolean): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let starIndex = 0;
  while (index < inputs) {
    if (at < patterns && isStar(at)) {
      star = at++;
      starIndex = index;
    } else if (at < patterns && fits(at, index)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++starIndex;
    } else {
      return false;
    }
  }
  while (at < patterns && isStar(at)) at++;
  return at === patterns;
}

function compileSegment(segment: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < segment.length; at++) {
    const char = segment.charAt(at);
    if (char === "*") {
      if (pieces.at(-1) !== "*") pieces.push("*");
    } else if (char === "?") {
      pieces.push("?");
    } else if (char === "\\" && at + 1 < segment.length) {
      pieces.push(segment.charCodeAt(++at));
    } else if (char === "[") {
      const close = segment.indexOf("]", at + (/^\[[!^]/.test(segment.slice(at, at + 2)) ? 3 : 2));
      if (close < 0) {
        pieces.push(segment.charCodeAt(at));
      } else {
        pieces.push(compileClass(segment.slice(at + 1, close)));
        at = close;
      }
    } else {
      pieces.push(segment.charCodeAt(at));
    }
  }
  return pieces;
}

function compileClass(body: string): Piece {
  const negate = body.startsWith("!") || body.startsWith("^");
  const ranges: [number, number][] = [];
  for (let at = negate ? 1 : 0; at < body.length; at++) {
    if (body.charAt(at) === "\\" && at + 1 < body.length) at++;
    const low = body.charCodeAt(at);
    if (body.charAt(at + 1) === "-" && at + 2 < body.length) {
      ranges.push([low, body.charCodeAt(at + 2)]);
      at += 2;
    } else {
      ranges.push([low, low]);
    }
  }
  return { negate, ranges };
}

/** Alternatives of one pattern that are followed. */
const MAX_ALTERNATIVES = 64;

/** `packages/{a,b}/*` as the patterns that it stands for, the first sixty-four. Braces without a comma, or never closed, mean themselves. */
export function expandBraces(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.shift(); next !== undefined && done.length + open.length < MAX_ALTERNATIVES; next = open.shift()) {
    // the innermost pair first, so that what is expanded holds no further one
    const match = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (match === null) done.push(next);
    else for (const part of (match[1] ?? "").split(",")) open.push(next.slice(0, match.index) + part + next.slice(match.index + match[0].length));
  }
  return done;
}
