import { breaks, HOLDS, quoted, unknown } from "./judgement.js";
import type { Judgement } from "./oracle.js";
import { type Lexicon, partingOf, readTokens, textOfTokens, type Token, type Tokens } from "./token-comparison.js";

/** cmd.exe: a quote holds operators back, `^` takes the next character along outside of quotes; `%NAME%` is replaced whatever the quotes. */
const CMD: Lexicon = [
  ["blank", /[ \t,;=]+/y],
  ["operator", /&&|\|\||>>|[&|<>\n]|\r\n/y],
  ["name", /(?:"[^"\n]*"|\^[^]|[^\s"^&|<>,;=])+/y],
  ["broken", /"[^\n]*/y],
];

/** PowerShell, whose quotes have typographic spellings too. */
const POWERSHELL: Lexicon = [
  ["comment", /<#[^]*?#>|#[^\n]*/y],
  ["broken", /<#[^]*/y],
  ["operator", /\r?\n|&&|\|\||[;|&(){},<>]|@(?=[({])/y],
  ["blank", /\s+/y],
  ["string", /@'\r?\n[^]*?\n'@|(?:['\u2018\u2019\u201a\u201b](?:[^'\u2018\u2019\u201a\u201b]|['\u2018\u2019\u201a\u201b]{2})*['\u2018\u2019\u201a\u201b])/y],
  ["string", /["\u201c\u201d\u201e](?:[^"\u201c\u201d\u201e`]|["\u201c\u201d\u201e]{2}|`[^])*["\u201c\u201d\u201e]/y],
  ["broken", /['"\u2018-\u201e][^]*/y],
  ["expansion", /\$(?:[\w:]+|\{[^}]*\}|\()/y],
  ["name", /(?:`[^]|[^\s`;|&(){},<>'"$#\u2018-\u201e]|#)+/y],
];

/** Two command lines of a shell of Windows. */
export function judgeWindowsShell(shell: "cmd" | "powershell", benign: string, hostile: string, sent: { readonly benign: string }): Judgement {
  const [meant, made] = [readShell(shell, benign), readShell(shell, hostile)];
  if (meant.broken !== undefined) return unknown(`the benign command line has ${meant.broken}`);
  const parting = partingOf(meant.tokens, made.tokens);
  if (made.comments > meant.comments) return breaks("makes a comment of the rest of the command line");
  if (parting === undefined) {
    if (made.broken !== undefined) return unknown(`the hostile command line has ${made.broken}`);
    const [name, other] = [made.tokens[0]?.text, meant.tokens[0]?.text];
    return name !== other && other?.startsWith(sent.benign) === true ? breaks(`is the command that the shell runs: ${quoted(textOfTokens(made.tokens))}`) : HOLDS;
  }
  const joint = parting.made.findIndex((token) => token.kind === "operator" && /^(?:&&?|\|\|?|;|\r?\n|[({])$/.test(token.text));
  if (joint >= 0) return breaks(`starts another command: ${quoted(textOfTokens(parting.made.slice(joint + 1)))}`);
  const expansion = parting.made.find(({ kind }) => kind === "expansion");
  if (expansion !== undefined) return breaks(`is expanded by the shell: ${quoted(expansion.text)}`);
  const redirection = parting.made.findIndex(({ text }) => /^[<>]/.test(text));
  if (redirection >= 0) return breaks(`redirects: ${quoted(textOfTokens(parting.made.slice(redirection)))}`);
  if (made.broken !== undefined) return unknown(`the hostile command line has ${made.broken}`);
  return made.tokens.length > meant.tokens.length ? breaks(`adds an argument: ${quoted(parting.made.at(-1)?.text ?? "")}`) : unknown("the words of the command line differ");
}

function readShell(shell: "cmd" | "powershell", text: string): Tokens {
  const read = readTokens(text, shell === "cmd" ? CMD : POWERSHELL);
  return { ...read, tokens: read.tokens.flatMap((token) => [token, ...expansionsIn(shell, token)]) };
}

/** What is expanded inside a token: in cmd.exe whatever the quotes, in PowerShell inside double ones. */
function expansionsIn(shell: "cmd" | "powershell", { kind, text }: Token): Token[] {
  const isOpen = shell === "cmd" ? kind === "name" : kind === "string" && /^["\u201c-\u201e]/.test(text);
  const found = isOpen ? text.replace(/`[^]/g, "").match(shell === "cmd" ? /%[A-Za-z_][^%\n]{0,64}%/g : /\$(?:[\w:]+|\{[^}]*\}|\([^)]*\)?)/g) : null;
  return (found ?? []).map((expansion): Token => ({ kind: "expansion", text: expansion }));
}
