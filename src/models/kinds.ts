/**
 * What a tainted string can still do, one bit each. Steps and guards clear bits, a sink names the bits that hurt it.
 * Bits speak of what the attacker's part of a value can do at the top level of the value's own syntax: a value put between
 * single quotes with its own single quotes escaped has lost METACHARACTER, because nothing of it is outside the quotes.
 */
export const DANGERS = {
  ABSOLUTE: 1 << 0,
  DOTDOT: 1 << 1,
  OUTSIDE: 1 << 2,
  SIBLING: 1 << 3,
  SEPARATOR: 1 << 4,
  LINK: 1 << 5,
  SCHEME: 1 << 6,
  HOST: 1 << 7,
  ADDRESS: 1 << 8,
  NAME: 1 << 9,
  METACHARACTER: 1 << 10,
  SUBSTITUTION: 1 << 11,
  NEWLINE: 1 << 12,
  SPACE: 1 << 13,
  DASH: 1 << 14,
  SINGLE_QUOTE: 1 << 15,
  DOUBLE_QUOTE: 1 << 16,
  BACKQUOTE: 1 << 17,
  BACKSLASH: 1 << 18,
  SQL: 1 << 19,
  CODE: 1 << 20,
  FREE: 1 << 21,
  OPERATOR: 1 << 22,
  LITERAL_QUOTE: 1 << 23,
  FRAGMENT: 1 << 24,
} as const;

export type Danger = keyof typeof DANGERS;

/** What each danger means, for whoever reads its name in a trace or writes it in a model. */
export const DANGER_WORDS: Readonly<Record<Danger, string>> = {
  ABSOLUTE: "starts at the root of the file system, or at a drive",
  DOTDOT: "holds a `..` segment that has not been resolved yet",
  OUTSIDE: "a resolved path that may lie anywhere",
  SIBLING: "a resolved path beside its root, as `/srv/data-old` is beside `/srv/data`: the prefix was compared without a separator behind it",
  SEPARATOR: "holds `/`; where paths are meant, `\\` counts too",
  LINK: "a path that was not resolved through links",
  SCHEME: "chooses the scheme of a URL",
  HOST: "chooses the host of a URL",
  ADDRESS: "the host may be a private address written out, as `169.254.169.254`",
  NAME: "the host may be a name that resolves to a private address",
  METACHARACTER: "holds `;`, `&`, `|`, `<`, `>`, `(` or `)`, which end a word or a command of a shell",
  SUBSTITUTION: "holds `$` or a backquote, which a shell substitutes inside double quotes too",
  NEWLINE: "holds a line break",
  SPACE: "holds a blank, and becomes several words",
  DASH: "may start with `-`, and be taken for an option",
  SINGLE_QUOTE: "holds a single quote",
  DOUBLE_QUOTE: "holds a double quote",
  BACKQUOTE: "holds a backquote",
  BACKSLASH: "holds a backslash",
  SQL: "free text where a statement of a query language is parsed",
  CODE: "free text where program text or a template is parsed",
  FREE: "any name at all, where one of a list is meant",
  OPERATOR: "may be an object with operator keys, as `{ $ne: 1 }`, where a plain value is meant",
  LITERAL_QUOTE: "ends a single-quoted literal of program text, where a backslash spends the quote",
  FRAGMENT: "free text inside a statement that the program wrote: what ends its place there changes what the statement reads",
};

/** A set of dangers, as bits. */
export type Dangers = number;

export const NO_DANGERS: Dangers = 0;
export const ALL_DANGERS: Dangers = (1 << 25) - 1;
/** What a text can do as it comes from outside: it was not resolved yet, so it lies nowhere, and it stands in no statement. */
export const RAW_DANGERS: Dangers = ALL_DANGERS & ~(DANGERS.OUTSIDE | DANGERS.SIBLING | DANGERS.FRAGMENT);

/** The bits of the named dangers. */
export function dangers(...names: readonly Danger[]): Dangers {
  return names.reduce((bits, name) => bits | DANGERS[name], NO_DANGERS);
}

/** The names of the set bits, in the order of the table. */
export function dangerNames(bits: Dangers): Danger[] {
  return (Object.keys(DANGERS) as Danger[]).filter((name) => (bits & DANGERS[name]) !== 0);
}

/** What a sink does with a value, and which dangers hurt there. The phrase completes "input reaches ...". */
export const SINK_KINDS = {
  shell: { phrase: "a string that a shell parses", hurts: dangers("METACHARACTER", "SUBSTITUTION", "NEWLINE") },
  program: { phrase: "the name of a program that is started", hurts: dangers("FREE") },
  /** An argument list; judged by program and position, see `programs` in the model of child_process. */
  arguments: { phrase: "the arguments of a program", hurts: dangers("DASH") },
  sql: { phrase: "SQL text", hurts: dangers("SQL") },
  nosql: { phrase: "a query object", hurts: dangers("OPERATOR") },
  script: { phrase: "a script that a database runs", hurts: dangers("CODE") },
  code: { phrase: "program text", hurts: dangers("CODE") },
  template: { phrase: "the text of a template", hurts: dangers("CODE") },
  module: { phrase: "the path of a module that is loaded", hurts: dangers("ABSOLUTE", "DOTDOT", "OUTSIDE") },
  url: { phrase: "the host of a request", hurts: dangers("ADDRESS", "NAME") },
  /** A URL whose host is fixed; asked for apart, see request-paths.ts. */
  segment: { phrase: "a segment in the path of a request", hurts: dangers("DOTDOT") },
  path: { phrase: "a file system path", hurts: dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING") },
  /** A path that stays in its root as it is written; asked for apart, see links-followed.ts. */
  link: { phrase: "a file that a link may stand for", hurts: dangers("LINK") },
  /** Where the caller's own credential must not go; asked for apart, see credentials.ts. */
  header: { phrase: "a header of an outgoing request", hurts: ALL_DANGERS },
  /** Where secrets must not go; asked for apart, as they are no input of a caller's. */
  result: { phrase: "what a handler gives back", hurts: ALL_DANGERS },
  log: { phrase: "a log", hurts: ALL_DANGERS },
  /** Asked for apart, as what escapes it clears no other danger. */
  pattern: { phrase: "the text of a regular expression", hurts: ALL_DANGERS },
  /** Asked for apart, see key-paths.ts. */
  key: { phrase: "the name of a field that leads to another one that is written", hurts: dangers("FREE") },
  description: { phrase: "a text that the model is shown", hurts: ALL_DANGERS },
  object: { phrase: "data that may become objects of any kind", hurts: dangers("CODE") },
} as const satisfies Record<string, { phrase: string; hurts: Dangers }>;

export type SinkKind = keyof typeof SINK_KINDS;

/** Where untrusted input enters. The phrase stands before the name: "argument `path` of tool `read_file`". */
export const SOURCE_KINDS = {
  tool: "argument of a tool",
  resource: "URI or variable of a resource",
  prompt: "argument of a prompt",
  completion: "value to complete",
  http: "HTTP request",
  client: "answer of the client",
  export: "parameter of an exported function",
  credential: "credential of the caller",
  secret: "setting or input that holds a secret",
  error: "error with its stack",
  archive: "name of an entry of an archive",
  remote: "answer of another server",
  whole: "file, rows or page of a caller's choice",
} as const;

export type SourceKind = keyof typeof SOURCE_KINDS;
