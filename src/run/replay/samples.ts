import type { SchemaBound } from "../../models/model.js";
import { getMember } from "../members.js";
import type { Run } from "../run.js";
import { isOptional, plainSchema, type SchemaStep, schemaSteps } from "../schema-steps.js";
import { callFunction } from "../calls.js";
import { alternatives } from "../unknown.js";
import { exampleOf, matches } from "../../text/regex-example.js";
import { setField } from "../own-fields.js";
import { asTag, isCallable, isPrimitive, isUnknown, makeList, makeObject, type Site, type Value } from "../values.js";

/** How a harmless value is made. */
export interface Sampling {
  readonly run: Run;
  readonly site: Site;
  /** Where the input of interest lies; it is there though it is optional. */
  readonly path: readonly string[];
  /** A word that stands for the text at a place, unlike all others. */
  word(path: readonly string[]): string;
  /** Which optional parts are there as well: all, none, or those of one name. */
  readonly extra: "all" | "none" | { readonly name: string };
  /** Which of several values is taken, by number. */
  readonly choice: number;
  /** What every boolean is. */
  readonly flag: boolean;
}

const DEEPEST = 8;

/** A harmless value that a schema admits, as far as the models know what it says. */
export function sample(sampling: Sampling, schema: Value, path: readonly string[] = []): Value {
  if (path.length > DEEPEST) return undefined;
  const given = isUnknown(schema) ? alternatives(schema).find((one) => schemaSteps(one).length > 0 || plainSchema(one) !== undefined) : schema;
  const steps = schemaSteps(given);
  if (steps.length > 0) return ofSteps(sampling, steps, path);
  const plain = plainSchema(given);
  if (plain === undefined) return sampling.word(path);
  return plain.isJson ? ofJsonSchema(sampling, plain.object, path) : ofShape(sampling, plain.object, path);
}

function ofSteps(sampling: Sampling, [first, ...others]: readonly SchemaStep[], path: readonly string[]): Value {
  if (first === undefined) return undefined;
  const steps = [first, ...others];
  let value = ofBuilder(sampling, first, path, formatOf(steps));
  for (const { row, args } of others) {
    if (row.means === "list") value = makeList([value]);
    else if (row.means === "extend" || row.means === "intersect") value = merged(value, sample(sampling, args[0], path));
    else if (row.means === "pattern" && typeof value === "string") value = matching(value, args[0]);
    else if (row.means === "prefix" && typeof value === "string" && typeof args[0] === "string") value = args[0] + value;
    else if (row.bound !== undefined) value = bounded(value, row.bound, row.limit ?? args[0]);
  }
  return value;
}

/** The text if it matches, else one that does. */
function matching(text: string, expression: Value): string {
  const regex = asTag(expression, "regex");
  if (regex === undefined || matches(regex.pattern, regex.flags, text)) return text;
  return exampleOf(regex.pattern, regex.flags) ?? text;
}

function formatOf(steps: readonly SchemaStep[]): string | undefined {
  return steps.find(({ row }) => row.format !== undefined)?.row.format;
}

function ofBuilder(sampling: Sampling, { row, args }: SchemaStep, path: readonly string[], format: string | undefined): Value {
  switch (row.means) {
    case "text":
      return textOf(sampling, format, path);
    case "scalar":
      return row.type === "boolean" ? sampling.flag : row.type === "null" ? null : 7;
    case "closed":
      return constantOf(sampling, args) ?? textOf(sampling, format, path);
    case "object":
    case "wrap":
    case "json":
      return args[0] === undefined ? makeObject() : sample(sampling, args[0], path);
    case "list":
      return makeList(args[0] === undefined ? [] : [sample(sampling, args[0], [...path, "[]"])]);
    case "record":
      return makeObject([["key", args.length === 0 ? sampling.word([...path, "key"]) : sample(sampling, args.at(-1), [...path, "key"])]]);
    case "union": {
      const options = args.flatMap((one) => asTag(one, "list")?.items ?? [one]).filter((one) => schemaSteps(one).length > 0);
      return options.length === 0 ? sampling.word(path) : sample(sampling, options[sampling.choice % options.length], path);
    }
    case "intersect":
    case "extend":
      return args.map((one) => sample(sampling, one, path)).reduce(merged);
    case "lazy":
      return isCallable(args[0]) ? sample(sampling, callFunction(sampling.run, args[0], undefined, [], sampling.site), path) : sampling.word(path);
    case "pipe":
      return sample(sampling, args.find((one) => schemaSteps(one).length > 0), path);
    default:
      return sampling.word(path);
  }
}

/** One of the constants of an enumeration. */
function constantOf(sampling: Sampling, args: readonly Value[]): Value {
  const constants = args.flatMap((one) => asTag(one, "list")?.items ?? (asTag(one, "object") === undefined ? [one] : [...(asTag(one, "object")?.fields.values() ?? [])].map(({ value }) => value))).filter(isPrimitive);
  return constants.length === 0 ? undefined : constants[sampling.choice % constants.length];
}

