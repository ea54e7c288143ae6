import { secretsIn } from "../text/secrets.js";
import { escapeText } from "./escape.js";

/** A stretch of text that is not to be printed, and what is printed in its place. */
export interface Masked {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** Token shapes of well-known issuers: OpenAI and Anthropic, GitHub, GitLab, AWS, Slack, Google, Stripe, npm, Hugging Face, SendGrid, JWT. */
const TOKENS =
  /\b(?:sk-[\w-]{16,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|(?:AKIA|ASIA)[0-9A-Z]{12,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|AIza[\w-]{20,}|[rs]k_(?:live|test)_\w{12,}|npm_\w{20,}|hf_\w{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g;
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const PRIVATE_KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
/** The password of `scheme://user:password@host`. */
const URL_PASSWORD = /:\/\/[^\s/:@'"`]{0,256}:([^\s/@'"`]{3,256})@/g;
/** A value in quotes given to a name that says that it is secret. */
const NAMED = /(?:token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|authorization)\w{0,32}["'`\]]?(?:\s{0,8}:\s{0,8}[\w<>[\]| ]{1,40}?\s{0,8}=|\s{0,8}(?:[:=]|\?\?|\|\|))\s{0,8}(["'`])([^"'`\r\n]{8,4096})\1/gi;

/** The stretches of `text` that hold a secret, in order, none inside another. Each keeps its first four characters. */
export function findSecrets(text: string): Masked[] {
  const found: Masked[] = [];
  const closes = [...text.matchAll(PRIVATE_KEY_END)].map((match) => match.index);
  let passed = 0;
  for (const match of text.matchAll(PRIVATE_KEY)) {
    const start = match.index + match[0].length;
    while ((closes[passed] ?? start) < start) passed += 1;
    found.push({ start, end: closes[passed] ?? endOfString(text, start), shown: "***" });
  }
  for (const match of text.matchAll(TOKENS)) found.push(masked(match.index, match[0]));
  for (const match of text.matchAll(URL_PASSWORD)) {
    const password = match[1] ?? "";
    found.push({ start: match.index + match[0].length - 1 - password.length, end: match.index + match[0].length - 1, shown: "***" });
  }
  for (const match of text.matchAll(NAMED)) {
    const value = match[2] ?? "";
    if (looksRandom(value)) found.push(masked(match.index + match[0].length - 1 - value.length, value));
  }
  for (const { start, value } of secretsIn(text)) found.push(masked(start, value));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((secret) => {
    if (secret.start < end) return false;
    end = secret.end;
    return true;
  });
}

/** `text` with every secret in it cut down to its first four characters. */
export function maskSecrets(text: string): string {
  let shown = "";
  let at = 0;
  for (const secret of findSecrets(text)) {
    shown += text.slice(at, secret.start) + secret.shown;
    at = secret.end;
  }
  return shown + text.slice(at);
}

/** Text that came from a linted project, fit to print: no secret in full, nothing unseen. */
export function cleanText(text: string): string {
  return escapeText(maskSecrets(text));
}

function masked(start: number, value: string): Masked {
  return { start, end: start + value.length, shown: `${value.slice(0, 4)}***` };
}

/** A key that is never closed ends with its string or a few thousand characters on. */
function endOfString(text: string, start: number): number {
  const rest = text.slice(start, start + 8192).search(/["'`]/);
  return rest < 0 ? Math.min(text.length, start + 8192) : start + rest;
}

/** No prose and no placeholder: one word of which each character tells at least two and a half bits. */
function looksRandom(value: string): boolean {
  if (/\s|\$\{/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits >= 2.5;
}
