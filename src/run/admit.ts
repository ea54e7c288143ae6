import type { DANGERS } from "../models/kinds.js";
import type { SchemaBound } from "../models/model.js";
import { DANGER_PATTERNS } from "../text/regex-dangers.js";
import { callFunction, throwError } from "./calls.js";
import { truthOf } from "./conversions.js";
import { settled } from "./expressions.js";
import { getMember } from "./members.js";
import type { Run } from "./run.js";
import { isOptional, plainSchema, type SchemaStep, schemaSteps } from "./schema-steps.js";
import { makeUnknown } from "./unknown.js";
import { setField } from "./own-fields.js";
import { asTag, isCallable, isHeap, isPrimitive, isUnknown, makeList, makeNative, makeObject, type Site, type Value } from "./values.js";

/** What a schema makes of a value; `undefined` when it refuses it. */
export type Admitted = { readonly value: Value } | undefined;

/**
 * Holds a value against a schema, as far as the models know what it says. What they do not know is an unknown condition on the value, and functions
 * of the program that judge or change it are run.
 */
export function admit(run: Run, schema: Value, value: Value, site: Site): Admitted {
  if (isUnknown(value)) return { value };
  const steps = schemaSteps(schema);
  if (steps.length > 0) return throughSteps(run, steps, value, site);
  const plain = plainSchema(schema);
  return plain === undefined || plain.isJson ? { value } : throughShape(run, plain.object, value, false, site);
}

/** Throws in the program what a schema throws that refuses a value. */
export function enforce(run: Run, schema: Value, value: Value, site: Site): Value {
  const admitted = admit(run, schema, value, site);
  return admitted === undefined ? throwError(run, "Error", "the schema refuses the value", site) : admitted.value;
}

function throughSteps(run: Run, steps: readonly SchemaStep[], given: Value, site: Site): Admitted {
  const [first, ...others] = steps;
  if (first === undefined) return { value: given };
  if (given === undefined) {
    const fallback = others.find(({ row }) => row.default !== undefined);
    if (fallback !== undefined) return { value: isCallable(fallback.args[0]) ? callFunction(run, fallback.args[0], undefined, [], site) : fallback.args[0] };
    if (steps.some(({ row, receiver }) => row.means === "optional" || (receiver === undefined && /optional\(\)$/i.test(row.path)))) return { value: undefined };
  }
  if (others.some(({ row }) => row.means === "list")) return throughList(run, steps, given, site);
  let at = throughBuilder(run, first, given, others.some(({ row }) => row.means === "open"), site);
  for (const step of others) {
    if (at === undefined || isUnknown(at.value)) return at;
    at = throughMethod(run, step, at.value, given, site);
  }
  return at;
}

/** The chain up to `.array()` is what each item is held against. */
function throughList(run: Run, steps: readonly SchemaStep[], given: Value, site: Site): Admitted {
  const end = steps.findLastIndex(({ row, receiver }) => row.means === "list" && receiver !== undefined);
  const list = asTag(given, "list");
  return list === undefined ? undefined : eachItem(list.items, (item) => throughSteps(run, steps.slice(0, end), item, site));
}

function eachItem(items: readonly Value[], through: (item: Value) => Admitted): Admitted {
  const admitted: Value[] = [];
  for (const item of items) {
    const one = through(item);
    if (one === undefined) return undefined;
    admitted.push(one.value);
  }
  return { value: makeList(admitted) };
}

