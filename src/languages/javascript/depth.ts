import { endOfLine, isWord, skipRegex, skipSame, skipString, skipTemplate } from "./skip.js";

/**
 * The parser is native code and recurses: a text that nests deeper than the thread's stack ends the whole process, and nothing can
 * catch that. So the depth is estimated from the tokens first. The weights are bytes of stack for one level, measured for each
 * construct and rounded up; half of a worker's stack of 4 MB is left to the host.
 */
const BUDGET = 3_500_000;
const BRACKET = 1750;
const HEAD_COST = 570;
const EXTENDS = 850;
const ARROW = 640;
const ANGLE = 950;
const LABEL = 430;
const NESTING = 350;
const CHAINING = 130;
const DOT = 240;
const DECORATOR = 300;
const CALL = 105;
/** The densest nesting takes 450 bytes of stack for one character of text. */
const SAFE_LENGTH = 4000;

/** Words behind which an expression, type or statement goes on a level deeper. */
const PREFIXES = new Set(["typeof", "void", "delete", "await", "yield", "new", "keyof", "unique", "readonly", "infer", "asserts", "do", "else", "extends", "return", "throw", "case", "in", "of", "instanceof", "as", "satisfies"]);
/** Words whose parenthesis is a head: what follows is a statement of its own, inside. */
const HEADS = new Set(["if", "for", "while", "with"]);
/** Words that carry on what stands before them. */
const INFIXES = new Set(["else", "in", "of", "instanceof", "as", "satisfies", "extends", "is", "while"]);

/** By first letter, how long the words are that begin with it, as bits: most words of a text are none of them, which their length tells. */
const SIZES = new Uint16Array(26);
for (const word of [...PREFIXES, ...HEADS, ...INFIXES]) {
  const letter = word.charCodeAt(0) - 97;
  SIZES[letter] = (SIZES[letter] ?? 0) | (1 << word.length);
}

// What the last token was, as far as it matters.
const OPERATOR = 0;
const OPERAND = 1;
const PREFIX = 2;
const HEAD_WORD = 3;
const HEAD = 4;
const BLOCK = 5;
const ELSE = 6;

const PAREN = 1;
const HEAD_PAREN = 2;
const BRACE = 3;
const HOLE = 4;

/** The parser lists each backslash that starts no escape, at a cost that grows with the square of their number. Code has next to none outside of strings. */
const MAX_STRAYS = 4000;

/** Behind `a <` the parser tries types first and an expression then, and so again in each bracket that it meets there: one level more takes four times as long. Code has two or three. */
const MAX_ANGLES = 10;

/** Why the parser might not come back from a text; undefined when it will. Comments, strings, templates and regular expressions are left out. */
export function findHazard(text: string): string | undefined {
  const isShort = text.length <= SAFE_LENGTH;
  if (isShort && text.split("<", MAX_ANGLES + 2).length <= MAX_ANGLES + 1) return undefined;
  const { stack, strays, angles } = estimate(text);
  if (angles > MAX_ANGLES) return "brackets behind angle brackets are nested too deeply";
  if (isShort) return undefined;
  if (stack > BUDGET) return "nested too deeply";
  return strays > MAX_STRAYS ? "too many backslashes outside of strings" : undefined;
}

