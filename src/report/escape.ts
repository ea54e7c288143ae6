/**
 * Characters that change what a terminal or a reader sees without being seen: C0 and C1 controls, zero-width characters, bidirectional
 * controls, line separators, the tag block and lone surrogates.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
/** Of those, the ones that JSON.stringify leaves as they are. */
const UNSEEN_IN_JSON = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** What GitHub's runner and Azure's agent take for a command wherever it stands in a line of a log (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands). */
const COMMAND = /#(?=#(?:vso)?\[)/gi;
/** What GitHub's runner takes for a command where a line starts with it. */
const LINE_COMMAND = /^([^\S\n]*):(?=:)/gm;

/** Text from a linted project made fit to print: what could not be seen is written out, line breaks too, and what a log would take for a command. */
export function escapeText(text: string): string {
  return text.replace(UNSEEN, writeOut).replace(COMMAND, writeOut);
}

/** A report that may be printed to a log: nothing in it is a command, wherever lines were broken and texts joined. */
export function escapeLines(report: string): string {
  return report.replace(COMMAND, writeOut).replace(LINE_COMMAND, (_, blanks: string) => `${blanks}${writeOut(":")}`);
}

/** The same characters as JSON escapes: the document means what it meant, and is harmless on a terminal. */
export function escapeJson(json: string): string {
  return json.replace(UNSEEN_IN_JSON, inJson).replace(COMMAND, inJson);
}

function inJson(character: string): string {
  return character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

function writeOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