function throughBuilder(run: Run, { row, args }: SchemaStep, value: Value, isOpen: boolean, site: Site): Admitted {
  const [inner] = args;
  switch (row.means) {
    case "text":
      return typeof value === "string" && fits(row.format, value) && !hasCleared(row.clears, value) ? { value } : undefined;
    case "scalar":
      return throughScalar(row.path, row.type, value);
    case "closed":
      return isMember(args, value) ?? (typeof value === "string" && (row.format === undefined ? /^[\w.:+-]*$/.test(value) : fits(row.format, value))) ? { value } : undefined;
    case "object":
      return throughShape(run, inner, value, isOpen, site);
    case "list": {
      const list = asTag(value, "list");
      return list === undefined ? undefined : eachItem(list.items, (item) => (asTag(inner, "list") === undefined ? admit(run, inner, item, site) : { value: item }));
    }
    case "record": {
      const object = asTag(value, "object");
      if (object === undefined) return undefined;
      const entries = [...object.fields].map(([key, property]) => [key, admit(run, args.at(-1), property.value, site)] as const);
      return entries.some(([, one]) => one === undefined) ? undefined : { value: makeObject(entries.map(([key, one]) => [key, one?.value])) };
    }
    case "union": {
      const options = args.flatMap((one) => asTag(one, "list")?.items ?? [one]).filter((one) => schemaSteps(one).length > 0);
      for (const option of options) {
        const one = admit(run, option, value, site);
        if (one !== undefined) return one;
      }
      return options.length === 0 ? { value } : undefined;
    }
    case "wrap":
      return value === undefined && /(?:optional|nullish|exactOptional)\(\)$/i.test(row.path) ? { value } : admit(run, inner, value, site);
    case "intersect":
    case "extend":
      return args.reduce<Admitted>((at, one) => (at === undefined ? undefined : admit(run, one, at.value, site)), { value });
    case "lazy":
      return isCallable(inner) ? admit(run, callFunction(run, inner, undefined, [], site), value, site) : { value };
    case "pipe":
      return args.reduce<Admitted>((at, one) => (at === undefined ? undefined : isCallable(one) ? { value: callFunction(run, one, undefined, [at.value], site) } : admit(run, one, at.value, site)), { value });
    default:
      return { value };
  }
}

function throughScalar(path: string, type: string | undefined, value: Value): Admitted {
  const given = /coerce\./.test(path) && isPrimitive(value) ? (type === "boolean" ? Boolean(value) : Number(value)) : value;
  switch (type) {
    case "number":
    case "integer":
      return (typeof given === "number" && !Number.isNaN(given)) || typeof given === "bigint" ? { value: given } : undefined;
    case "boolean":
      return typeof given === "boolean" || /stringbool/.test(path) ? { value: given } : undefined;
    case "null":
      return given === null ? { value: given } : undefined;
    default:
      return typeof given === "string" ? undefined : { value: given };
  }
}

/** Whether a value is one of those listed; undefined when none are. */
function isMember(args: readonly Value[], value: Value): boolean | undefined {
  const constants = args.flatMap((one) => asTag(one, "list")?.items ?? [...(asTag(one, "object")?.fields.values() ?? [{ value: one }])].map((field) => field.value)).filter(isPrimitive);
  return constants.length === 0 ? undefined : isPrimitive(value) && constants.includes(value);
}

function throughShape(run: Run, shape: Value, value: Value, isOpen: boolean, site: Site): Admitted {
  const fields = asTag(shape, "object");
  if (fields === undefined) return { value };
  const object = asTag(value, "object");
  if (object === undefined) return undefined;
  const admitted = makeObject(isOpen ? [...object.fields].map(([key, property]) => [key, property.value]) : []);
  admitted.open = object.open;
  for (const [name, { value: schema }] of fields.fields) {
    const property = object.fields.get(name);
    if (property === undefined && object.open !== undefined) {
      const sent = run.watch?.missing(object, name);
      const made = sent === undefined ? undefined : admit(run, schema, sent.value, site);
      if (made !== undefined) setField(admitted, name, { value: made.value });
      continue;
    }
    const one = admit(run, schema, property?.value, site);
    if (one === undefined) {
      if (property === undefined && isOptional(schema)) continue;
      return undefined;
    }
    if (property !== undefined || one.value !== undefined) setField(admitted, name, { value: one.value });
  }
  return { value: admitted };
}

