import type { Command, Redirection, Script, Word, WordPart } from "./shell-tree.js";

interface Reader {
  readonly text: string;
  readonly script: Script;
  at: number;
  depth: number;
  /** Here-documents whose text starts behind the next line end. */
  waiting: Redirection[];
}

const DEEPEST = 40;
const BLANK = /[ \t]/;
const ENDS_WORD = /[ \t\n;&|<>()]/;
const OPERATOR = /;;&|;;|;&|;|&&|&|\|\||\|&|\||\(|\)/y;
const REDIRECTION = /&>>|&>|<<<|<<-|<<|<&|<>|<|>>|>&|>\||>/y;
const NAME = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;
const BRACKETS = /\[[^\]\s;&|<>()'"$`\\]{1,64}\]/y;
const BRACES = /\{[^{}\s'"$`\\]{0,128}(?:,|\.\.)[^{}\s'"$`\\]{0,128}\}/y;

/** A command line as POSIX shells and bash read it. Any text gives a script; one that a shell would not take is `broken`. */
export function parseShell(text: string): Script {
  return parseAt(text, 0);
}

function parseAt(text: string, depth: number): Script {
  const reader: Reader = { text, script: { nodes: [], comments: 0 }, at: 0, depth, waiting: [] };
  readScript(reader, reader.script, false);
  readDocuments(reader);
  return reader.script;
}

function take(r: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = r.at;
  const found = pattern.exec(r.text)?.[0];
  if (found !== undefined) r.at += found.length;
  return found;
}

function readScript(r: Reader, script: Script, inSubstitution: boolean): void {
  let command: Command | undefined;
  let parentheses = 0;
  const open = (): Command => {
    if (command === undefined) script.nodes.push((command = { words: [], redirections: [] }));
    return command;
  };
  while (r.at < r.text.length) {
    const char = r.text[r.at] ?? "";
    if (BLANK.test(char)) r.at++;
    else if (char === "\\" && r.text[r.at + 1] === "\n") r.at += 2;
    else if (char === "#") {
      script.comments++;
      const end = r.text.indexOf("\n", r.at);
      // a comment in backquotes or parentheses ends with its line as well
      r.at = end < 0 ? r.text.length : end;
    } else if (char === "\n") {
      r.at++;
      readDocuments(r);
      if (script.nodes.at(-1) !== "\n") script.nodes.push("\n");
      command = undefined;
    } else if (/[<>]/.test(char) && r.text[r.at + 1] === "(") open().words.push(readWord(r));
    else if (/[<>]/.test(char) || /^&>/.test(r.text.slice(r.at, r.at + 2))) readRedirection(r, open());
    else if (char === ")" && inSubstitution && parentheses === 0) {
      r.at++;
      return;
    } else {
      const operator = take(r, OPERATOR);
      if (operator === undefined) {
        const word = readWord(r);
        // the number of what is redirected: `2>&1`
        if (/^\d$/.test(word.text) && /[<>]/.test(r.text[r.at] ?? "")) readRedirection(r, open());
        else open().words.push(word);
        continue;
      }
      parentheses += operator === "(" ? 1 : operator === ")" ? -1 : 0;
      script.nodes.push(operator);
      command = undefined;
    }
  }
  if (inSubstitution) r.script.broken ??= "a substitution that nothing ends";
}

function readRedirection(r: Reader, command: Command): void {
  const operator = take(r, REDIRECTION) ?? "";
  while (BLANK.test(r.text[r.at] ?? "")) r.at++;
  const target = r.at < r.text.length && (!ENDS_WORD.test(r.text[r.at] ?? "") || /^[<>]\(/.test(r.text.slice(r.at, r.at + 2))) ? readWord(r) : undefined;
  const redirection: Redirection = { operator, target };
  command.redirections.push(redirection);
  if (operator === "<<" || operator === "<<-") r.waiting.push(redirection);
}

/** The lines up to the delimiter of each here-document that waits. */
function readDocuments(r: Reader): void {
  const waiting = r.waiting;
  r.waiting = [];
  for (const document of waiting) {
    const delimiter = document.target?.text ?? "";
    const start = r.at;
    let end = r.text.length;
    while (r.at < r.text.length) {
      const lineEnd = r.text.indexOf("\n", r.at);
      const line = r.text.slice(r.at, lineEnd < 0 ? undefined : lineEnd);
      const lineStart = r.at;
      r.at = lineEnd < 0 ? r.text.length : lineEnd + 1;
      if ((document.operator === "<<-" ? line.replace(/^\t+/, "") : line) === delimiter) {
        end = lineStart;
        break;
      }
    }
    const text = r.text.slice(start, end);
    document.body = document.target?.quoted === true ? { parts: [{ kind: "text", text }], text, quoted: true } : bodyOf(r, text);
  }
}

function bodyOf(r: Reader, text: string): Word {
  const reader: Reader = { text, script: r.script, at: 0, depth: r.depth + 1, waiting: [] };
  const word = new WordBuilder();
  readQuoted(reader, word, undefined);
  return word.build(false);
}

/** Adjacent texts are one part, however each of them was quoted. */
class WordBuilder {
  readonly parts: WordPart[] = [];
  text = "";
  private run: string[] = [];

  add(text: string): void {
    this.run.push(text);
  }

  push(part: Exclude<WordPart, { kind: "text" }>): void {
    this.flush();
    this.parts.push(part);
    this.text += part.text;
  }

  build(quoted: boolean): Word {
    this.flush();
    return { parts: this.parts, text: this.text, quoted };
  }

  private flush(): void {
    const text = this.run.join("");
    this.run = [];
    if (text === "") return;
    this.parts.push({ kind: "text", text });
    this.text += text;
  }
}

function readWord(r: Reader): Word {
  const word = new WordBuilder();
  const start = r.at;
  let quoted = false;
  while (r.at < r.text.length) {
    const char = r.text[r.at] ?? "";
    if (/[<>]/.test(char) && r.at === start && r.text[r.at + 1] === "(") {
      r.at++;
      if (!isTooDeep(r)) readSubstitution(r, word, start);
      continue;
    }
    if (ENDS_WORD.test(char)) break;
    if (/['"\\]/.test(char)) quoted = true;
    if (char === "\\") {
      if (r.text[r.at + 1] !== "\n") word.add(r.text[r.at + 1] ?? "\\");
      r.at += 2;
    } else if (char === "'") {
      const end = r.text.indexOf("'", r.at + 1);
      if (end < 0) r.script.broken ??= "a quote that nothing ends";
      word.add(r.text.slice(r.at + 1, end < 0 ? undefined : end));
      r.at = end < 0 ? r.text.length : end + 1;
    } else if (char === "\"") {
      r.at++;
      readQuoted(r, word, "\"");
    } else if (char === "$" || char === "`") readExpansion(r, word, false);
    else readPlain(r, word, start);
  }
  return word.build(quoted);
}

function readPlain(r: Reader, word: WordBuilder, start: number): void {
  const char = r.text[r.at] ?? "";
  const pattern = char === "*" || char === "?" || (char === "~" && r.at === start) ? char : char === "[" ? peek(r, BRACKETS) : char === "{" ? peek(r, BRACES) : undefined;
  if (pattern === undefined) word.add(char);
  else word.push({ kind: "pattern", text: pattern });
  r.at += pattern?.length ?? 1;
}

function peek(r: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = r.at;
  return pattern.exec(r.text)?.[0];
}

/** Text in which only `$`, backquotes and the backslash before these count: inside double quotes, a here-document, or `${name:-…}` and `$((…))`. */
function readQuoted(r: Reader, word: WordBuilder, end: "\"" | "}" | "))" | undefined): void {
  let open = 0;
  while (r.at < r.text.length) {
    const char = r.text[r.at] ?? "";
    if (char === "\\") {
      const next = r.text[r.at + 1] ?? "";
      if (next !== "\n") word.add(/[$`\\]/.test(next) || next === end ? next : `\\${next}`);
      r.at += 2;
    } else if (end !== undefined && open === 0 && r.text.startsWith(end, r.at)) {
      r.at += end.length;
      return;
    } else if (char === "$" || char === "`") readExpansion(r, word, true);
    else {
      if (end === "))") open += char === "(" ? 1 : char === ")" ? -1 : 0;
      word.add(char);
      r.at++;
    }
  }
  if (end !== undefined) r.script.broken ??= end === "\"" ? "a quote that nothing ends" : "an expansion that nothing ends";
}

function readExpansion(r: Reader, word: WordBuilder, inQuotes: boolean): void {
  const start = r.at;
  if (isTooDeep(r)) return;
  if (r.text[r.at] === "`") return readBackquotes(r, word);
  r.at++;
  const next = r.text[r.at] ?? "";
  if (r.text.startsWith("((", r.at)) readInside(r, word, start, 2, "))");
  else if (next === "(") readSubstitution(r, word, start);
  else if (next === "{") readInside(r, word, start, 1, "}");
  else if (next === "'" && !inQuotes) readEscaped(r, word);
  else if (next === "\"" && !inQuotes) {
    r.at++;
    readQuoted(r, word, "\"");
  } else if (take(r, NAME) !== undefined) word.push({ kind: "parameter", text: r.text.slice(start, r.at), parts: [] });
  else word.add("$");
}

/** Nothing more is read then. */
function isTooDeep(r: Reader): boolean {
  if (r.depth <= DEEPEST) return false;
  r.script.broken ??= "expansions that are nested too deeply";
  r.at = r.text.length;
  return true;
}

function readInside(r: Reader, word: WordBuilder, start: number, skipped: number, end: "}" | "))"): void {
  r.at += skipped;
  r.depth++;
  const inside = new WordBuilder();
  readQuoted(r, inside, end);
  r.depth--;
  word.push({ kind: "parameter", text: r.text.slice(start, r.at), parts: inside.build(false).parts });
}

/** Stands on the parenthesis. */
function readSubstitution(r: Reader, word: WordBuilder, start: number): void {
  r.at++;
  r.depth++;
  const script: Script = { nodes: [], comments: 0 };
  readScript(r, script, true);
  r.depth--;
  word.push({ kind: "command", text: r.text.slice(start, r.at), script });
}

/** Inside backquotes a backslash before `$`, a backquote or a backslash belongs to the outer reading. */
function readBackquotes(r: Reader, word: WordBuilder): void {
  const start = r.at;
  const inside: string[] = [];
  for (r.at++; r.at < r.text.length && r.text[r.at] !== "`"; r.at++) {
    if (r.text[r.at] === "\\" && /[$`\\]/.test(r.text[r.at + 1] ?? "")) r.at++;
    inside.push(r.text[r.at] ?? "");
  }
  if (r.at >= r.text.length) r.script.broken ??= "a substitution that nothing ends";
  r.at++;
  const script = parseAt(inside.join(""), r.depth + 1);
  if (script.broken !== undefined) r.script.broken ??= script.broken;
  word.push({ kind: "command", text: r.text.slice(start, r.at), script });
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", v: "\v" };

/** `$'…'`: a backslash takes the next character along, the quote too. */
function readEscaped(r: Reader, word: WordBuilder): void {
  for (r.at++; r.at < r.text.length; r.at++) {
    const char = r.text[r.at] ?? "";
    if (char === "'") {
      r.at++;
      return;
    }
    if (char === "\\") r.at++;
    const next = r.text[r.at] ?? "";
    word.add(char === "\\" ? (ESCAPES[next] ?? next) : char);
  }
  r.script.broken ??= "a quote that nothing ends";
}
