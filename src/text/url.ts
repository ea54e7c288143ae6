import { DANGERS, dangers, type Dangers } from "../models/kinds.js";

/**
 * The parts of a text under construction that stand before a hole; undefined is a text that we do not know and the attacker does not
 * choose: a base from the configuration. It is trusted: to be not empty, and to fix the host when the hole follows it directly.
 */
export type LeftParts = readonly (string | undefined)[];

/** Stands for an unknown part. */
const UNKNOWN = "\ufffc";
/** Schemes whose URLs have a host however many slashes follow, and that requests are made with. */
const SPECIAL = ["http", "https", "ws", "wss", "ftp", "file"] as const;

/** Whether a hole behind these parts cannot choose the host of the URL. */
export function fixesHost(left: LeftParts): boolean {
  const text = joinParts(left);
  const { scheme, slashes, rest } = splitScheme(text);
  if (scheme !== undefined) {
    // "mailto:" and other schemes without "//" name no host, and none of the hole's doing can change that once something follows.
    if (slashes < 2 && !scheme.includes(UNKNOWN) && !isSpecial(scheme)) return rest !== "" || slashes > 0;
    // Only "file:" has an empty host between its slashes; the others skip slashes until a host comes.
    return (scheme.toLowerCase() === "file" && slashes >= 3) || closesAuthority(rest);
  }
  if (slashes >= 2) return closesAuthority(rest);
  if (text.startsWith(UNKNOWN)) return closesAuthority(text.replaceAll(UNKNOWN, "") === "" ? UNKNOWN : text.replace(/\ufffc+$/, ""));
  // One slash and a hole that starts with another make "//host".
  if (text === "/" || text === "\\") return false;
  // "http" and a hole that starts with "://host": the text is still the start of a scheme.
  return !SPECIAL.some((special) => special.startsWith(text.toLowerCase()));
}

/** Whether a hole behind these parts cannot choose the scheme of the URL. */
export function fixesScheme(left: LeftParts): boolean {
  const text = joinParts(left);
  return text.startsWith(UNKNOWN) || splitScheme(text).scheme !== undefined || /[^A-Za-z0-9+.-]/.test(text);
}

/** The origin ("https://api.example.com") that a constant text fixes for all that may follow it; undefined when it fixes none. */
export function fixedOrigin(text: string): string | undefined {
  const { scheme, slashes, rest } = splitScheme(text.trimStart());
  const authority = /^([^/\\?#]+)[/\\?#]/.exec(rest)?.[1];
  if (scheme === undefined || slashes < 2 || authority === undefined) return undefined;
  return `${scheme.toLowerCase()}://${authority.slice(authority.lastIndexOf("@") + 1).toLowerCase()}`;
}

/** What is left of the dangers of a value that stands behind these parts of a URL. */
export function leftInUrl(bits: Dangers, left: LeftParts): Dangers {
  const host = dangers("HOST", "ADDRESS", "NAME");
  const text = joinParts(left);
  if (fixesHost(left)) return bits & ~(host | (fixesScheme(left) ? DANGERS.SCHEME : 0) | (startsParameter(text) ? DANGERS.DOTDOT : 0));
  // The value is the whole URL, or its start: without HOST it is relative, whatever name it looks like.
  if (text === "") return (bits & DANGERS.HOST) === 0 ? bits & ~(host | DANGERS.SCHEME) : bits;
  if ((text === "/" || text === "\\") && (bits & DANGERS.SEPARATOR) === 0) return bits & ~(host | DANGERS.SCHEME);
  return fixesScheme(left) ? bits & ~DANGERS.SCHEME : bits;
}

/** What the parts before a hole take away from a file path in the hole. */
export interface PathPosition {
  /** Anything before it: the path is no longer absolute by the hole's doing. */
  readonly absoluteGone: boolean;
  /** Never by a text before it: behind `report-` a hole `x/../../etc` still climbs. */
  readonly dotdotGone: boolean;
  /** The hole starts inside a segment that is more than dots: a value without separators cannot be the segment `..`. */
  readonly loneDotdotGone: boolean;
}

/** What the text before a hole does to a file path. */
export function pathAfter(left: LeftParts): PathPosition {
  const text = joinParts(left);
  const last = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("\\"), text.lastIndexOf(UNKNOWN)) + 1);
  return { absoluteGone: text !== "", dotdotGone: false, loneDotdotGone: /[^.]/.test(last) };
}

/** What follows is a parameter's, where nothing is a path any more. */
function startsParameter(text: string): boolean {
  return /\?(?:[^/\\]*=)?$|\?[^/\\]*=.*$/.test(text);
}

function joinParts(left: LeftParts): string {
  // A URL parser drops leading blanks.
  return left.map((part) => part ?? UNKNOWN).join("").trimStart();
}

function splitScheme(text: string): { readonly scheme: string | undefined; readonly slashes: number; readonly rest: string } {
  const scheme = /^([A-Za-z\ufffc][A-Za-z0-9+.\ufffc-]*):/.exec(text)?.[1];
  const behind = scheme === undefined ? text : text.slice(scheme.length + 1);
  const rest = behind.replace(/^[/\\]+/, "");
  return { scheme, slashes: behind.length - rest.length, rest };
}

/** The host has ended, or an unknown trusted part is all that stands before the hole. */
function closesAuthority(rest: string): boolean {
  return /[/\\?#]/.test(rest) || rest.endsWith(UNKNOWN);
}

function isSpecial(scheme: string): boolean {
  return SPECIAL.some((special) => special === scheme.toLowerCase());
}