/** Bytes of stack that parsing takes at the deepest point, at most, the backslashes that stand outside of strings, and the brackets inside each other before which a `<` is open; about a tenth of the time of parsing. */
export function estimate(text: string): { readonly stack: number; readonly strays: number; readonly angles: number } {
  let strays = 0;
  /** A `<` of the bracket at hand may still be one of types; of the brackets around, whether that was so when the next one began. */
  let angle = false;
  const around: boolean[] = [];
  let inAngles = 0;
  let angles = 0;
  const kinds: number[] = [];
  /** Weight of the level at hand that ends with its statement, and the weight that ends with its bracket. */
  const runs: number[] = [];
  let run = 0;
  let kept = 0;
  let below = 0;
  let deepest = 0;
  let last = OPERATOR;
  let broken = false;
  const length = text.length;
  let at = 0;

  const open = (kind: number): void => {
    around.push(angle);
    if (angle && ++inAngles > angles) angles = inAngles;
    angle = false;
    kinds.push(kind);
    runs.push(run, kept);
    below += run + kept + BRACKET;
    if (below > deepest) deepest = below;
    run = 0;
    kept = 0;
    last = OPERATOR;
  };
  const close = (): number => {
    const kind = kinds.pop();
    if (kind === undefined) return PAREN;
    angle = around.pop() ?? false;
    if (angle) inAngles -= 1;
    kept = runs.pop() ?? 0;
    run = runs.pop() ?? 0;
    below -= run + kept + BRACKET;
    return kind;
  };
  const count = (weight: number): void => {
    run += weight;
    if (below + run + kept > deepest) deepest = below + run + kept;
    last = OPERATOR;
  };

  while (at < length) {
    const code = text.charCodeAt(at);
    if (isWord(code)) {
      const start = at++;
      while (at < length && isWord(text.charCodeAt(at))) at++;
      const size = at - start;
      const word = size < 16 && code >= 97 && code <= 122 && ((SIZES[code - 97] ?? 0) & (1 << size)) !== 0 ? text.slice(start, at) : "";
      if ((last === BLOCK || (broken && last === OPERAND)) && !INFIXES.has(word)) run = 0;
      broken = false;
      if (word === "else") {
        kept += NESTING;
        if (below + run + kept > deepest) deepest = below + run + kept;
        last = ELSE;
      } else if (PREFIXES.has(word)) {
        count(word === "extends" ? EXTENDS : NESTING);
        last = PREFIX;
      } else if (HEADS.has(word)) {
        if (last !== ELSE) count(HEAD_COST);
        last = HEAD_WORD;
      } else {
        last = OPERAND;
      }
      continue;
    }
    at++;
    switch (code) {
      case 32: case 9:
        continue;
      case 10: case 13:
        broken = true;
        continue;
      case 92:
        strays++;
        last = OPERAND;
        break;
      case 34: case 39:
        at = skipString(text, at, code);
        last = OPERAND;
        break;
      case 96:
        count(CHAINING);
        at = skipTemplate(text, at);
        if (text.charCodeAt(at - 1) === 123) open(HOLE);
        else last = OPERAND;
        break;
      case 47: {
        const next = text.charCodeAt(at);
        if (next === 47) {
          at = endOfLine(text, at);
          continue;
        }
        if (next === 42) {
          const end = text.indexOf("*/", at + 1);
          at = end < 0 ? length : end + 2;
          continue;
        }
        // `/>` ends an element of JSX; a regular expression stands behind an operator.
        if (last === OPERAND || (last === BLOCK && next === 62)) {
          count(CHAINING);
        } else {
          at = skipRegex(text, at);
          last = OPERAND;
        }
        break;
      }
      case 40:
        open(last === HEAD_WORD ? HEAD_PAREN : PAREN);
        break;
      case 91:
        open(PAREN);
        break;
      case 123:
        open(BRACE);
        break;
      case 41: case 93:
        if (close() === HEAD_PAREN) {
          last = HEAD;
        } else {
          // Calls and subscripts in a row lean to the left.
          count(CALL);
          last = OPERAND;
        }
        break;
      case 125:
        if (close() === HOLE) {
          at = skipTemplate(text, at);
          if (text.charCodeAt(at - 1) === 123) open(HOLE);
          else last = OPERAND;
        } else {
          last = BLOCK;
        }
        break;
      case 59:
        angle = false;
        run = 0;
        last = OPERATOR;
        break;
      case 44:
        run = 0;
        last = OPERATOR;
        break;
      case 61: {
        const next = text.charCodeAt(at);
        if (next === 62) {
          at++;
          count(ARROW);
        } else if (next === 61) {
          at = skipSame(text, at, 61);
          count(CHAINING);
        } else {
          count(next === 34 || next === 39 ? 0 : NESTING);
        }
        break;
      }
      case 33:
        if (text.charCodeAt(at) === 61) at = skipSame(text, at, 61);
        count(CHAINING);
        break;
      case 63:
        if (text.charCodeAt(at) === 63) at++;
        count(text.charCodeAt(at) === 46 ? 0 : NESTING);
        break;
      case 58:
        count(LABEL);
        break;
      case 60: {
        const next = text.charCodeAt(at);
        if (next === 47) at++;
        else {
          count(next === 32 || next === 61 || next === 60 ? CHAINING : ANGLE);
          angle = true;
        }
        last = OPERATOR;
        break;
      }
      case 62:
        angle = false;
        last = OPERATOR;
        break;
      case 46:
        count(DOT);
        break;
      case 64:
        count(DECORATOR);
        break;
      case 38: case 124:
        at = skipSame(text, at, code);
        count(CHAINING);
        break;
      case 42:
        count(text.charCodeAt(at) === 42 ? NESTING : CHAINING);
        break;
      default:
        count(CHAINING);
    }
    broken = false;
  }
  return { stack: deepest, strays, angles };
}
