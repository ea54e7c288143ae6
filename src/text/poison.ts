import type { Poison } from "../server/view/view.js";

const OLD = "(?:previous|prior|earlier|preceding|above|foregoing|other|system|original)";
const SECRET_FILES = String.raw`(?:\.ssh\/|id_(?:rsa|ed25519)\b|\.aws\/credentials|\.cursor\/mcp\.json|claude_desktop_config|\.netrc\b|\/etc\/(?:passwd|shadow)\b|\.kube\/config|(?<![\w.])\.env\b)`;
/** What was in the file goes on; a path or a name that somebody gives does not. */
const HANDS_ON = String.raw`\b(?:pass|provide|send|include|append|attach|put|forward|supply)\s+(?:(?:its|the|their|all|full|whole|entire|file's|key's)\s+){0,3}(?:(?:file|key)\s+)?(?:contents?|text|data|it|them|key|keys|file|what\s+(?:it|you))\b`;
const NOT = String.raw`\b(?:do\s+not|don't|never|must\s+not|mustn't|should\s+not|shouldn't)\s+(?:ever\s+)?`;
const PEOPLE = String.raw`(?:the\s+)?(?:user|human|operator|customer)s?\b`;
const TOLD = String.raw`(?!\s*(?:to|how|whether|if|when)\b)`;
const KEPT = "an order to keep something from the user";

/** Published attacks put their orders so: https://invariantlabs.ai/blog/mcp-security-notification-tool-poisoning-attacks, SAFE-T1001. Texts are long and written by others: nothing repeats without a bound. */
const ORDERS: readonly { readonly pattern: RegExp; readonly what: string; readonly doubtful?: boolean }[] = [
  { pattern: new RegExp(String.raw`\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|every|the|your|of|these|those|my)\s+){0,4}${OLD}\s+(?:\w+\s+){0,2}(?:instructions?|prompts?|rules|directives|guidelines|constraints)`, "i"), what: "an order to drop other instructions" },
  { pattern: /\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|every|the|your|of|these|those|my)\s+){0,4}(?:instructions?|prompts?|rules|directives|guidelines)\s+(?:above|before\s+this|(?:that\s+)?you\s+(?:were|have\s+been)\s+(?:given|told))\b/i, what: "an order to drop other instructions" },
  { pattern: /\b(?:ignore|disregard|forget)\s+(?:everything|all|anything|what)\s+(?:that\s+)?you\s+(?:were|have\s+been)\s+(?:told|given)\b/i, what: "an order to drop other instructions" },
  { pattern: new RegExp(String.raw`${NOT}(?:(?:tell|inform|notify|alert|warn)\s+${PEOPLE}|let\s+${PEOPLE}\s+(?:know|see|notice|find\s+out))${TOLD}`, "i"), what: KEPT },
  { pattern: new RegExp(String.raw`(?<!\b(?:not|don't|never|mustn't|shouldn't|cannot|can't)\b[^.!?\n]{0,120})\bwithout\s+(?:ever\s+)?(?:telling|informing|notifying|alerting|warning)\s+${PEOPLE}${TOLD}`, "i"), what: KEPT },
  { pattern: new RegExp(String.raw`(?:${NOT}(?:mention|reveal|disclose|say)|\bwithout\s+(?:mentioning|revealing|disclosing|saying))\s+(?:this|that|it|these|them|anything|the\s+(?:call|tool|step|instructions?|transfer|upload))\b[^.!?\n]{0,40}?\s(?:to|from)\s+${PEOPLE}`, "i"), what: KEPT },
  { pattern: new RegExp(String.raw`(?:${NOT}(?:mention|reveal|disclose|say)|\bwithout\s+(?:mentioning|revealing|disclosing|saying))\s+(?:\w+\s+){0,4}to\s+${PEOPLE}`, "i"), what: KEPT, doubtful: true },
  { pattern: new RegExp(String.raw`\b(?:hide|conceal|keep)\s+(?:this|these|it|that|them)\b[^.\n]{0,40}\bfrom\s+${PEOPLE}`, "i"), what: KEPT },
  { pattern: new RegExp(String.raw`\b(?:read|open|cat|load|fetch|access)\b[^.\n]{0,60}?[^\s]{0,40}${SECRET_FILES}[\s\S]{0,160}?${HANDS_ON}`, "i"), what: "an order to read a file of secrets and hand it on" },
  { pattern: /<\|(?:im_start|im_end|system|endoftext|start_header_id|eot_id)\|>|<<\/?SYS>>|\[\/?INST\]/, what: "a mark of a chat template" },
  { pattern: /\b(?:before|instead of)\s+(?:(?:using|calling|invoking|running|executing)\s+)?(?:any|every|all)\s+other\s+tools?\b/i, what: "an order that speaks of all other tools", doubtful: true },
];