function throughMethod(run: Run, { row, args }: SchemaStep, value: Value, given: Value, site: Site): Admitted {
  const [first] = args;
  switch (row.means) {
    case "pattern": {
      const fitting = typeof value === "string" ? callFunction(run, getMember(run, first, "test", site), first, [value], site) : false;
      return decide(run, fitting, site) ? { value } : undefined;
    }
    case "prefix":
      return typeof first === "string" && typeof value === "string" ? (value.startsWith(first) ? { value } : undefined) : { value };
    case "check":
    case "transform": {
      const judged = judgedBy(run, first, value, site);
      if (judged === undefined) return undefined;
      return row.means === "transform" ? judged : decide(run, judged.value, site) ? { value } : undefined;
    }
    case "extend":
    case "intersect": {
      const other = admit(run, first, given, site);
      const [own, more] = [asTag(value, "object"), asTag(other?.value, "object")];
      return other === undefined ? undefined : own === undefined || more === undefined ? other : { value: makeObject([...own.fields, ...more.fields].map(([key, property]) => [key, property.value])) };
    }
    case "union":
      return { value };
    case "pipe":
      return admit(run, first, value, site);
    default:
      return throughKept(run, { row, args }, value, site);
  }
}

/** A method that says nothing of what the value is, or a bound, or a format; what it says of a text besides is not known. */
function throughKept(run: Run, { row, args }: Pick<SchemaStep, "row" | "args">, value: Value, site: Site): Admitted {
  const [first] = args;
  const limit = row.limit ?? first;
  if (row.bound !== undefined && typeof limit === "number") return isWithin(row.bound, limit, value) ? { value } : undefined;
  if (typeof value !== "string") return { value };
  if (row.format !== undefined) return fits(row.format, value) && !hasCleared(row.clears, value) ? { value } : undefined;
  if (hasCleared(row.clears, value)) return undefined;
  if (row.means === "closed") return /^[\w.:+-]*$/.test(value) ? { value } : undefined;
  if (isCallable(first) && row.default === undefined) return judgedBy(run, first, value, site) === undefined ? undefined : { value };
  const saysMore = row.description === undefined && row.default === undefined && args.some((one) => typeof one === "string" || asTag(one, "regex") !== undefined);
  if (saysMore && row.means !== "optional" && row.means !== "open" && !decide(run, makeUnknown("what a schema says of a text", site, { attacked: true }), site)) return undefined;
  return { value };
}

/** What a function of the program says of a value; undefined when it refuses it by `ctx.addIssue`. */
function judgedBy(run: Run, judge: Value, value: Value, site: Site): Admitted {
  let refused = false;
  const refuse = makeNative("addIssue", () => {
    refused = true;
    return undefined;
  });
  const judged = settled(callFunction(run, judge, undefined, [value, makeObject([["addIssue", refuse], ["path", makeList([])]])], site), site);
  return refused ? undefined : { value: judged };
}

function decide(run: Run, test: Value, site: Site): boolean {
  return truthOf(test) ?? run.strategy.decide(test, site) !== false;
}

function isWithin(bound: SchemaBound, limit: number, value: Value): boolean {
  const size = typeof value === "string" ? value.length : typeof value === "number" ? value : asTag(value, "list")?.items.length;
  if (size === undefined || (isHeap(value) && value.tag !== "list")) return true;
  switch (bound) {
    case "least":
      return size >= limit;
    case "most":
      return size <= limit;
    case "above":
      return size > limit;
    case "below":
      return size < limit;
    default:
      return size === limit;
  }
}

/** The model says that no text with this danger is admitted. */
function hasCleared(clears: readonly (keyof typeof DANGERS)[] | undefined, value: string): boolean {
  return (clears ?? []).some((name) => name in DANGER_PATTERNS && DANGER_PATTERNS[name as keyof typeof DANGER_PATTERNS].test(value));
}

const TESTS: Readonly<Record<string, (text: string) => boolean>> = {
  uri: (text) => URL.canParse(text),
  email: (text) => /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(text),
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  ipv4: (text) => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text),
  ipv6: (text) => /^[0-9a-f:.]+$/i.test(text) && text.includes(":"),
  hostname: (text) => /^[A-Za-z0-9.-]+$/.test(text),
  "date-time": (text) => /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?$/.test(text),
};

function fits(format: string | undefined, value: string): boolean {
  return format === undefined || (TESTS[format]?.(value) ?? true);
}
