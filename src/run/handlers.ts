import { arityOf } from "../ir/arity.js";
import type { FunctionIr } from "../ir/ir.js";
import type { ApiPath, RegisterRow } from "../models/model.js";
import { isDeclared, parsePath, type Segment } from "../models/path.js";
import { enforce } from "./admit.js";
import type { Ran } from "./initialise.js";
import { getMember } from "./members.js";
import type { Run, RunEvent } from "./run.js";
import { sample, type Sampling } from "./replay/samples.js";
import { alternatives, makeUnknown } from "./unknown.js";
import { setField } from "./own-fields.js";
import { asTag, type FunctionValue, isHeap, makeList, makeObject, type Site, type Value } from "./values.js";

/** A function that serves a request, as the run came to it, and how it is called. */
export interface Handler {
  /** What is called: the function itself, or a bound one. */
  readonly callee: Value;
  readonly self: Value;
  readonly fn: FunctionIr;
  /** The registration; undefined for a function that nothing calls. */
  readonly event: RunEvent | undefined;
  readonly name: string | undefined;
}

/** Every handler of the registrations that a run met. */
export function handlersOf(ran: Ran): Handler[] {
  return ran.events.flatMap((event) => {
    const { row } = event;
    if (row.handler === undefined || row.untrusted === undefined) return [];
    const names = row.name === undefined ? [] : ran.read(event, row.name).filter((name) => typeof name === "string");
    return ran.read(event, row.handler).flatMap((value) => alternatives(value)).flatMap((callee): Handler[] => {
      const fn = functionOf(callee);
      return fn === undefined ? [] : [{ callee, self: undefined, fn: fn.fn, event, name: names.length === 1 ? names[0] : undefined }];
    });
  });
}

function functionOf(value: Value): FunctionValue | undefined {
  const bound = asTag(value, "bound");
  return bound === undefined ? asTag(value, "function") : functionOf(bound.target);
}

/** Where an input comes in: the sort of request, the parameter of the handler and the fields that lead to it. */
export interface Inlet {
  readonly kind: string;
  readonly names: readonly string[];
  readonly param: number;
  readonly path: readonly string[];
}

/** The handler whose function it is, registered for such requests, and under one of these names if any is known; else the function as a value that nothing calls. */
export function findHandler(run: Run, handlers: readonly Handler[], fn: FunctionIr, inlet: Inlet): Handler | undefined {
  const { names } = inlet;
  const all = handlers.filter((one) => one.fn === fn);
  // one function may make handlers of several sorts
  const fitting = all.filter(({ event }) => event?.row.untrusted?.some((place) => isInlet(place, inlet)) === true);
  const same = fitting.length > 0 ? fitting : all;
  const found = same.find(({ name }) => name !== undefined && names.includes(name)) ?? same[0];
  if (found !== undefined) return found;
  const callee = run.closures.get(fn)?.at(-1);
  const self = fn.owner === undefined ? undefined : run.instances.get(fn.owner);
  return callee === undefined ? undefined : { callee, self, fn, event: undefined, name: undefined };
}

function isInlet({ path: place, kind }: NonNullable<RegisterRow["untrusted"]>[number], inlet: Inlet): boolean {
  const [first, ...rest] = parsePath(place);
  if (kind !== inlet.kind || first?.kind !== "param" || first.index !== inlet.param) return false;
  return rest.every((segment, index) => segment.kind !== "member" || segment.name === inlet.path[index]);
}

/** The schemas of the tools that listings show, by name. */
export function advertisedSchemas(ran: Ran): ReadonlyMap<string, Value> {
  const schemas = new Map<string, Value>();
  for (const event of ran.events) {
    const { row } = event;
    const list = row.advertised === true ? /^(.*\[\*\])\.(\w+)$/.exec(row.name ?? "") : null;
    const field = /\.(\w+)$/.exec(row.schema ?? "")?.[1];
    if (list?.[1] === undefined || field === undefined) continue;
    for (const item of ran.read(event, list[1]).flatMap((one) => alternatives(one))) {
      const tool = asTag(item, "object");
      const [name, schema] = [tool?.fields.get(list[2] ?? "")?.value, tool?.fields.get(field)?.value];
      if (typeof name === "string" && schema !== undefined && !schemas.has(name)) schemas.set(name, schema);
    }
  }
  return schemas;
}

/** The part of a path that leads on from the arguments of the tool. */
export function fieldsIn({ event }: Handler, path: readonly string[]): readonly string[] {
  const isDispatcher = event?.row.untrusted?.some(({ path: place }) => place.endsWith(".params.arguments")) === true;
  return isDispatcher && path[0] === "params" && path[1] === "arguments" ? path.slice(2) : path;
}

