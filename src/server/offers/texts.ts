import { internalsIn } from "../../text/internals.js";
import { poisonIn } from "../../text/poison.js";
import { maskedSecret, type Secret, secretsIn } from "../../text/secrets.js";
import { once } from "../values/lazily.js";
import { textOf, type Value } from "../values/value.js";
import type { ShownText } from "../view/view.js";

/** Whose text it is. */
interface Owner {
  /** "tool `read_file`" */
  readonly phrase: string;
  readonly tool: string | undefined;
}

const DEEPEST = 16;

/** What stands in a text, wherever it is shown. */
interface Contents extends Pick<ShownText, "poison" | "internals"> {
  readonly secrets: readonly Secret[];
}

/** Texts of which it is known what stands in them: schemas say the same words over and over. */
export type KnownTexts = Map<string, Contents>;

/**
 * Every text that stands in a value, `what` telling readers where: "the description". Parts that are not known stand as `${…}`. `written`: the same value as it stands
 * in the program, for one that does not remember where that is; asked when somebody wants to know a place.
 */
export function textsIn(value: Value, what: string, owner: Owner, known: KnownTexts, written?: () => Value | undefined): ShownText[] {
  const found: ShownText[] = [];
  collect({ owner, known, found, written: written === undefined ? undefined : once(() => textsOfWritten(written(), what, owner, known)) }, value, what, DEEPEST);
  return found;
}

function textsOfWritten(value: Value | undefined, what: string, owner: Owner, known: KnownTexts): readonly ShownText[] {
  return value === undefined ? [] : textsIn(value, what, owner, known);
}

interface Collecting {
  readonly owner: Owner;
  readonly known: KnownTexts;
  readonly found: ShownText[];
  readonly written: (() => readonly ShownText[]) | undefined;
}

function collect(collecting: Collecting, value: Value | undefined, what: string, depth: number): void {
  if (value === undefined || depth === 0) return;
  switch (value.kind) {
    case "constant":
    case "text":
      return add(collecting, value, what);
    case "object":
      for (const [name, field] of value.fields) collect(collecting, field, KEYWORDS.has(name) ? what : `\`${name}\` in ${what}`, depth - 1);
      return;
    case "list":
      for (const item of value.items) collect(collecting, item, what, depth - 1);
      return;
    case "schema":
      collect(collecting, value.receiver, what, depth - 1);
      for (const arg of value.args) collect(collecting, arg, what, depth - 1);
      return;
    case "class":
      for (const { name, marks } of value.fields) for (const mark of marks) collect(collecting, mark, `\`${name}\` in ${what}`, depth - 1);
      return;
    case "unknown":
      for (const one of value.may) collect(collecting, one, what, depth - 1);
      for (const one of value.from) collect(collecting, one, what, depth - 1);
      return;
    default:
  }
}

/** Names that JSON Schema gives to its own parts, not to what it describes. */
const KEYWORDS = new Set(["properties", "items", "enum", "anyOf", "oneOf", "allOf", "type", "required", "description", "title", "examples", "default", "const", "additionalProperties", "annotations"]);

function add({ owner: { phrase, tool }, known, found, written }: Collecting, value: Value, what: string): void {
  const text = withHoles(value);
  if (text.trim() === "") return;
  const { secrets, poison, internals } = contentsOf(text, known);
  const where = `${what} of ${phrase}`;
  found.push({
    text, what: where, tool, poison, internals,
    get location() {
      return (written === undefined ? undefined : nearest(written(), where, text))?.location ?? value.location;
    },
    secrets: secrets.map((secret) => {
      const masked = maskedSecret(secret);
      const own = (written === undefined ? undefined : nearest(written().filter((one) => holdsSecret(one, masked)), where, text))?.secrets.find((one) => one.masked === masked);
      return { name: secret.name, masked, location: own?.location ?? partAt(value, secret.start).location, start: secret.start };
    }),
  });
}

function holdsSecret({ secrets }: ShownText, masked: string): boolean {
  return secrets.some((one) => one.masked === masked);
}

/** What is written for a text: that very text in the same place, one in that place, or that text. */
function nearest(written: readonly ShownText[], where: string, text: string): ShownText | undefined {
  const here = written.filter((one) => one.what === where);
  return here.find((one) => one.text === text) ?? here[0] ?? written.find((one) => one.text === text);
}

function contentsOf(text: string, known: KnownTexts): Contents {
  let contents = known.get(text);
  if (contents === undefined) known.set(text, (contents = { secrets: secretsIn(text), poison: once(() => poisonIn(text)), internals: once(() => internalsIn(text)) }));
  return contents;
}

function withHoles(value: Value): string {
  if (value.kind !== "text") return textOf(value) ?? "${…}";
  return value.parts.map((part) => (typeof part === "string" ? part : withHoles(part))).join("");
}

/** The value that the character at an offset comes from. */
function partAt(value: Value, offset: number): Value {
  if (value.kind !== "text") return value;
  let start = 0;
  for (const part of value.parts) {
    const { length } = typeof part === "string" ? part : withHoles(part);
    if (offset < start + length) return typeof part === "string" ? value : partAt(part, offset - start);
    start += length;
  }
  return value;
}
