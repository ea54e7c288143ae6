import type { FunctionIr } from "../../ir/ir.js";
import type { SinkKind } from "../../models/kinds.js";
import type { WatchedSink } from "./arrivals.js";
import { fieldsIn, type Handler, partAt, type Request } from "../handlers.js";
import type { Ran } from "../initialise.js";
import type { Run } from "../run.js";
import { sample } from "./samples.js";
import { plainSchema, schemaSteps } from "../schema-steps.js";
import { alternatives } from "../unknown.js";
import { asTag, type Value } from "../values.js";

/** A flow that is to be replayed: where the input comes in, and where it does harm. */
export interface ReplayRequest {
  readonly kind: SinkKind;
  readonly source: { readonly kind: string; readonly names: readonly string[] };
  readonly entry: { readonly fn: FunctionIr | undefined; readonly param: number; readonly path: readonly string[]; readonly others: number };
  readonly start: WatchedSink;
  readonly harm: string | undefined;
  /** For code: the program that parses it, where it is another one than the server. */
  readonly language?: string;
}

/** How the handler may be called so that the input of the flow is sent: once a tool that it may serve. */
export function requestsOf(run: Run, ran: Ran, handler: Handler, schemas: ReadonlyMap<string, Value>, { entry, source }: Pick<ReplayRequest, "entry" | "source">): Request[] {
  const { event } = handler;
  const own = event?.row.schema === undefined ? undefined : ran.read(event, event.row.schema)[0];
  const base = { handler, param: entry.param, path: entry.path };
  if (own !== undefined && event?.row.advertised !== true) return asTexts(run, [{ ...base, schema: own, isEnforced: true, tool: handler.name ?? source.names[0] }]);
  const named = source.names.length > 0 ? source.names : handler.name === undefined ? [] : [handler.name];
  const tools = named.length > 0 ? named : toolsWith(schemas, fieldsIn(handler, entry.path));
  if (tools.length === 0) return asTexts(run, [{ ...base, schema: undefined, isEnforced: false, tool: undefined }]);
  return asTexts(run, tools.slice(0, MOST_TOOLS).map((tool) => ({ ...base, schema: telling(schemas.get(tool)), isEnforced: false, tool })));
}

/** What a schema says, where something is known of it: itself, what it was converted from, or its parts. Undefined for all else: then a caller may send anything. */
function telling(schema: Value): Value {
  const may = alternatives(schema);
  const isChain = (one: Value): boolean => schemaSteps(one).length > 0;
  const converted = may.flatMap((one) => {
    const origin = asTag(one, "api")?.origin;
    return origin?.kind === "call" ? origin.args.filter(isChain) : [];
  });
  return may.find(isChain) ?? converted[0] ?? may.find(hasParts);
}

/** A plain object that names its parts, or of which all is known. */
function hasParts(schema: Value): boolean {
  const plain = plainSchema(schema);
  return plain !== undefined && (plain.object.open === undefined || asTag(plain.object.fields.get("properties")?.value, "object") !== undefined || typeof plain.object.fields.get("type")?.value === "string");
}

/** Letters of a text are taken one by one: the text is sent. Where no schema says so, it is sent as well. */
function asTexts(run: Run, requests: readonly Request[]): Request[] {
  return requests.flatMap((request) => {
    const { handler, schema, path } = request;
    const at = path.findIndex((field, index) => index > 0 && /^(?:\[\]|\?|\d+)$/.test(field));
    if (at < 0) return [request];
    const text = { ...request, path: path.slice(0, at) };
    if (schema === undefined) return [request, text];
    const fields = fieldsIn(handler, text.path);
    const site = { module: handler.fn.module, span: handler.fn };
    const part = partAt(sample({ run, site, path: fields, word: () => "word", extra: "none", choice: 0, flag: true }, schema), fields);
    return [typeof part === "string" ? text : request];
  });
}

const MOST_TOOLS = 48;

/** The tools that take such an input. */
function toolsWith(schemas: ReadonlyMap<string, Value>, [field]: readonly string[]): string[] {
  const all = [...schemas];
  const fitting = field === undefined ? all : all.filter(([, schema]) => asTag(asTag(asTag(schema, "object")?.fields.get("properties")?.value, "object")?.fields.get(field)?.value, "object") !== undefined);
  return (fitting.length > 0 ? fitting : all).map(([name]) => name);
}