/** What a request brings. */
export interface Request {
  readonly handler: Handler;
  /** The schema of the input, as the registration or a listing has it. */
  readonly schema: Value;
  /** It is held against the schema before the handler runs. */
  readonly isEnforced: boolean;
  /** The tool that is asked for. */
  readonly tool: string | undefined;
  readonly param: number;
  /** Fields that lead to the input within the parameter. */
  readonly path: readonly string[];
}

/** The arguments of a call with harmless input, but for the value that `given` puts in its place. What a schema refuses is thrown. */
export function argumentsFor(run: Run, request: Request, sampling: Omit<Sampling, "path" | "run" | "site">, given: Value, site: Site): Value[] {
  const { handler, isEnforced, param, path } = request;
  const { fn, event } = handler;
  const args: Value[] = fn.params.map((_, index) => (index > param ? makeUnknown("what the library hands over besides", site) : undefined));
  for (const { path: place } of event?.row.untrusted ?? []) {
    const [first, ...rest] = segmentsOf(place);
    if (first?.kind !== "param" || !isDeclared(first, arityOf(fn)) || rest.some(({ kind }) => kind !== "member")) continue;
    const fields = rest.flatMap((segment) => (segment.kind === "member" ? [segment.name] : []));
    const value = inputAt(run, request, event?.row, first.index, fields, sampling, given, site);
    if (value === undefined) continue;
    args[first.index] = place === `param(${first.index})` ? value : put(args[first.index], fields, value);
  }
  if (event === undefined || args[param] === undefined || !isEnforced) args[param] = put(args[param], path, given);
  if (handler.fn.params[param]?.rest === true) args.splice(param, 1, ...(asTag(args[param], "list")?.items ?? [getMember(run, args[param], "0", site)]));
  return args;
}

const segments = new Map<ApiPath, readonly Segment[]>();

/** The places of rows are few, and each is asked for with every call. */
function segmentsOf(path: ApiPath): readonly Segment[] {
  let known = segments.get(path);
  if (known === undefined) segments.set(path, (known = parsePath(path)));
  return known;
}

/** What stands at a place that callers decide on; undefined for what requests need not bring. */
function inputAt(run: Run, request: Request, row: RegisterRow | undefined, param: number, fields: readonly string[], sampling: Omit<Sampling, "path" | "run" | "site">, given: Value, site: Site): Value {
  const { schema, isEnforced, tool, path } = request;
  const inner = fields.every((field, index) => path[index] === field) && param === request.param ? path.slice(fields.length) : [];
  const last = fields.at(-1);
  const isArguments = last === "arguments" || (fields.length === 0 && param === 0 && row?.what !== "resource");
  if (isArguments) {
    const made = schema === undefined ? openObject(site) : sample({ ...sampling, run, site, path: inner }, schema);
    const filled = inner.length === 0 || param !== request.param ? made : put(made, inner, given);
    return isEnforced ? enforce(run, schema, filled, site) : filled;
  }
  if (last === "name") return tool ?? sampling.word(fields);
  if (last === "uri") return `file:///${sampling.word(fields)}`;
  return fields.length === 0 && row?.what === "resource" && param === 1 ? openObject(site) : undefined;
}

function openObject(site: Site): Value {
  const object = makeObject();
  object.open = makeUnknown("what else a caller sends", site);
  return object;
}

/** The same value with something else at a place in it; what leads there is made where it is missing. */
export function put(value: Value, [field, ...rest]: readonly string[], given: Value): Value {
  if (field === undefined) return given;
  if (field === "[]" || (/^\d+$/.test(field) && asTag(value, "object") === undefined)) return makeList([put(asTag(value, "list")?.items[0], rest, given)]);
  const name = field === "?" ? "key" : field;
  const object = isHeap(value) && value.tag === "object" ? value : makeObject();
  setField(object, name, { value: put(object.fields.get(name)?.value, rest, given) });
  return object;
}

/** The object that the input is a property of; undefined for an input that is an argument itself. */
export function holderOf(value: Value, path: readonly string[]): Value {
  return path.length === 0 ? undefined : asTag(partAt(value, path.slice(0, -1)), "object");
}

/** What stands at a place in a value. */
export function partAt(value: Value, [field, ...rest]: readonly string[]): Value {
  if (field === undefined) return value;
  const inner = field === "[]" ? asTag(value, "list")?.items[0] : asTag(value, "object")?.fields.get(field === "?" ? "key" : field)?.value;
  return partAt(inner, rest);
}
