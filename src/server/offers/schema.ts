import type { Constant } from "../../ir/ir.js";
import type { SchemaRow } from "../../models/model.js";
import { parsePath } from "../../models/path.js";
import { alternatives, type DeclaredField, fieldOf, plainData, readable, type Value } from "../values/value.js";
import type { Limits, Property, Schema } from "../view/view.js";

type SchemaValue = Extract<Value, { kind: "schema" }>;

const DEEPEST = 12;
const NOTHING: Schema = { type: undefined, description: undefined, values: undefined, properties: undefined, items: undefined, limits: {}, format: undefined, pattern: undefined, default: undefined };

/** What was read of a value, and how deep that went. */
const known = new WeakMap<Value, { readonly schema: Schema | undefined; readonly height: number }>();
/** The least depth that was left in what is being read. */
let lowest = DEEPEST;

/** What a value says that is used as a schema: a chain of a schema library, a plain object of such chains, or JSON Schema. */
export function readSchema(value: Value | undefined, depth = DEEPEST): Schema | undefined {
  if (value === undefined) return undefined;
  // what a registration mixes is the same value for each of its tools, and so are schemas that others are made from
  const read = known.get(value);
  if (read !== undefined && read.height < depth) {
    lowest = Math.min(lowest, depth - read.height);
    return read.schema;
  }
  const before = lowest;
  lowest = depth;
  const schema = depth === 0 ? undefined : readAt(value, depth);
  // what was cut off is known for the same depth alone
  if (lowest > 0 || depth === DEEPEST) known.set(value, { schema, height: lowest > 0 ? depth - lowest : DEEPEST - 1 });
  lowest = Math.min(lowest, before);
  return schema;
}

function readAt(value: Value, depth: number): Schema | undefined {
  switch (value.kind) {
    case "schema":
      return readChain(value, depth);
    case "object":
      return isJsonSchema(value) ? readJsonSchema(value, depth) : { ...NOTHING, type: "object", properties: readShape(value, depth) };
    case "list":
      return readArguments(value);
    case "class":
      return { ...NOTHING, type: "object", properties: value.fields.map((field) => readField(field, depth)) };
    case "unknown": {
      const found = [...alternatives(value)].map((one) => readSchema(one, depth - 1)).filter((one) => one !== undefined);
      const made = found.length === 0 ? value.from.map((one) => readSchema(one, depth - 1)).find((one) => one?.properties !== undefined) : undefined;
      return found.length === 0 ? made : unite(found);
    }
    default:
      return undefined;
  }
}

/** A field named `type` is a keyword when a text stands there, and a field of a shape when a schema does. */
function isJsonSchema(value: Extract<Value, { kind: "object" }>): boolean {
  const type = value.fields.get("type");
  if (type !== undefined) return type.kind === "constant" || type.kind === "list" || [...alternatives(type)].some(({ kind }) => kind === "constant");
  const properties = value.fields.get("properties");
  return properties?.kind === "object" || value.fields.has("$ref") || value.fields.has("anyOf") || value.fields.has("oneOf") || value.fields.has("enum");
}

function readShape(value: Value, depth: number): Property[] {
  if (value.kind !== "object") return [];
  return [...value.fields].map(([name, field]) => {
    const described = describedBy(field);
    if (described === undefined) return { ...(readSchema(field, depth - 1) ?? NOTHING), name, required: !isOptional(field), location: field.location };
    const schema = readSchema(described, depth - 1) ?? NOTHING;
    const isLeftOut = [["required", "false"], ["optional", "true"]].some(([word, text]) => readable(fieldOf(field, word ?? "")) === text);
    return { ...schema, name, description: readable(fieldOf(field, "description")) ?? schema.description, required: !isLeftOut && !isOptional(described), location: field.location };
  });
}

/** A field of a class that is a schema: what its annotation says, and over that what its decorators say. */
function readField({ name, type, marks, location }: DeclaredField, depth: number): Property {
  const said = marks.map((mark) => readSchema(mark, depth - 1)).filter((one) => one !== undefined);
  return { ...said.reduce(both, { ...NOTHING, type }), name, required: !marks.some(isOptional), location };
}

/** Arguments one by one, each an object with its name, as prompts list them. */
function readArguments({ items }: Extract<Value, { kind: "list" }>): Schema | undefined {
  const properties = items.flatMap((item): Property[] => {
    const name = readable(fieldOf(item, "name"));
    if (name === undefined) return [];
    const choices = fieldOf(item, "enum");
    return [{
      ...NOTHING, name, type: readable(fieldOf(item, "type")), description: readable(fieldOf(item, "description")),
      values: choices === undefined ? undefined : constantsIn(choices), required: readable(fieldOf(item, "required")) === "true", location: item.location,
    }];
  });
  return properties.length === 0 ? undefined : { ...NOTHING, type: "object", properties };
}

