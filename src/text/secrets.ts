import { inWords, isPublicName } from "./credential-names.js";
import { BEARER, CONNECTION, NAMED, SECRET_SHAPES } from "./secret-shapes.js";

/** A credential that stands in a text. */
export interface Secret {
  /** What it is, as a noun phrase without an article: "GitHub token", "password". */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/**
 * The credentials in a text, in order, none inside another. Placeholders, examples of documentations and public keys are none. `by`: "shapes" looks for
 * keys of a known form and passwords in addresses alone, for texts in which a word such as "password:" names a field.
 */
export function secretsIn(whole: string, by: "shapes" | "words" = "words"): Secret[] {
  const text = whole.slice(0, LONGEST_TEXT);
  const found = [...shaped(text), ...connections(text), ...(by === "words" ? named(text) : [])].sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((secret) => {
    if (secret.start < end) return false;
    end = secret.end;
    return true;
  });
}

/** The credential that a value is as a whole, where `called` says that one is meant: `API_KEY`. A scheme may stand before it, as in a header. */
export function credentialIn(value: string, called: string): Secret | undefined {
  const start = /^(?:Bearer|Basic|Token)\s+/i.exec(value)?.[0].length ?? 0;
  const body = value.slice(start);
  if (body.length < LEAST_OF_VALUE || body.length > LONGEST_VALUE || /\s/.test(body) || !isCredential(body) || isTold(body)) return undefined;
  if (isAddress(body) && start === 0 && /^token$/i.test(called)) return undefined;
  return { name: nameOf(called), start, end: value.length, value: body };
}

const WEB_CONFIG_NAME = /(?:^|_)(?:firebase|innertube|web|browser)(?:_|$)/;

/** Whether a key of a known form is of those that web pages carry as well, and is called so. Google's keys identify a project: https://firebase.google.com/docs/projects/api-keys. */
export function isPublishedAs(secret: Secret, called: readonly string[]): boolean {
  if (secret.name === "JSON Web Token") return called.some(isPublicName);
  return secret.name === "Google API key" && called.some((name) => isPublicName(name) || WEB_CONFIG_NAME.test(inWords(name)));
}

/** Whether a program's text may hold a literal that `credentialIn` or `secretsIn` by shapes tells of: a quick look before it is read. */
export function mayHoldSecret(source: string): boolean {
  if (ANY_SHAPE.test(source) || (CREDENTIALS_IN_ADDRESS.test(source) && source.search(CONNECTION) >= 0)) return true;
  for (const [, value = ""] of source.matchAll(QUOTED)) if (isMixed(value) && isCredential(value)) return true;
  return false;
}

const QUOTED = /["'`](?:Bearer |Basic |Token )?([^\s"'`]{8,4096})["'`]/gi;
/** Law: stands in every `CONNECTION`, and is found faster. */
const CREDENTIALS_IN_ADDRESS = /:\/\/[^\s:/@"'`<>]{0,128}:[^\s/@"'`<>]{1,256}@/;
const ANY_SHAPE = new RegExp(SECRET_SHAPES.map(({ pattern }) => `(?:${pattern.source})`).join("|"));

/** Characters that a text has at least which `credentialIn` or `secretsIn` by shapes tells of. */
export const LEAST_OF_VALUE = 8;
const LONGEST_VALUE = 4096;

/** A name of a place in which credentials are kept (`app:token:v2`), or a text that says that it is none. */
function isTold(value: string): boolean {
  return /^[\w-]+(?:[:.][\w-]+)+$/.test(value) && /token|secret|password|key/i.test(value) || /test|fake|demo|none|not-?set|missing|invalid|mock|undefined/i.test(value) || /^[\w.-]+@[\w.-]+$/.test(value);
}

/** An account or a coin of a chain, which programs call a token too: 20 bytes in hexadecimal, 32 bytes in base 58. */
function isAddress(value: string): boolean {
  return /^0x[0-9a-f]{40}$/i.test(value) || /^(?=.*[A-Z])(?=.*[a-z])[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(value);
}

const LONGEST_TEXT = 65_536;

/** Law: a text without such a word has no match of any shape. */
const LONG_WORD = /[\w.:/+=-]{15}|-----BEGIN /;

function* shaped(text: string): Iterable<Secret> {
  if (!LONG_WORD.test(text) || !ANY_SHAPE.test(text)) return;
  for (const { name, pattern } of SECRET_SHAPES) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      if (!isPlaceholder(value.replace(/^[a-z]+[_-]/i, "")) && !isSample(value)) yield secretAt(match, name, value);
    }
  }
}

/** A password in an address counts when it is no word: `postgres:postgres` is how every manual starts a database. */
function* connections(text: string): Iterable<Secret> {
  if (!text.includes("://")) return;
  for (const match of text.matchAll(CONNECTION)) {
    const [, user = "", password = "", host = ""] = match;
    if (password === user || isPlaceholder(password) || isExampleHost(host) || !isMixed(password)) continue;
    yield secretAt(match, "password in an address", password);
  }
}

function* named(text: string): Iterable<Secret> {
  for (const pattern of [NAMED, BEARER]) {
    for (const match of text.matchAll(pattern)) {
      const value = (match[1] ?? "").replace(/[.!?:*]+$/, "");
      const name = pattern === BEARER ? "credential" : nameOf(match[0]);
      if (isCredential(value)) yield secretAt(match, name, value);
    }
  }
}

function secretAt(match: RegExpExecArray, name: string, value: string): Secret {
  const start = match.index + match[0].lastIndexOf(value);
  return { name, start, end: start + value.length, value };
}

function nameOf(text: string): string {
  return /pass|pwd/i.test(text) ? "password" : /key/i.test(text) ? "key" : /token/i.test(text) ? "token" : "secret";
}

/** Bits that a character of a long and of a short value tells at least. */
const LEAST_BITS = 3;
const LEAST_BITS_OF_SHORT = 2.3;
const LONG = 16;

/** A value that somebody has made up or drawn: no word, no placeholder, no name of an algorithm, date, path or number. */
function isCredential(value: string): boolean {
  if (value.length < 6 || !isMixed(value) || isPlaceholder(value) || isPlain(value)) return false;
  return bitsOf(value) >= (value.length >= LONG ? LEAST_BITS : LEAST_BITS_OF_SHORT);
}

/** Letters, and digits or signs between them: `S3cret!`, not `secret`, `2026` or `client_secret`. */
function isMixed(value: string): boolean {
  return /[A-Za-z]/.test(value) && (/\d/.test(value) || /[A-Za-z][!#$%&*?^~+=@][A-Za-z0-9]/.test(value));
}

/** What looks mixed and is common language of documentations. */
function isPlain(value: string): boolean {
  return PLAIN.some((pattern) => pattern.test(value)) || isPhrase(value);
}

/** Lower-case words joined by signs, with short numbers and versions among them: `8-to-64-characters`, `eye-off-24px`. */
function isPhrase(value: string): boolean {
  const parts = value.replace(/^[#.]/, "").split(/[-_]/);
  const words = parts.filter((part) => /^[a-z]{2,16}$/.test(part)).length;
  return parts.length >= 3 && words * 2 >= parts.length && parts.every((part) => /^(?:[a-z]{1,16}|[a-z0-9]{1,5})$/.test(part));
}

const PLAIN: readonly RegExp[] = [
  /^https?:|^[./~]|^\w:\\|\/\w+\//,
  /^(?:[A-Z]{2}\d{3}|sha-?\d+|md5|hmac\w*|utf-?\d+|base-?\d+\w*|oauth-?\d?|uuid(?:v?\d)?|http2?|ipv\d|ed25519|secp\w+|aes-?\w*|rsa-?\d*|x509|p256|pbkdf2|bcrypt\w*|argon2\w*|pkcs\d*)$/i,
  // names of the program: camel case, constants, versions, calls
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  /^[a-z]+(?:[A-Z][a-z]+)+\d?$/,
  /^v?\d+(?:\.\d+)+\S*$/,
  /^(?:process|env|config|ctx|req|args|params)\.|\w+\(/,
  /^\d{4}-\d{2}-\d{2}/,
  // routes, and selectors of a page
  /^[a-z][a-z0-9._-]*(?:\/[a-z0-9._-]+)+$/,
  /^(?:input|button|form|div|span|select|textarea|label|iframe)(?:[#.:][\w-]+|\[[^\]]+\])+$|^\w*\[[\w-]+[*^$~|]?=[^\]]*\]$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-0{4}/i,
  /^(?:ssh-|AAAA|pk_|ssh:)/,
  /^\d+[a-z]{1,4}$/i,
  /^[a-z]+(?:[-_.](?:[a-z]+|\d{1,2}))*[-_]?\d{0,2}$/i,
];

/** Words of which placeholders are made. */
const FILLERS: ReadonlySet<string> = new Set(
  ("your my our the some example sample placeholder changeme change dummy fake test testing redacted todo insert replace here secret password passwd pass pwd token key apikey api access auth " +
    "user admin root guest demo foo bar baz qux value string abc xyz hunter letmein welcome qwerty default local dev me with db private actual real long random generated super strong " +
    "client id of this project server app").split(" "),
);
const LONGEST_FILLER = 11;

/** Nothing but such words, with a few digits and signs between them. */
function isFilled(value: string): boolean {
  const words = value.toLowerCase().split(/[^a-z]+/).filter((word) => word !== "");
  return words.length > 0 && value.replace(/\D/g, "").length <= 4 && words.every(isMadeOfFillers);
}

function isMadeOfFillers(word: string): boolean {
  const reached = new Set([0]);
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_FILLER); start < end; start += 1) if (reached.has(start) && FILLERS.has(word.slice(start, end))) reached.add(end);
  }
  return reached.has(word.length);
}

/** A text that stands where a credential goes. */
function isPlaceholder(value: string): boolean {
  if (/[<>{}]|\$\(|\.{3}|…|\*{3}|%[sd]|([xX0.#-])\1{3}/.test(value)) return true;
  if (/example|placeholder|redacted|changeme|replace[-_]?(?:me|with|this)|your[-_ ]?\w|^my[-_]\w|dummy|insert[-_]|not[-_]?a?[-_]?real|xxxx/i.test(value)) return true;
  return isFilled(value) || isRun(value);
}

/** Few characters, or such as follow each other: `aaaa…`, `1234567890`, `abcdef0123`. */
function isRun(value: string): boolean {
  const body = value.replace(/[^A-Za-z0-9]/g, "");
  if (body.length < 5) return false;
  if (new Set(body.toLowerCase()).size <= 3) return true;
  let steps = 0;
  for (let at = 1; at < body.length; at += 1) {
    const step = body.charCodeAt(at) - body.charCodeAt(at - 1);
    if (step === 1 || step === 0 || (body[at - 1] === "9" && body[at] === "0")) steps += 1;
  }
  return steps / (body.length - 1) >= 0.6;
}

/** The token that every page on JSON Web Tokens shows, and one for everybody, as a page of a web application carries it: https://supabase.com/docs/guides/api/api-keys. */
function isSample(value: string): boolean {
  if (/^eyJ[\w-]+\.eyJ(?:zdWIiOiIxMjM0NTY3ODkw)/.test(value)) return true;
  const payload = /^eyJ[\w-]+\.(eyJ[\w-]+)\./.exec(value)?.[1];
  return payload !== undefined && /"role"\s{0,4}:\s{0,4}"anon"/.test(Buffer.from(payload, "base64url").toString("utf8"));
}

function isExampleHost(host: string): boolean {
  return /(?:^|\.)example(?:\.|$)|\.(?:test|invalid|local)$|^(?:host|hostname|server|your|db-?host|my)/i.test(host);
}

function bitsOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** A secret as it may be shown: its first characters, and how long it is. */
export function maskedSecret({ value }: Secret): string {
  return `${value.slice(0, value.length > 12 ? 4 : 2)}*** (${value.length} characters)`;
}
