import type { SchemaRow } from "../models/model.js";
import { type ApiValue, asTag, makeObject, type ObjectValue, type Value } from "./values.js";

const stepsOf = new WeakMap<ApiValue, SchemaStep | null>();
const chainsOf = new WeakMap<ApiValue, readonly SchemaStep[]>();

/** The last call of a chain of a schema library: what it means, and what it is called on. */
export interface SchemaStep {
  readonly row: SchemaRow;
  readonly receiver: ApiValue | undefined;
  readonly args: readonly Value[];
}

/** What the last call of a chain means: a method of the schema before it, or a builder. Law: what a library gave never changes, so that each is asked once. */
export function schemaStep(api: ApiValue): SchemaStep | undefined {
  let step = stepsOf.get(api);
  if (step === undefined) stepsOf.set(api, (step = readStep(api) ?? null));
  return step ?? undefined;
}

function readStep({ origin, library }: ApiValue): SchemaStep | undefined {
  if (origin.kind !== "call" && origin.kind !== "new") return undefined;
  const { callee, args } = origin;
  const receiver = callee.origin.kind === "member" ? callee.origin.object : undefined;
  const method = callee.origin.kind === "member" ? library.schemaMethods.get(callee.origin.name) : undefined;
  if (receiver !== undefined && method !== undefined && schemaStep(receiver) !== undefined) return { row: method, receiver, args };
  const row = callee.places.map((place) => place.onCall.schema ?? place.onNew.schema).find((one) => one !== undefined);
  return row === undefined ? undefined : { row, receiver: undefined, args };
}

const NO_STEPS: readonly SchemaStep[] = [];

/** The calls of a chain, the builder first; none when it is no schema. */
export function schemaSteps(value: Value): readonly SchemaStep[] {
  const api = asTag(value, "api");
  if (api === undefined) return NO_STEPS;
  let steps = chainsOf.get(api);
  if (steps === undefined) chainsOf.set(api, (steps = readSteps(api)));
  return steps;
}

function readSteps(last: ApiValue): readonly SchemaStep[] {
  const steps: SchemaStep[] = [];
  for (let at: ApiValue | undefined = last; at !== undefined; ) {
    const step = schemaStep(at);
    if (step === undefined) return NO_STEPS;
    steps.push(step);
    at = step.receiver;
  }
  return steps.reverse();
}

/** The fields of an object's schema as a plain object, which a member of it gives: `schema.shape`. Undefined where it is another member, or they are not known. */
export function shapeMember(api: ApiValue, name: string): ObjectValue | undefined {
  return api.library.schemaMethods.get(name)?.means === "shape" ? shapeOf(api) : undefined;
}

function shapeOf(schema: Value): ObjectValue | undefined {
  const plain = asTag(schema, "object");
  if (plain !== undefined) return plain;
  const [first, ...others] = schemaSteps(schema);
  let shape = first?.row.means === "object" ? asTag(first.args[0], "object") : undefined;
  for (const { row, args } of others) {
    if (shape === undefined) return undefined;
    if (row.fields === "pick" || row.fields === "omit") {
      const names = asTag(args[0], "object")?.fields;
      if (names === undefined) return undefined;
      const left = [...shape.fields].filter(([name]) => names.has(name) === (row.fields === "pick"));
      shape = { ...makeObject(), fields: new Map(left), open: shape.open };
    } else if (row.means === "extend") {
      const more = shapeOf(args[0]);
      if (more === undefined) return undefined;
      shape = { ...makeObject(), fields: new Map([...shape.fields, ...more.fields]), open: shape.open ?? more.open };
    } else if (row.fields !== undefined || !KEEPS_FIELDS.has(row.means)) return undefined;
  }
  return shape;
}

const KEEPS_FIELDS = new Set<SchemaRow["means"]>(["keep", "open", "check"]);

/** A plain object that is no chain: JSON Schema, or a shape whose fields are schemas. */
export function plainSchema(value: Value): { readonly object: ObjectValue; readonly isJson: boolean } | undefined {
  const object = asTag(value, "object");
  if (object === undefined) return undefined;
  const type = object.fields.get("type")?.value;
  const isJson = typeof type === "string" || asTag(type, "list") !== undefined || asTag(object.fields.get("properties")?.value, "object") !== undefined || object.fields.has("enum") || object.fields.has("anyOf");
  return { object, isJson };
}

/** What optional means, wherever in the chain it stands. */
export function isOptional(value: Value): boolean {
  const steps = schemaSteps(value);
  return steps.some(({ row, receiver }) => row.means === "optional" || (receiver === undefined && /optional\(\)$/i.test(row.path)));
}