/** A field may be described by an object of words with its schema under `type`. */
function describedBy(value: Value): Value | undefined {
  const type = value.kind === "object" ? value.fields.get("type") : undefined;
  if (value.kind !== "object" || type?.kind !== "schema") return undefined;
  return [...value.fields].some(([name, field]) => name !== "type" && field.kind === "schema") ? undefined : type;
}

function readJsonSchema(value: Extract<Value, { kind: "object" }>, depth: number): Schema {
  const required = new Set(fieldOf(value, "required")?.kind === "list" ? constantsIn(fieldOf(value, "required")) : []);
  const properties = value.fields.get("properties");
  const options = value.fields.get("anyOf") ?? value.fields.get("oneOf");
  const alternative = options?.kind === "list" ? options.items.map((one) => readSchema(one, depth - 1)).filter((one) => one !== undefined) : [];
  const own: Schema = {
    type: readable(value.fields.get("type")),
    description: readable(value.fields.get("description")),
    values: value.fields.has("enum") ? constantsIn(value.fields.get("enum")) : undefined,
    properties: properties === undefined ? undefined : readShape(properties, depth).map((one) => ({ ...one, required: required.has(one.name) })),
    items: readSchema(value.fields.get("items"), depth - 1),
    limits: limitsOfJson(value),
    format: readable(value.fields.get("format")),
    pattern: readable(value.fields.get("pattern")),
    default: plainData(value.fields.get("default")),
  };
  return alternative.length === 0 ? own : { ...unite([...alternative, own]), description: own.description };
}

/** What JSON Schema calls bounds. */
const BOUNDS: Readonly<Record<keyof Limits, readonly string[]>> = {
  least: ["minimum", "minLength", "minItems"], most: ["maximum", "maxLength", "maxItems"], above: ["exclusiveMinimum"], below: ["exclusiveMaximum"],
};

function limitsOfJson(value: Value): Limits {
  const limits: { -readonly [K in keyof Limits]: Limits[K] } = {};
  for (const [bound, names] of Object.entries(BOUNDS) as [keyof Limits, readonly string[]][]) {
    const limit = names.map((name) => plainData(fieldOf(value, name))).find((one) => typeof one === "number");
    if (limit !== undefined) limits[bound] = limit;
  }
  return limits;
}

/** One call of a chain: what it says, on top of what its receiver said. */
function readChain(value: SchemaValue, depth: number): Schema {
  const { row, args: [first] } = value;
  const shape = withFields(value, readMeaning(value, depth));
  const limit = row.limit ?? plainData(first);
  return {
    ...shape,
    type: row.type ?? shape.type,
    description: readable(placeOf(value, row.description)) ?? shape.description,
    limits: row.bound === undefined || typeof limit !== "number" ? shape.limits : { ...shape.limits, ...(row.bound === "exact" ? { least: limit, most: limit } : { [row.bound]: limit }) },
    format: row.format ?? shape.format,
    pattern: row.means === "pattern" && first?.kind === "regex" ? first.pattern : shape.pattern,
    default: plainData(placeOf(value, row.default)) ?? shape.default,
  };
}

/** Some of the fields, or all of them with another say on whether they may be left out. */
function withFields({ row: { fields }, receiver, args }: SchemaValue, shape: Schema): Schema {
  if (fields === undefined || shape.properties === undefined) return shape;
  const given = receiver === undefined ? args[1] : args[0];
  const names = new Set(given?.kind === "object" ? given.fields.keys() : constantsIn(given));
  const properties = fields === "pick" || fields === "omit"
    ? shape.properties.filter(({ name }) => names.has(name) === (fields === "pick"))
    : shape.properties.map((one) => (names.size === 0 || names.has(one.name) ? { ...one, required: fields === "required" } : one));
  return { ...shape, properties };
}

function readMeaning(value: SchemaValue, depth: number): Schema {
  const { row, args } = value;
  const base = readSchema(value.receiver, depth - 1) ?? NOTHING;
  const [first] = args;
  const given = (): Schema => readSchema(first, depth - 1) ?? NOTHING;
  switch (row.means) {
    case "text":
      return { ...NOTHING, type: "string" };
    case "scalar":
      return NOTHING;
    case "any":
      return { ...NOTHING, open: true };
    case "open":
      return { ...base, open: true };
    case "closed":
      return value.receiver === undefined ? { ...NOTHING, type: "string", values: args.flatMap((one) => constantsIn(one)) } : base;
    case "object":
    case "record":
      if (row.means === "record") return { ...NOTHING, type: "object", ...(readSchema(args.at(-1), depth - 1)?.open === true ? { open: true } : {}) };
      return first === undefined ? { ...NOTHING, type: "object" } : { ...given(), type: "object" };
    case "list":
      return { ...NOTHING, type: "array", items: value.receiver === undefined ? readSchema(first, depth - 1) : base };
    case "union":
    case "intersect":
    case "extend": {
      const parts = args.flatMap((one) => (one.kind === "list" ? one.items : [one])).map((one) => readSchema(one, depth - 1)).filter((one) => one !== undefined);
      const all = value.receiver === undefined ? parts : [base, ...parts];
      return row.means === "union" ? unite(all) : all.reduce(both, NOTHING);
    }
    case "pipe": {
      const parts = args.map((one) => readSchema(one, depth - 1)).filter((one) => one !== undefined);
      // what comes first may be a function that prepares the value
      return value.receiver === undefined ? { ...(parts[0] ?? NOTHING), description: parts.findLast((one) => one.description !== undefined)?.description } : base;
    }
    case "json":
      return first?.kind === "object" && value.receiver === undefined ? readJsonSchema(first, depth - 1) : value.receiver === undefined ? given() : base;
    case "wrap":
    case "shape":
      return value.receiver === undefined ? given() : base;
    default:
      return value.receiver === undefined ? NOTHING : base;
  }
}

