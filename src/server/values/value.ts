import type { Location } from "../../finding.js";
import type { Constant } from "../../ir/ir.js";
import type { SchemaRow } from "../../models/model.js";

/** A value of the program as far as it is known, whichever engine found it. */
export type Value = ValueKind & { readonly location: Location };

/** The sorts of values. */
export type ValueKind =
  | { readonly kind: "constant"; readonly value: Constant }
  /** A text of known and other parts. */
  | { readonly kind: "text"; readonly parts: readonly (string | Value)[] }
  /** `open`: it may have other fields. */
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Value>; readonly open: boolean }
  | { readonly kind: "list"; readonly items: readonly Value[]; readonly open: boolean }
  /** A schema of a library, as one call made it out of another. */
  | { readonly kind: "schema"; readonly row: SchemaRow; readonly receiver: Value | undefined; readonly args: readonly Value[] }
  | { readonly kind: "regex"; readonly pattern: string }
  | { readonly kind: "function" }
  /** A class, with the instance fields that it declares. */
  | { readonly kind: "class"; readonly fields: readonly DeclaredField[] }
  /** `may`: values that it may be among others. `from`: what it was computed from. `setting`: whoever starts the program may set it, under this name. `why`: what stopped the run, as a noun phrase. */
  | { readonly kind: "unknown"; readonly may: readonly Value[]; readonly from: readonly Value[]; readonly setting: string | undefined; readonly why?: string };

/** A field of a class: what its annotation says in the words of JSON Schema, and what its decorators are. */
export interface DeclaredField {
  readonly name: string;
  readonly type: string | undefined;
  readonly marks: readonly Value[];
  readonly location: Location;
}

/** A value of which nothing is known. */
export function unknownAt(location: Location): Value {
  return { kind: "unknown", may: [], from: [], setting: undefined, location };
}

/** Everything that a value may be, as far as it is known: itself, or what an unknown one is among others. */
export function* alternatives(value: Value): Iterable<Value> {
  if (value.kind !== "unknown") yield value;
  else for (const one of value.may) yield* alternatives(one);
}

/** The text that a value surely is. */
export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind === "constant") return value.value === undefined || value.value === null ? undefined : String(value.value);
  if (value?.kind !== "text") return undefined;
  let text = "";
  for (const part of value.parts) {
    const known = typeof part === "string" ? part : textOf(part);
    if (known === undefined) return undefined;
    text += known;
  }
  return text;
}

/** All of it is known that texts could stand in: a library may have made something of it, but out of what is known. */
export function isWhole(value: Value): boolean {
  switch (value.kind) {
    case "text":
      return value.parts.every((part) => typeof part === "string" || isWhole(part));
    case "object":
      return !value.open && [...value.fields.values()].every(isWhole);
    case "list":
      return !value.open && value.items.every(isWhole);
    case "schema":
      return (value.receiver === undefined || isWhole(value.receiver)) && value.args.every(isWhole);
    case "unknown": {
      const parts = [...value.may, ...value.from];
      return parts.length > 0 && (value.may.length === 0 || value.why === undefined) && value.setting === undefined && parts.every(isWhole);
    }
    case "class":
      return false;
    default:
      return true;
  }
}

/** A text for readers: parts that are not known stand as `…`. */
export function readable(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "text") return value.parts.map((part) => (typeof part === "string" ? part : (readable(part) ?? "…"))).join("");
  if (value.kind === "constant") return textOf(value);
  const texts = new Set([...alternatives(value)].map(textOf));
  const [only] = texts;
  return texts.size === 1 ? only : undefined;
}

/** A value as JSON data; undefined where any of it is not known. */
export function plainData(value: Value | undefined): unknown {
  if (value?.kind === "constant") return typeof value.value === "bigint" ? String(value.value) : value.value;
  if (value?.kind === "list" && !value.open) {
    const items = value.items.map(plainData);
    return items.includes(undefined) ? undefined : items;
  }
  if (value?.kind === "object" && !value.open) {
    const fields = [...value.fields].map(([name, field]) => [name, plainData(field)] as const);
    return fields.some(([, field]) => field === undefined) ? undefined : Object.fromEntries(fields);
  }
  return textOf(value);
}

/** The field of an object; of a value that may be several objects, all of them. */
export function fieldOf(value: Value | undefined, name: string): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "object") return value.fields.get(name);
  if (value.kind === "list") return value.items[Number(name)];
  if (value.kind !== "unknown") return undefined;
  const fields = [...alternatives(value)].map((one) => fieldOf(one, name)).filter((one) => one !== undefined);
  return joined(fields);
}

/** What one of several values may be. */
export function joined(values: readonly Value[]): Value | undefined {
  const [first, ...rest] = values;
  if (first === undefined || rest.length === 0) return first;
  return { kind: "unknown", may: values, from: [], setting: undefined, location: first.location };
}
