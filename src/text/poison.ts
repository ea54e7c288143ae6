import type { Poison } from "../server/view.js";

const OLD = "(?:previous|prior|earlier|preceding|above|foregoing|other|system|original)";
const SECRET_FILES = String.raw`(?:\.ssh\/|id_(?:rsa|ed25519)\b|\.aws\/credentials|\.cursor\/mcp\.json|claude_desktop_config|\.netrc\b|\/etc\/(?:passwd|shadow)\b|\.kube\/config)`;
const HANDS_ON = String.raw`\b(?:pass|provide|send|include|append|attach|put|forward|supply)\b`;

/** Published attacks put their orders so: https://invariantlabs.ai/blog/mcp-security-notification-tool-poisoning-attacks, SAFE-T1001. */
const ORDERS: readonly { readonly pattern: RegExp; readonly what: string; readonly doubtful?: boolean }[] = [
  { pattern: new RegExp(String.raw`\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|every|the|your|of|these|those|my)\s+)*${OLD}\s+(?:\w+\s+){0,2}(?:instructions?|prompts?|rules|directives|guidelines|constraints)`, "i"), what: "an order to drop other instructions" },
  { pattern: /\b(?:do\s+not|don't|never|must\s+not|should\s+not|without)\s+(?:ever\s+)?(?:tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|warn(?:ing)?)\s+(?:the\s+)?(?:user|human|operator|customer)s?\b(?!\s*(?:to|how|whether|if|when)\b)/i, what: "an order to keep something from the user" },
  { pattern: /\b(?:do\s+not|don't|never|must\s+not|without)\s+(?:ever\s+)?(?:mention(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|say(?:ing)?)\s+(?:\w+\s+){0,4}to\s+(?:the\s+)?(?:user|human|operator|customer)s?\b/i, what: "an order to keep something from the user" },
  { pattern: /\b(?:hide|conceal)\s+(?:this|these|it|that|them)\b[^.\n]{0,40}\bfrom\s+(?:the\s+)?(?:user|human|operator|customer)s?\b/i, what: "an order to keep something from the user" },
  { pattern: new RegExp(String.raw`\b(?:read|open|cat|load|fetch|access)\b[^.\n]{0,60}?(?:~|\/|\.)?[^\s]{0,40}${SECRET_FILES}[\s\S]{0,160}?${HANDS_ON}`, "i"), what: "an order to read a file of secrets and hand it on" },
  { pattern: /<\|(?:im_start|im_end|system|endoftext|start_header_id|eot_id)\|>|<<\/?SYS>>|\[\/?INST\]/, what: "a mark of a chat template" },
  { pattern: /\b(?:before|instead of)\s+(?:using|calling|invoking|running|executing)?\s*(?:any|every|all)\s+other\s+tools?\b/i, what: "an order that speaks of all other tools", doubtful: true },
];

/** Bidirectional overrides and isolates; tags, which spell text that nobody sees, but for those of flags. */
const REORDERED = /[\u202A-\u202E\u2066-\u2069]/u;
const TAGS = /(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]*)[\u{E0000}-\u{E007F}]/u;
/** One may have come along when text was copied. */
const ZERO_WIDTH = /[\u200B\u2060-\u2064\uFEFF]{2,}/u;
const ESCAPES = /[\u001B\u009B][[\]()#;?]?/u;
const BASE64 = /(?<!base64,[A-Za-z0-9+/]*)(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/]{32,}={0,2}(?![A-Za-z0-9+/_-])/g;

const LONGEST_TEXT = 50_000;
const LONGEST_SHOWN = 80;

/** What an author of an honest text would not write into it: orders to the model that go beyond its subject, characters that nobody sees, encoded prose. */
export function poisonIn(whole: string): Poison[] {
  const text = whole.slice(0, LONGEST_TEXT);
  const found: Poison[] = [];
  for (const { pattern, what, doubtful = false } of ORDERS) {
    const match = pattern.exec(text);
    if (match !== null && !isQuoted(text, match)) found.push({ what, shown: shown(match[0]), doubtful });
  }
  const unseen: readonly [RegExp, string][] = [[REORDERED, "a character that reorders the text around it"], [TAGS, "a tag character that nobody sees"], [ZERO_WIDTH, "characters without width"], [ESCAPES, "an escape sequence for terminals"]];
  for (const [pattern, what] of unseen) {
    const match = pattern.exec(text);
    if (match !== null) found.push({ what, shown: codePoint(match[0]), doubtful: false });
  }
  for (const [code] of text.matchAll(BASE64)) {
    const prose = decoded(code);
    if (prose !== undefined) found.push({ what: "an encoded sentence", shown: shown(prose), doubtful: false });
  }
  return found;
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