/** Bidirectional overrides and isolates; tags, which spell text that nobody sees, but for those of flags. */
const REORDERED = /[\u202A-\u202E\u2066-\u2069]/u;
const TAGS = /(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]{0,8})[\u{E0000}-\u{E007F}]/u;
/** One may have come along when text was copied. */
const ZERO_WIDTH = /[\u200B\u2060-\u2064\uFEFF]{2,}/u;
const ESCAPES = /[\u001B\u009B][[\]()#;?]?/u;
const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/]{32,}={0,2}(?![A-Za-z0-9+/_-])/g;

/** Stands before the bytes of a data URL. */
const DATA = "base64,";

const LONGEST_TEXT = 50_000;
const LONGEST_SHOWN = 80;

/** What an author of an honest text would not write into it: orders to the model that go beyond its subject, characters that nobody sees, encoded prose. */
export function poisonIn(whole: string): Poison[] {
  const text = whole.slice(0, LONGEST_TEXT);
  const plain = asRead(text);
  const found: Poison[] = [];
  for (const { pattern, what, doubtful = false } of ORDERS) {
    const match = pattern.exec(plain);
    if (match !== null && !isQuoted(plain, match) && !found.some((one) => one.what === what)) found.push({ what, shown: shown(match[0]), doubtful });
  }
  const unseen: readonly [RegExp, string][] = [[REORDERED, "a character that reorders the text around it"], [TAGS, "a tag character that nobody sees"], [ZERO_WIDTH, "characters without width"], [ESCAPES, "an escape sequence for terminals"]];
  for (const [pattern, what] of unseen) {
    const match = pattern.exec(text);
    if (match !== null) found.push({ what, shown: codePoint(match[0]), doubtful: false });
  }
  for (const { 0: code, index } of text.matchAll(BASE64)) {
    const prose = text.slice(Math.max(0, index - DATA.length), index) === DATA ? undefined : decoded(code);
    if (prose !== undefined) found.push({ what: "an encoded sentence", shown: shown(prose), doubtful: false });
  }
  return found;
}

/** As a model reads it: letters in their usual form, nothing between them that has no width, runs of blanks as one. */
function asRead(text: string): string {
  return text.normalize("NFKC").slice(0, LONGEST_TEXT).replace(/[\u00AD\u200B-\u200D\u2060-\u2064\uFEFF]/gu, "").replace(/[\u2018\u2019\u02BC]/gu, "'").replace(/[^\S\n]+/gu, " ").replace(/ ?\n[ \n]*/gu, "\n");
}

/** A text about attacks cites them. */
function isQuoted(text: string, { index, 0: match }: RegExpExecArray): boolean {
  const before = text.slice(Math.max(0, index - 2), index);
  const after = text.slice(index + match.length, index + match.length + 2);
  return /["'`“‘«]/.test(before) && /["'`”’».,]/.test(after);
}

/** Base64 of words: letters and blanks, as no key or hash gives. */
function decoded(code: string): string | undefined {
  const text = Buffer.from(code, "base64").toString("latin1");
  return /^[\x20-\x7E\n\t]+$/.test(text) && text.split(/\s+/).filter((word) => /^[A-Za-z][a-z']*[.,:;!]?$/.test(word)).length >= 4 ? text : undefined;
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, " ").replace(/[^\x20-\x7E]/gu, "?").replace(/`/g, "'").trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}

function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
