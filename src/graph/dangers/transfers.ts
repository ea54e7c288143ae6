import { ALL_DANGERS, dangers, type Danger, type Dangers, NO_DANGERS, RAW_DANGERS } from "../../models/kinds.js";
import type { StepMeaning } from "../../models/model.js";
import { escapeQuotes, heldBy } from "../../text/quotes.js";

const ESCAPES = dangers("ABSOLUTE", "DOTDOT");
const LOOSE = dangers("OUTSIDE", "SIBLING");
const ADDRESSED = dangers("HOST", "ADDRESS", "NAME");

const has = (bits: Dangers, some: Dangers): boolean => (bits & some) !== 0;

/** What `part !== ".."` clears of `part`: it tells something only of a value without separators. */
export const SEGMENT_DOTDOT = 1 << 31;

/**
 * What is left of a value's dangers behind a step of this meaning. Laws:
 * - join and resolve settle `..` and absolute parts: what escaped lies OUTSIDE (or beside the root, SIBLING), for good.
 * - what relative and basename give is the end of a path, which says nothing of links: it is put behind a folder that does.
 * - a later part of join cannot be absolute any more; normalize only moves `..` to the front; relative turns "outside" into a leading `..`.
 */
export function stepTransfer(meaning: StepMeaning, position: number): (bits: Dangers) => Dangers {
  switch (meaning) {
    case "join":
      return (bits) => {
        // what stands behind another part starts nothing
        const rest = bits & ~(ESCAPES | LOOSE | (position > 0 ? dangers("DASH") : NO_DANGERS));
        const escaped = position === 0 ? has(bits, ESCAPES | LOOSE) : has(bits, dangers("DOTDOT"));
        return escaped ? rest | LOOSE : rest;
      };
    case "realpath":
      return (bits) => stepTransfer("resolve", position)(bits) & ~dangers("LINK");
    case "resolve":
      // an absolute path starts with a separator or a drive
      return (bits) => (has(bits, ESCAPES | LOOSE) ? (bits & ~ESCAPES) | LOOSE : bits) & ~dangers("DASH");
    case "relative":
      return (bits) => (has(bits, ESCAPES | LOOSE) ? (bits & ~(LOOSE | dangers("ABSOLUTE"))) | dangers("DOTDOT") : bits) & ~dangers("LINK");
    case "basename":
      return (bits) => bits & ~dangers("ABSOLUTE", "DOTDOT", "OUTSIDE", "SIBLING", "SEPARATOR", "LINK");
    case "host":
      return (bits) => bits & dangers("HOST", "ADDRESS", "NAME", "FREE");
    case "lookup":
      // an address is written in digits
      return (bits) => bits & dangers("ADDRESS");
    case "stringify":
      return (bits) => {
        const escaped = escapeQuotes(bits, dangers("DOUBLE_QUOTE", "BACKSLASH", "ABSOLUTE", "DASH", "HOST", "ADDRESS", "NAME", "SCHEME", "OPERATOR"));
        return heldBy("\"", escaped, escaped & ~dangers("NEWLINE", "METACHARACTER", "SPACE", "CODE"));
      };
    case "encode":
      return (bits) => bits & ~dangers("SEPARATOR", "ABSOLUTE", "DOTDOT", "NEWLINE", "SPACE", "SUBSTITUTION", "DOUBLE_QUOTE", "BACKQUOTE", "BACKSLASH", "SCHEME");
    case "decode":
      return (bits) => (bits === 0 ? 0 : RAW_DANGERS);
    case "url":
    case "url-base":
      // a parsed URL starts with its scheme
      return (bits) => bits & ~dangers("DASH");
    case "normalize":
    case "dirname":
    case "identity":
    case "pathname":
    case "url-rest":
    case "elements":
    case "list":
    case "join-text":
    case "promisify":
      return (bits) => bits;
  }
}

/**
 * What a test on a step's result says of the value that went in at a position: dangers cleared of the result, to dangers cleared of the value.
 * Laws: what join puts behind a folder may be absolute by itself; that it does not climb out is all that its result tells of it. A folder tells where
 * a path lies, and not what its last segment holds. A name that stands for public addresses alone is none that leads inside.
 */
export function stepBack(meaning: StepMeaning | undefined, position: number, cleared: Dangers): Dangers {
  switch (meaning) {
    case "realpath":
      return (cleared & LOOSE) === LOOSE ? cleared | ESCAPES | dangers("LINK") : NO_DANGERS;
    case "join":
      if ((cleared & LOOSE) !== LOOSE) return NO_DANGERS;
      return position > 0 ? (cleared & ~(ESCAPES | LOOSE | dangers("DASH"))) | dangers("DOTDOT") : cleared | ESCAPES;
    case "resolve":
      return (cleared & LOOSE) === LOOSE ? cleared | ESCAPES : NO_DANGERS;
    case "relative":
      return has(cleared, dangers("DOTDOT")) ? ESCAPES | LOOSE : NO_DANGERS;
    case "host":
      return cleared & ADDRESSED;
    case "lookup":
      return has(cleared, dangers("ADDRESS")) ? dangers("ADDRESS", "NAME") : NO_DANGERS;
    case "dirname":
      return cleared & (ESCAPES | LOOSE | dangers("LINK"));
    case "normalize":
    case "url":
    case "url-base":
    case "identity":
    case "elements":
      return cleared;
    default:
      return NO_DANGERS;
  }
}

/** What is left of a value that is written to a member of a URL, seen from the whole; undefined for a member that is no part of it. */
export function writeTransfer(meaning: StepMeaning | undefined): ((bits: Dangers) => Dangers) | undefined {
  switch (meaning) {
    case "host":
    case "identity":
      return stepTransfer(meaning, 0);
    case "pathname":
      return (bits) => bits & ~(ADDRESSED | dangers("SCHEME"));
    case "url-rest":
      return (bits) => bits & ~(ADDRESSED | ESCAPES | dangers("SCHEME"));
    default:
      return undefined;
  }
}

/** What a test on a member of a URL says of the URL. Law: a parsed URL has no `..` left, so what is below a folder of its path climbs nowhere. */
export function memberBack(field: string, cleared: Dangers): Dangers {
  const closed = cleared === ALL_DANGERS;
  switch (field) {
    case "hostname":
    case "host":
      return cleared & ADDRESSED;
    case "origin":
      return closed ? ADDRESSED | dangers("SCHEME") : cleared & ADDRESSED;
    case "protocol":
      return closed ? dangers("SCHEME") : NO_DANGERS;
    case "href":
      return cleared;
    case "pathname":
      return closed || (cleared & LOOSE) === LOOSE ? dangers("DOTDOT") : NO_DANGERS;
    default:
      return NO_DANGERS;
  }
}

/** The bits of a row's `clears`. */
export function clearedBits(clears: readonly Danger[] | "all" | undefined): Dangers {
  return clears === undefined ? NO_DANGERS : clears === "all" ? ALL_DANGERS : dangers(...clears);
}
