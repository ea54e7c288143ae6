import { internalsIn } from "../text/internals.js";
import { poisonIn } from "../text/poison.js";
import { maskedSecret, secretsIn } from "../text/secrets.js";
import { textOf, type Value } from "./value.js";
import type { ShownText } from "./view.js";

/** Whose text it is. */
interface Owner {
  /** "tool `read_file`" */
  readonly phrase: string;
  readonly tool: string | undefined;
}

const DEEPEST = 16;

/** Every text that stands in a value, `what` telling readers where: "the description". Parts that are not known stand as `${…}`. */
export function* textsIn(value: Value | undefined, what: string, owner: Owner, depth = DEEPEST): Iterable<ShownText> {
  if (value === undefined || depth === 0) return;
  const within = (inner: Value | undefined, name = what): Iterable<ShownText> => textsIn(inner, name, owner, depth - 1);
  switch (value.kind) {
    case "constant":
    case "text":
      yield* shown(value, what, owner);
      return;
    case "object":
      for (const [name, field] of value.fields) yield* within(field, KEYWORDS.has(name) ? what : `\`${name}\` in ${what}`);
      return;
    case "list":
      for (const item of value.items) yield* within(item);
      return;
    case "schema":
      yield* within(value.receiver);
      for (const arg of value.args) yield* within(arg);
      return;
    case "unknown":
      for (const one of [...value.may, ...value.from]) yield* within(one);
      return;
    default:
  }
}

/** Names that JSON Schema gives to its own parts, not to what it describes. */
const KEYWORDS = new Set(["properties", "items", "enum", "anyOf", "oneOf", "allOf", "type", "required", "description", "title", "examples", "default", "const", "additionalProperties", "annotations"]);

function* shown(value: Value, what: string, { phrase, tool }: Owner): Iterable<ShownText> {
  const text = withHoles(value);
  if (text.trim() === "") return;
  const secrets = secretsIn(text).map((secret) => ({ name: secret.name, masked: maskedSecret(secret), location: partAt(value, secret.start).location, start: secret.start }));
  yield { text, what: `${what} of ${phrase}`, location: value.location, tool, secrets, poison: () => poisonIn(text), internals: () => internalsIn(text) };
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
