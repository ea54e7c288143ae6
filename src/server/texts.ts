import { internalsIn } from "../text/internals.js";
import { poisonIn } from "../text/poison.js";
import { maskedSecret, type Secret, secretsIn } from "../text/secrets.js";
import { once } from "./lazily.js";
import { textOf, type Value } from "./value.js";
import type { ShownText } from "./view.js";

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

/** Every text that stands in a value, `what` telling readers where: "the description". Parts that are not known stand as `${…}`. */
export function textsIn(value: Value, what: string, owner: Owner, known: KnownTexts): ShownText[] {
  const found: ShownText[] = [];
  collect({ owner, known, found }, value, what, DEEPEST);
  return found;
}

interface Collecting {
  readonly owner: Owner;
  readonly known: KnownTexts;
  readonly found: ShownText[];
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

function add({ owner: { phrase, tool }, known, found }: Collecting, value: Value, what: string): void {
  const text = withHoles(value);
  if (text.trim() === "") return;
  const { secrets, poison, internals } = contentsOf(text, known);
  found.push({ text, what: `${what} of ${phrase}`, location: value.location, tool, secrets: secrets.map((secret) => ({ name: secret.name, masked: maskedSecret(secret), location: partAt(value, secret.start).location, start: secret.start })), poison, internals });
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
