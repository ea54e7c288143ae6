/**
 * Characters that change what a terminal or a reader sees without being seen: C0 and C1 controls, zero-width characters, bidirectional
 * controls, line separators, the tag block and lone surrogates.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
/** Of those, the ones that JSON.stringify leaves as they are. */
const UNSEEN_IN_JSON = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text from a linted project made fit to print: what could not be seen is written out, line breaks too. */
export function escapeText(text: string): string {
  return text.replace(UNSEEN, writeOut);
}

/** The same characters as JSON escapes: the document means what it meant, and is harmless on a terminal. */
export function escapeJson(json: string): string {
  return json.replace(UNSEEN_IN_JSON, (character) => character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""));
}

function writeOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
