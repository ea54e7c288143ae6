/** A piece of a word of a shell; what quotes and backslashes were for is gone. */
export type WordPart =
  | { readonly kind: "text"; readonly text: string }
  /** A pattern of file names, `~`, or `{a,b}`: the shell puts other words in its place. */
  | { readonly kind: "pattern"; readonly text: string }
  /** `$name`, `${name:-word}`, `$((…))`; `parts` is what is expanded inside. */
  | { readonly kind: "parameter"; readonly text: string; readonly parts: readonly WordPart[] }
  /** `$(…)`, backquotes, `<(…)`. */
  | { readonly kind: "command"; readonly text: string; readonly script: Script };

export interface Word {
  readonly parts: readonly WordPart[];
  /** The word without its quotes, expansions as they are written. */
  readonly text: string;
  /** Something of it is quoted. */
  readonly quoted: boolean;
}

export interface Redirection {
  readonly operator: string;
  readonly target: Word | undefined;
  /** Of a here-document: its text. */
  body?: Word;
}

export interface Command {
  readonly words: Word[];
  readonly redirections: Redirection[];
}

/** Commands and what stands between them (`;`, `&&`, `|`, a line end, parentheses), in order. Reserved words (`if`, `{`, `!`) are words. */
export interface Script {
  readonly nodes: (Command | string)[];
  /** The comments in it. */
  comments: number;
  /** Why a shell would not take it: a quote or a substitution that nothing ends. */
  broken?: string;
}
