import { isAttacked, makeUnknown, makeUnknownText } from "../unknown.js";
import { isUnknown, type Site, type Unknown, type Value } from "../values.js";

/** The stretches of a text in order; undefined for what is not known to be a text. */
function partsOf(value: Value): readonly (string | Unknown)[] | undefined {
  if (typeof value === "string") return [value];
  return isUnknown(value) && value.type === "string" ? (value.parts ?? [value]) : undefined;
}

/** Texts in a row as one: known when all are, otherwise with what is known of them. */
export function joinTexts(texts: readonly (string | Unknown)[], site: Site): string | Unknown {
  const parts: (string | Unknown)[] = [];
  for (const part of texts.flatMap((text) => partsOf(text) ?? [text])) {
    const last = parts.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return "";
  return parts.length === 1 ? first : makeUnknownText(parts, parts.find(isUnknown)?.why ?? "a text", site);
}

/** How the text begins as far as that is known. */
export function prefixOf(value: Value): string {
  const first = partsOf(value)?.[0];
  return typeof first === "string" ? first : "";
}

function suffixOf(value: Value): string {
  const last = partsOf(value)?.at(-1);
  return typeof last === "string" ? last : "";
}

/** What is sure of `text.startsWith(start)`. */
export function startsWith(value: Value, start: string): boolean | undefined {
  const prefix = prefixOf(value);
  if (prefix.startsWith(start)) return true;
  return start.startsWith(prefix) ? undefined : false;
}

/** What is sure of `text.endsWith(end)`. */
export function endsWith(value: Value, end: string): boolean | undefined {
  const suffix = suffixOf(value);
  if (suffix.endsWith(end)) return true;
  return end.endsWith(suffix) ? undefined : false;
}

/** What is sure of `text.includes(part)`: it is when a known stretch has it. */
export function includes(value: Value, part: string): boolean | undefined {
  return partsOf(value)?.some((stretch) => typeof stretch === "string" && stretch.includes(part)) === true ? true : undefined;
}

/** The text with each known stretch changed, for changes that look at one character at a time; undefined when nothing of it is known. */
export function changeStretches(value: Value, change: (text: string) => string, site: Site): string | Unknown | undefined {
  if (!isUnknown(value) || value.parts === undefined) return undefined;
  const changed = value.parts.map((part) => (typeof part === "string" && isAscii(part) ? change(part) : unknownText(part, value.why, site)));
  return joinTexts(changed, site);
}

/** What becomes of other letters may depend on their neighbours. */
function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function unknownText(part: string | Unknown, why: string, site: Site): Unknown {
  return makeUnknown(why, site, { type: "string", attacked: isAttacked(part) });
}
