import type { SqlDialect } from "./oracle.js";
import { type Lexicon, readTokens, type Token, type Tokens } from "./token-comparison.js";

const DOUBLED = /[nNbBxX]?'(?:[^']|'')*'/y;
const ESCAPED = /'(?:[^'\\]|''|\\[^])*'/y;
const NAMES: Lexicon[number] = ["string", /"(?:[^"]|"")*"/y];
const BACKQUOTED: Lexicon[number] = ["string", /`(?:[^`]|``)*`/y];
const BRACKETED: Lexicon = [["string", /\[(?:[^\]]|\]\])*\]/y], ["broken", /\[[^]*/y]];

const COMMENTS: Lexicon = [["comment", /--[^\n]*|\/\*[^]*?\*\//y], ["broken", /\/\*[^]*/y]];

/** What a dialect spells otherwise than the standard: how literals and quoted names end, and what starts a comment. */
const LITERALS: Readonly<Record<SqlDialect | "standard", Lexicon>> = {
  standard: [...COMMENTS, ["string", DOUBLED], NAMES, BACKQUOTED],
  // https://www.postgresql.org/docs/current/sql-syntax-lexical.html: E'…' knows the backslash, $tag$…$tag$ nothing at all; block comments nest
  postgres: [
    ["comment", /--[^\n]*|\/\*(?:[^/*]|\*(?!\/)|\/(?!\*)|\/\*(?:[^*]|\*(?!\/))*\*\/)*\*\//y],
    ["broken", /\/\*[^]*/y],
    ["string", /[eE]'(?:[^'\\]|''|\\[^])*'/y],
    ["string", DOUBLED],
    ["string", /\$([A-Za-z_]\w{0,62})?\$[^]*?\$\1\$/y],
    ["broken", /\$(?:[A-Za-z_]\w{0,62})?\$[^]*/y],
    NAMES,
  ],
  // https://dev.mysql.com/doc/refman/8.4/en/comments.html: "--" needs a blank behind it; "/*!" is no comment
  mysql: [["comment", /--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!!)[^]*?\*\//y], ["broken", /\/\*(?!!)[^]*/y], ["string", ESCAPED], ["string", /"(?:[^"\\]|""|\\[^])*"/y], BACKQUOTED],
  sqlite: [["comment", /--[^\n]*|\/\*[^]*?(?:\*\/|$)/y], ["string", DOUBLED], NAMES, BACKQUOTED, ...BRACKETED],
  mssql: [...COMMENTS, ["string", DOUBLED], NAMES, ...BRACKETED],
};

const REST: Lexicon = [
  ["blank", /\s+/y],
  ["broken", /['"`][^]*/y],
  ["operator", /\$\d+|::|:[A-Za-z_]\w*|@@?[A-Za-z_]\w*|[<>!=]=|<>|\|\||:=/y],
  ["number", /0x[\da-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ["name", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
];

const LEXICONS = new Map(Object.entries(LITERALS).map(([dialect, literals]): [string, Lexicon] => [dialect, [...literals, ...REST]]));

/** The tokens of SQL. A sign before a number belongs to it, a keyword is a name. */
export function readSql(text: string, dialect: SqlDialect | "standard"): Tokens {
  const read = readTokens(text, LEXICONS.get(dialect) ?? REST);
  return { ...read, tokens: joinSigns(read.tokens) };
}

function joinSigns(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const [before, sign] = joined.slice(-2).length === 2 ? joined.slice(-2) : [undefined, joined.at(-1)];
    const isSign = token.kind === "number" && sign?.kind === "operator" && /^[+-]$/.test(sign.text) && (before === undefined || (before.kind === "operator" && before.text !== ")"));
    if (isSign) joined.pop();
    joined.push(isSign ? { kind: "number", text: `${sign.text}${token.text}` } : token);
  }
  return joined;
}

/** The statements of a token sequence, empty ones left out. */
export function statementsOf(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ";") statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}
