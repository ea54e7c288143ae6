import { DANGERS, type Dangers, NO_DANGERS } from "../models/kinds.js";
import { parsePattern } from "./regex-compile.js";
import { takesOnly } from "./regex-taken.js";

/** Dangers that a text has as soon as it holds one of these characters. */
const WRITTEN: readonly (readonly [danger: Dangers, characters: RegExp])[] = [
  [DANGERS.METACHARACTER, /[;&|<>()]/],
  [DANGERS.SUBSTITUTION, /[$`]/],
  [DANGERS.NEWLINE, /[\n\r]/],
  [DANGERS.SPACE, /[ \t\n]/],
];

/**
 * The dangers that a text may get by `replace`, which its own characters did not have: what is written in, and a `..` whose dots grow together. Laws:
 * a character that is replaced by one of its own kind changes nothing, what escapes or quotes writes no danger of its own, and at the start or the
 * end of a text nothing grows together. `left` is what the result may still be; without separators two dots are no segment of a path.
 */
export function addedByReplace(pattern: string, flags: string, replacement: string, left: Dangers): Dangers {
  if (/[\\'"]|\$[&\d<`']/.test(replacement)) return NO_DANGERS;
  let added = NO_DANGERS;
  for (const [danger, characters] of WRITTEN) if (characters.test(replacement) && !takesOnly(pattern, flags, characters)) added |= danger;
  const hasSegments = (left & (DANGERS.SEPARATOR | DANGERS.BACKSLASH)) !== 0;
  if (hasSegments && /^$|^\.|\.$|\.\./.test(replacement) && isInside(pattern, flags)) added |= DANGERS.DOTDOT;
  return added;
}

/** Whether a match may lie between other characters that stay. */
function isInside(pattern: string, flags: string): boolean {
  const parsed = parsePattern(pattern, flags);
  return parsed?.alternatives.some(({ elements }) => !elements.some((element) => element.type === "Assertion" && (element.kind === "start" || element.kind === "end"))) === true;
}