function textOf(sampling: Sampling, format: string | undefined, path: readonly string[]): string {
  const word = sampling.word(path);
  return format === undefined ? word : (FORMATS[format]?.(word) ?? word);
}

/** An address on the Internet whose host holds a word. */
export function addressWith(word: string): string {
  return `https://${word}.example.net/`;
}

/** A text of each format; those that leave room for it hold the word. */
export const FORMATS: Readonly<Record<string, (word: string) => string>> = {
  uri: addressWith,
  email: (word) => `${word}@example.net`,
  hostname: (word) => `${word}.example.net`,
  uuid: () => "3f2b8c1e-0d4a-4b6f-9a7c-5e1d2c3b4a59",
  ipv4: () => "93.184.216.34",
  ipv6: () => "2606:2800:220:1::",
  date: () => "2024-05-06",
  time: () => "07:08:09",
  "date-time": () => "2024-05-06T07:08:09Z",
};

function bounded(value: Value, bound: SchemaBound, limit: Value): Value {
  if (typeof limit !== "number") return value;
  if (bound === "above" || bound === "below") return typeof value !== "number" ? value : bound === "above" ? Math.max(value, limit + 1) : Math.min(value, limit - 1);
  if (typeof value === "number") return bound === "least" ? Math.max(value, limit) : bound === "most" ? Math.min(value, limit) : limit;
  const list = asTag(value, "list");
  if (list !== undefined && list.items.length > 0 && bound !== "most") return makeList(Array.from({ length: Math.max(1, Math.min(limit, 16)) }, () => list.items[0]));
  if (typeof value !== "string" || limit > 4096) return value;
  if (bound !== "least" && value.length > limit) return value.slice(0, limit);
  return bound !== "most" && value.length < limit ? value.padEnd(limit, "x") : value;
}

function merged(a: Value, b: Value): Value {
  const [left, right] = [asTag(a, "object"), asTag(b, "object")];
  if (left === undefined || right === undefined) return a ?? b;
  return makeObject([...left.fields, ...right.fields].map(([key, { value }]) => [key, value]));
}

/** An optional part is sent. */
function isSent({ path, extra }: Sampling, at: readonly string[]): boolean {
  return extra === "all" || at.every((field, index) => path[index] === field) || (extra !== "none" && at.at(-1) === extra.name);
}

/** The names of the parts that an object may do without. */
export function optionalFields(schema: Value): string[] {
  const plain = plainSchema(schema) ?? plainSchema(schemaSteps(schema)[0]?.args[0]);
  if (plain === undefined) return [];
  const required = plain.isJson ? (asTag(plain.object.fields.get("required")?.value, "list")?.items ?? []) : [];
  const fields = plain.isJson ? asTag(plain.object.fields.get("properties")?.value, "object")?.fields : plain.object.fields;
  return [...(fields ?? [])].flatMap(([name, { value }]) => (typeof name === "string" && (plain.isJson ? !required.includes(name) : isOptional(value)) ? [name] : []));
}

function ofShape(sampling: Sampling, shape: Value, path: readonly string[]): Value {
  const object = makeObject();
  for (const [name, { value }] of asTag(shape, "object")?.fields ?? []) {
    if (typeof name !== "string") continue;
    const at = [...path, name];
    if (isSent(sampling, at) || !isOptional(value)) setField(object, name, { value: sample(sampling, value, at) });
  }
  return object;
}

function ofJsonSchema(sampling: Sampling, schema: Value, path: readonly string[]): Value {
  const { run, site } = sampling;
  const read = (name: string): Value => getMember(run, schema, name, site);
  const options = asTag(read("enum"), "list")?.items.filter(isPrimitive) ?? [];
  if (options.length > 0) return options[sampling.choice % options.length];
  const alternatives = asTag(read("anyOf"), "list") ?? asTag(read("oneOf"), "list");
  if (alternatives !== undefined && alternatives.items.length > 0) return sample(sampling, alternatives.items[sampling.choice % alternatives.items.length], path);
  const [type] = asTag(read("type"), "list")?.items ?? [read("type")];
  switch (type) {
    case "number":
    case "integer": {
      const [least, most] = [read("minimum"), read("maximum")];
      return Math.min(Math.max(7, typeof least === "number" ? least : 7), typeof most === "number" ? most : Infinity);
    }
    case "boolean":
      return sampling.flag;
    case "array":
      return makeList([sample(sampling, read("items"), [...path, "[]"])]);
    case "object": {
      const required = new Set(asTag(read("required"), "list")?.items ?? []);
      const object = makeObject();
      for (const [name, { value }] of asTag(read("properties"), "object")?.fields ?? []) {
        if (typeof name !== "string") continue;
        const at = [...path, name];
        if (required.has(name) || isSent(sampling, at)) setField(object, name, { value: sample(sampling, value, at) });
      }
      return object;
    }
    default: {
      const [format, pattern] = [read("format"), read("pattern")];
      const text = textOf(sampling, typeof format === "string" ? format : undefined, path);
      return typeof pattern !== "string" || matches(pattern, "u", text) ? text : (exampleOf(pattern, "u") ?? text);
    }
  }
}
