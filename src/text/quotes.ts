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

/** No danger by itself: the text is harmless by quotes of its own alone. Inside further quotes it is as free as it was before. */
export const OWN_QUOTES = 1 << 25;

/** Of these a text must have been held back for its own quotes to matter. */
const FREES = dangers("METACHARACTER", "SUBSTITUTION", "SQL", "CODE");

/** What quotes of the text's own take away, and further quotes round them give back. */
const HELD = QUOTED | dangers("SUBSTITUTION", "DOUBLE_QUOTE", "SINGLE_QUOTE", "BACKQUOTE", "SQL", "CODE");

/**
 * What is left of a value's dangers when it stands inside quotes. DASH and everything about paths and URLs stays: quotes change words, not
 * what the words mean. SQL goes even with BACKSLASH, by the standard's reading; MySQL's own escapes are not looked at.
 */
export function insideQuotes(bits: Dangers, quote: Quote): Dangers {
  if (quote === "") return bits;
  if ((bits & OWN_QUOTES) !== 0) return bits | HELD;
  const left = clearedInside(bits, quote);
  return (bits & ~left & FREES) === 0 ? left : left | OWN_QUOTES;
}

function clearedInside(bits: Dangers, quote: Exclude<Quote, "">): Dangers {
  switch (quote) {
    case "'":
      // A text that may hold the quote leaves it and can do all that it could outside.
      if ((bits & DANGERS.SINGLE_QUOTE) !== 0) return (bits & DANGERS.LITERAL_QUOTE) === 0 ? bits & ~literalCode(bits) : bits;
      return bits & ~(QUOTED | dangers("SUBSTITUTION", "DOUBLE_QUOTE", "BACKQUOTE", "SQL") | literalCode(bits));
    case "\"":
      if ((bits & DANGERS.DOUBLE_QUOTE) !== 0) return bits;
      // A shell substitutes inside double quotes: SUBSTITUTION and BACKQUOTE stay.
      return bits & ~(QUOTED | dangers("SINGLE_QUOTE", "SQL") | literalCode(bits));
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
