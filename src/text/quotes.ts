import { DANGERS, dangers, type Dangers } from "../models/kinds.js";

/** The quote that a place in a text stands in; "" is outside of all. */
export type Quote = "" | "'" | "\"" | "`";

/**
 * The quote that is open behind a constant text which starts inside `from`. A backslash takes the next character along, except inside single quotes, where a
 * shell knows none; an apostrophe between two letters outside of quotes ("don't") is no quote.
 */
export function scanQuotes(text: string, from: Quote): Quote {
  let open = from;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\" && open !== "'") at++;
    else if (char !== "'" && char !== "\"" && char !== "`") continue;
    else if (open === char) open = "";
    else if (open === "" && !(char === "'" && isLetter(text[at - 1]) && isLetter(text[at + 1]))) open = char;
  }
  return open;
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /^\p{L}$/u.test(char);
}

/** What quotes of a shell take away from a text that cannot end them. */
const QUOTED = dangers("METACHARACTER", "NEWLINE", "SPACE");

/**
 * Marks, no dangers by themselves: what quotes of the text's own hold back, one mark a grammar, and which quotes those are. Further quotes of the same sort are
 * ended by them; inside of others they are plain characters. Either way what they held back is free again.
 */
const HELD: readonly (readonly [mark: number, held: Dangers])[] = [
  [1 << 25, QUOTED],
  [1 << 26, dangers("SUBSTITUTION")],
  [1 << 27, dangers("SQL")],
  [1 << 28, dangers("CODE")],
];
const OWN: Readonly<Record<Exclude<Quote, "">, number>> = { "'": 1 << 29, "\"": 1 << 30, "`": 0 };
const OWN_QUOTES = OWN["'"] | OWN["\""];

/** The dangers of a text whose own quotes count for nothing. The mark of which quotes it has stays. */
function freed(bits: Dangers): Dangers {
  let free = bits;
  for (const [mark, held] of HELD) if ((bits & mark) !== 0) free = (free & ~mark) | held;
  return free;
}

/** What is left of a text's dangers that is written between quotes which it cannot end: `left` of `bits`, and what the quotes hold back of the others. */
export function heldBy(quote: Exclude<Quote, "">, bits: Dangers, left: Dangers): Dangers {
  const gone = bits & ~left;
  let marks = 0;
  for (const [mark, held] of HELD) if ((gone & held & ~dangers("NEWLINE", "SPACE")) !== 0) marks |= mark;
  return marks === 0 ? left : left | marks | OWN[quote];
}

/** A text in which these dangers are cleared by an escape: where that escapes the text's own quotes too, they are plain characters now. */
export function escapeQuotes(bits: Dangers, cleared: Dangers): Dangers {
  let own = 0;
  if ((cleared & DANGERS.SINGLE_QUOTE) !== 0) own |= OWN["'"];
  if ((cleared & DANGERS.DOUBLE_QUOTE) !== 0) own |= OWN["\""];
  return ((bits & own) === 0 ? bits : freed(bits) & ~own) & ~cleared;
}

/**
 * What is left of a value's dangers when it stands inside quotes. DASH and everything about paths and URLs stays: quotes change words, not
 * what the words mean. SQL goes even with BACKSLASH, by the standard's reading; MySQL's own escapes are not looked at.
 */
export function insideQuotes(bits: Dangers, quote: Quote): Dangers {
  if (quote === "") return bits;
  const free = freed(bits);
  // backquotes have no mark: they are the text's own where neither of the others is
  const isClosed = quote === "`" ? free !== bits && (bits & OWN_QUOTES) === 0 : (bits & OWN[quote]) !== 0;
  return isClosed ? free : heldBy(quote, free, clearedInside(free, quote));
}

function clearedInside(bits: Dangers, quote: Exclude<Quote, "">): Dangers {
  switch (quote) {
    case "'":
      // A text that may hold the quote leaves it and can do all that it could outside.
      if ((bits & DANGERS.SINGLE_QUOTE) !== 0) return (bits & DANGERS.LITERAL_QUOTE) === 0 ? bits & ~literalCode(bits) : bits;
      return bits & ~(QUOTED | dangers("SUBSTITUTION", "SQL") | literalCode(bits));
    case "\"":
      if ((bits & DANGERS.DOUBLE_QUOTE) !== 0) return bits;
      // A shell substitutes inside double quotes: SUBSTITUTION stays.
      return bits & ~(QUOTED | dangers("SQL") | literalCode(bits));
    case "`": {
      if ((bits & DANGERS.BACKQUOTE) !== 0) return bits;
      // For a shell, backquotes run what is inside them: nothing of its dangers goes. For MySQL they quote a name.
      const left = bits & ~DANGERS.SQL;
      // For JavaScript they quote a text of many lines, in which `${` opens an expression.
      return (bits & dangers("SUBSTITUTION", "BACKSLASH")) === 0 ? left & ~DANGERS.CODE : left;
    }
  }
}

/** A string literal of a program is also left by a backslash before its end, and broken by a line end. */
function literalCode(bits: Dangers): Dangers {
  return (bits & dangers("BACKSLASH", "NEWLINE")) === 0 ? DANGERS.CODE : 0;
}