/** The argument of the call at which the row says that something stands. */
function placeOf({ args }: SchemaValue, path: SchemaRow["description"]): Value | undefined {
  if (path === undefined) return undefined;
  const [first, ...rest] = parsePath(path);
  if (first?.kind !== "arg") return undefined;
  let at = args.at(first.from);
  for (const segment of rest) at = segment.kind === "member" ? fieldOf(at, segment.name) : undefined;
  return at;
}

/** The value that a schema takes for a part of it when nothing is given there. */
export function defaultIn(value: Value | undefined, path: readonly string[]): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "unknown") return value.may.map((one) => defaultIn(one, path)).find((one) => one !== undefined);
  if (value.kind === "object") return path[0] === undefined ? undefined : defaultIn(value.fields.get(path[0]), path.slice(1));
  if (value.kind !== "schema") return undefined;
  if (path.length === 0 && value.row.default !== undefined) return placeOf(value, value.row.default);
  const parts = value.row.means === "object" && path.length === 0 ? [] : value.args;
  return [...parts, ...(value.receiver === undefined ? [] : [value.receiver])].map((one) => defaultIn(one, path)).find((one) => one !== undefined);
}

function isOptional(value: Value): boolean {
  if (value.kind === "unknown") return [...alternatives(value)].some(isOptional);
  if (value.kind !== "schema") return false;
  return value.row.means === "optional" || (value.receiver === undefined ? /optional\(\)$/i.test(value.row.path) : isOptional(value.receiver));
}

/** What a value may be that is of one of these: what all of them ask for is asked for. */
function unite(all: readonly Schema[]): Schema {
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first ?? NOTHING;
  const known = new Map<string, { readonly one: Property; asked: number }>();
  for (const schema of all) {
    for (const one of byName(schema).values()) {
      const before = known.get(one.name);
      if (before === undefined) known.set(one.name, { one, asked: one.required ? 1 : 0 });
      else if (one.required) before.asked += 1;
    }
  }
  const properties = [...known.values()].map(({ one, asked }) => ({ ...one, required: asked === all.length }));
  return { ...others.reduce(joinedHead, first), limits: {}, properties: properties.length === 0 ? all.find((one) => one.properties !== undefined)?.properties : properties };
}

function byName({ properties }: Schema): Map<string, Property> {
  return new Map((properties ?? []).map((one) => [one.name, one]));
}

function both(a: Schema, b: Schema): Schema {
  const later = byName(b);
  const properties = [...(a.properties ?? []).filter(({ name }) => !later.has(name)), ...later.values()];
  return { ...joinedHead(a, b), properties: a.properties === undefined && b.properties === undefined ? undefined : properties };
}

function joinedHead(a: Schema, b: Schema): Schema {
  return {
    type: a.type === b.type || b.type === undefined ? a.type : (a.type === undefined ? b.type : undefined),
    description: a.description ?? b.description,
    values: a.values === undefined ? b.values : b.values === undefined ? a.values : [...new Set([...a.values, ...b.values])],
    properties: undefined,
    items: a.items ?? b.items,
    limits: { ...a.limits, ...b.limits },
    ...(a.open === true || b.open === true ? { open: true } : {}),
    format: a.format === b.format ? a.format : undefined,
    pattern: a.pattern === b.pattern ? a.pattern : undefined,
    default: a.default ?? b.default,
  };
}

/** The constants of a list, or the values of an object as enums are written. */
function constantsIn(value: Value | undefined): Constant[] {
  if (value === undefined) return [];
  switch (value.kind) {
    case "constant":
      return [value.value];
    case "list":
      return value.items.flatMap(constantsIn);
    case "object":
      return [...value.fields.values()].flatMap(constantsIn);
    case "unknown":
      return [...new Set([...alternatives(value)].flatMap(constantsIn))];
    default:
      return [];
  }
}
