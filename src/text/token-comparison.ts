/** A token of a text in some language. Blanks and comments are none. */
export interface Token {
  /** `name` is anything spelled with letters: a keyword, a column, a variable. */
  readonly kind: "name" | "string" | "number" | "operator" | "expansion";
  readonly text: string;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: number;
  /** A literal or comment that nothing ends. */
  readonly broken?: string;
}

/** A lexer's rules in order, each anchored where it stands; `comment` and `blank` give no token, `broken` is a literal without an end. */
export type Lexicon = readonly (readonly [kind: Token["kind"] | "blank" | "comment" | "broken", pattern: RegExp])[];

/** Splits a text by the first rule that matches at each place; what none matches is an operator of one character. */
export function readTokens(text: string, lexicon: Lexicon): Tokens {
  const tokens: Token[] = [];
  let comments = 0;
  let broken: string | undefined;
  for (let at = 0; at < text.length; ) {
    const start = at;
    for (const [kind, pattern] of lexicon) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (found === undefined || found === "") continue;
      at += found.length;
      if (kind === "comment") comments++;
      else if (kind === "broken") broken ??= "a literal that nothing ends";
      else if (kind !== "blank") tokens.push({ kind, text: found });
      break;
    }
    if (at === start) tokens.push({ kind: "operator", text: text[at++] ?? "" });
  }
  return { tokens, comments, ...(broken === undefined ? {} : { broken }) };
}

/** Where two token sequences part: what the hostile one has in the place of what the benign one has there. Undefined where they are alike but for values. */
export interface Parting {
  readonly meant: readonly Token[];
  readonly made: readonly Token[];
  /** How many tokens stand before it. */
  readonly at: number;
}

/** Values may differ, and one name or value may stand for another; everything else is the same. */
export function partingOf(meant: readonly Token[], made: readonly Token[]): Parting | undefined {
  if (meant.length === made.length && meant.every((token, at) => isAlike(token, made[at]))) return undefined;
  let start = 0;
  while (start < meant.length && start < made.length && meant[start]?.text === made[start]?.text) start++;
  let [few, many] = [meant.length, made.length];
  while (few > start && many > start && meant[few - 1]?.text === made[many - 1]?.text) [few, many] = [few - 1, many - 1];
  return { meant: meant.slice(start, few), made: made.slice(start, many), at: start };
}

function isAlike(meant: Token, made: Token | undefined): boolean {
  if (made === undefined) return false;
  if (meant.text === made.text) return true;
  const isValue = meant.kind !== "operator" && meant.kind !== "expansion" && made.kind !== "operator" && made.kind !== "expansion";
  // a string stays one: a name in its place reads something else
  return isValue && (meant.kind === made.kind || meant.kind !== "string");
}

/** Tokens as text, for a message. */
export function textOfTokens(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(" ");
}
