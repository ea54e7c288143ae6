import { arityOf } from "../../ir/arity.js";
import type { FunctionIr } from "../../ir/ir.js";
import type { RegisterRow, SourceRow } from "../../models/model.js";
import { type Api, memberOf } from "../../models/api.js";
import { type Danger, dangers, RAW_DANGERS, type Dangers } from "../../models/kinds.js";
import { isDeclared, parsePath } from "../../models/path.js";
import { type Binding, heldAt } from "../solve/binding.js";
import { type Dispatch, laterDispatchOf } from "../solve/dispatch.js";
import { derive, fieldsAlong } from "../fields.js";
import { ANY_FIELD, type Argument, type CallSite, type FunctionNodes, type Node } from "../graph.js";
import type { Judge } from "../guards/judge.js";
import { placeNodes } from "../solve/invoke.js";
import { namesOf } from "../names.js";
import { type Pair, pairPlaces } from "./pairing.js";
import { holds, isMissing, parsePlace } from "../places.js";
import { leavesOf, NOTHING_ADMITTED, type Reader, readSchema, type Shape } from "../guards/schemas.js";
import { type ApiCall, type Solver, tokensAt } from "../solver.js";
import type { Token } from "../tokens.js";
import type { Source } from "../dangers/facts.js";
import { answerAt } from "./answering.js";
import { onlookersOf } from "./onlooking.js";
import { isUnused } from "./unused.js";

/** One registration as the program makes it. */
export interface Registration {
  readonly row: RegisterRow;
  readonly site: CallSite;
  /** What the row's places speak of: the arguments, those of a bound function first. */
  readonly args: readonly Argument[];
  /** The names that it may register; empty when none is known. */
  readonly names: readonly string[];
  readonly handlers: readonly FunctionNodes[];
  /** The row names a place for a handler. */
  readonly wantsHandler: boolean;
}

/** What a program offers by name and a client's request runs: it may be registered through wrappers, each of whose callers offers something of its own. */
export const SERVED: ReadonlySet<RegisterRow["what"]> = new Set(["tool", "resource", "prompt", "completion", "request"]);

/** A source as taint starts there. */
export interface TaintSource {
  readonly source: Source;
  readonly path: readonly string[];
  readonly bits: Dangers;
  /** What the input does not reach; read when taint is spread from here. */
  readonly dispatch: () => Dispatch | undefined;
}

/** Of an input that may go everywhere. */
export const ANYWHERE = (): undefined => undefined;

/** The registrations that calls of libraries make, unless nobody runs them: the first row a call and subject whose conditions hold. */
export function findRegistrations(solver: Solver): Registration[] {
  const found: Registration[] = [];
  for (const call of solver.apiCalls) {
    if (call.effects.registers.length > 0 && isUnused(call.site.fn)) continue;
    const taken = new Set<string>();
    for (const row of call.effects.registers) {
      const key = `${row.path} ${row.what}`;
      if (taken.has(key) || !fits(solver, call, row)) continue;
      if (row.method === undefined) taken.add(key);
      found.push(readRegistration(solver, call, row));
    }
  }
  return answered(solver, found);
}

/**
 * Leaves out requests that are merely looked at on their way. Law of a program's own: where it says what it offers, there it answers; law of a library: it answers what is handed to it, wherever that is
 * looked at before. Of both what is not seen to be handed on is answered where it is asked for, if anything is done there.
 */
function answered(solver: Solver, all: readonly Registration[]): Registration[] {
  const own = all.filter(({ row }) => row.by === "answering");
  if (own.length === 0) return [...all];
  const listing = new Set(own.filter(({ site }) => answerAt(site)?.isListed === true).map(({ site }) => site.fn.module));
  const isBeside = ({ site }: Registration): boolean => listing.has(site.fn.module);
  const here = own.filter((one) => one.row.asked !== undefined && isBeside(one)).flatMap(askingFor);
  const library = all.filter(({ row }) => row.by !== "answering");
  const there = library.some(({ row }) => row.what === "tool" || row.what === "request") ? library.filter(({ row }) => TAKING.has(row.what)).flatMap(takersOf) : [];
  if (here.length === 0 && there.length === 0) return [...all];
  const looksOn = onlookersOf(solver, new Set([...here, ...there]));
  const isAnswered = ({ site }: Registration): boolean => {
    const answer = answerAt(site);
    return answer !== undefined && ((answer.isNamed && listing.size > 0) || (answer.isActing && !looksOn(answer.handlers)));
  };
  return all.filter((one) => one.row.by !== "answering" || isBeside(one) || isAnswered(one));
}

const askingFor = ({ site }: Registration): readonly FunctionIr[] => answerAt(site)?.handlers ?? [];

/** What a library takes requests in with, or serves them by. */
const TAKING: ReadonlySet<RegisterRow["what"]> = new Set([...SERVED, "server", "transport", "connect", "serve", "endpoint"]);

/** The functions that hand requests to a library, and those to which it hands them. */
function takersOf({ row, site, handlers }: Registration): FunctionIr[] {
  return [...(site.fn.kind === "module" ? [] : [site.fn]), ...(SERVED.has(row.what) ? handlers.map(({ fn }) => fn) : [])];
}

function fits(solver: Solver, { site, args }: ApiCall, row: RegisterRow): boolean {
  if (row.method !== undefined) {
    const [first] = args;
    const name = first === undefined ? undefined : nameOf(solver, first.node);
    if (name === undefined || !row.method.includes(name)) return false;
  }
  return (row.when ?? []).every((condition) => holds(solver, site, args, condition));
}

/** The name under which a value was imported or read, its text, or the method that a schema written on the spot demands: what selects a request handler. */
function nameOf(solver: Solver, node: Node): string | undefined {
  const { graph } = solver;
  let at = graph.origin(node);
  for (let hops = 0; hops < 12; hops += 1) {
    const def = graph.defs[at];
    if (def?.kind === "const") return String(def.value);
    if (def?.kind === "get") return def.field;
    if (def?.kind === "call") return methodOf(solver, def.site);
    if (def?.kind === "cell") {
      const { variable } = def;
      const entry = variable.owner.module.imports.find((one) => one.variable === variable);
      if (entry !== undefined && entry.imported !== "default") return entry.imported;
    }
    const from: Node | undefined = def?.kind === "sigma" ? def.of : graph.sourcesOf(at)[0];
    if (from === undefined) return undefined;
    at = graph.origin(from);
  }
  return undefined;
}

/** The text to which the call's schema holds the field `method`: `z.object({ method: z.literal("tools/call") })`. */
function methodOf({ graph }: Solver, { args }: CallSite): string | undefined {
  const fields = args[0] === undefined ? undefined : graph.defs[graph.origin(args[0].node)];
  const method = fields?.kind === "object" ? fields.fields.get("method") : undefined;
  const literal = method === undefined ? undefined : graph.defs[graph.origin(method)];
  const text = literal?.kind === "call" && literal.site.args[0] !== undefined ? graph.defs[graph.origin(literal.site.args[0].node)] : undefined;
  return text?.kind === "const" && typeof text.value === "string" ? text.value : undefined;
}

function readRegistration(solver: Solver, { site, args }: ApiCall, row: RegisterRow): Registration {
  const names = row.name === undefined ? [] : placeNodes(solver, site, args, parsePlace(row.name)).flatMap((node) => namesAt(solver, node));
  const handlers = new Set<FunctionNodes>();
  if (row.handler !== undefined) {
    for (const node of placeNodes(solver, site, args, parsePlace(row.handler))) {
      for (const one of [node, derive(solver, node, ANY_FIELD)]) for (const token of tokensAt(solver, one)) addHandler(token, handlers);
    }
  }
  return { row, site, args, names: [...new Set(names)], handlers: [...handlers], wantsHandler: row.handler !== undefined };
}

/** An empty text that stands in for a name which is not there (`tool.name || ""`) is none. */
function namesAt(solver: Solver, node: Node): string[] {
  const { names, open } = namesOf(solver, node);
  return open || names.size > 1 ? [...names].filter((name) => name !== "") : [...names];
}

function addHandler(token: Token, handlers: Set<FunctionNodes>): void {
  if (token.kind === "function") handlers.add(token.fn);
  else if (token.kind === "bound") addHandler(token.target, handlers);
}

/** The nodes that stand at a place of a registration. */
export function nodesAt(solver: Solver, { site, args }: Registration, path: string | undefined): Node[] {
  return path === undefined ? [] : placeNodes(solver, site, args, parsePlace(path));
}

const pairs = new WeakMap<Registration, readonly Pair[]>();

/** The tools, or whatever else it is, that a registration makes; kept with it. */
export function pairsOf(solver: Solver, registration: Registration): readonly Pair[] {
  const { row } = registration;
  let known = pairs.get(registration);
  if (known === undefined) {
    const schemas = row.advertised === true ? [] : nodesAt(solver, registration, row.schema);
    known = pairPlaces(solver, { names: nodesAt(solver, registration, row.name), schemas, handlers: nodesAt(solver, registration, row.handler) });
    pairs.set(registration, known);
  }
  return known;
}

/** Where taint starts: handlers' parameters as far as their schemas leave something open, and values that libraries call untrusted. */
export function findSources(judge: Judge, registrations: readonly Registration[]): TaintSource[] {
  const { solver } = judge;
  const sources: TaintSource[] = [];
  const dispatches = new Map<string, Dispatch>();
  // what is known to be a tool's is told as such, and not as a part of the request that brings it
  for (const registration of registrations) if (registration.row.by === "answering") addAnswered(sources, registration);
  for (const registration of registrations) {
    const { row } = registration;
    if (row.untrusted === undefined || row.by === "answering" || registration.handlers.length === 0) continue;
    const schemas = row.advertised === true ? [] : nodesAt(solver, registration, row.schema);
    const reader: Reader = { ...judge, shapes: { known: new Map(), choices: 0 } };
    const shape = schemas.map((node) => readSchema(reader, node)).find((one) => one !== undefined);
    const pairs = pairsOf(solver, registration);
    for (const pair of pairs) {
      const own = pairs.length === 1 ? shape : shapeUnder(reader, pair.binding, schemas, shape);
      const leaves = own === undefined ? undefined : leavesOf(own);
      const known = pair.handlers.filter((fn) => registration.handlers.includes(fn));
      for (const fn of known.length === 0 ? registration.handlers : known) {
        const dispatch = laterDispatchOf(pair.binding, fn, dispatches);
        for (const untrusted of row.untrusted) addInput(sources, registration, pair, dispatch, fn, untrusted, leaves);
      }
    }
  }
  for (const { site, effects, args } of solver.apiCalls) {
    for (const { place, row } of effects.sources) {
      for (const node of placeNodes(solver, site, args, place)) sources.push({ source: { kind: row.kind, names: [], node, path: [] }, path: [], bits: bitsOf(row), dispatch: ANYWHERE });
    }
  }
  solver.held.forEach((held, node) => {
    for (const token of held ?? []) {
      if (token.kind === "api" && token.api.source !== undefined && isMadeAt(solver, node, token.api)) {
        sources.push({ source: { kind: token.api.source.kind, names: [], node, path: [] }, path: [], bits: bitsOf(token.api.source), dispatch: ANYWHERE });
      }
    }
  });
  return sources;
}

const bitsOf = ({ clears = [] }: { readonly clears?: readonly Danger[] }): Dangers => RAW_DANGERS & ~dangers(...clears);

/** Taint of an API value starts where the value is made (read, called or imported), not wherever it is handed on to. */
function isMadeAt(solver: Solver, node: Node, api: Api): boolean {
  const def = solver.graph.defs[node];
  if (def?.kind === "global") return true;
  if (def?.kind === "cell") return def.variable.kind === "import";
  if (def?.kind === "get") return isGivenBy(solver, def.object, (from) => [memberOf(from, def.field)], api);
  if (def?.kind === "call") return isGivenBy(solver, def.site.callee, (from) => [from.called, from.constructed], api);
  return false;
}

function isGivenBy(solver: Solver, origin: Node, give: (from: Api) => readonly (Api | undefined)[], api: Api): boolean {
  for (const token of tokensAt(solver, origin)) {
    if (token.kind === "api" && give(token.api).some((given) => given === api || given?.types.includes(api) === true)) return true;
    // a member that a class of the program has from a library's class
    if (token.kind === "instance" || token.kind === "class") return true;
  }
  return false;
}

/** What one of several tools admits. */
function shapeUnder(judge: Reader, binding: Binding, schemas: readonly Node[], all: Shape | undefined): Shape | undefined {
  if (schemas.length > 0 && schemas.every((node) => isWithout(binding, node))) return NOTHING_ADMITTED;
  const tokensOf = (node: Node): ReadonlySet<Token> => heldAt(binding, node).tokens;
  return schemas.map((node) => readSchema({ ...judge, tokensOf }, node)).find((one) => one !== undefined) ?? all;
}

/** The place is a field that the tool's own object does not have. */
function isWithout(binding: Binding, node: Node): boolean {
  const { solver } = binding;
  const def = solver.graph.defs[node];
  return def?.kind === "get" && isMissing(solver, def.object, def.field, [...heldAt(binding, def.object).tokens]);
}

/** What a request brings that the program tells apart itself. Law: an input is a part of the value that it comes in as. */
function addAnswered(sources: TaintSource[], { row, site }: Registration): void {
  for (const { node, within, part } of answerAt(site)?.messages ?? []) {
    for (const untrusted of row.untrusted ?? []) {
      const fields = fieldsOf(untrusted.path);
      if (!part.every((field, index) => fields[index] === field)) continue;
      sources.push({ source: { kind: untrusted.kind, names: [], node, path: [] }, path: [...within, ...fields.slice(part.length)], bits: bitsOf(untrusted), dispatch: ANYWHERE });
    }
  }
}

/** The fields that a place leads through. */
export function fieldsOf(path: string): string[] {
  return parsePath(path).flatMap((segment) => (segment.kind === "member" ? [segment.name] : []));
}

const FIRST = ["param(0)"];

function addInput(sources: TaintSource[], { row }: Registration, { names }: Pair, dispatch: () => Dispatch | undefined, fn: FunctionNodes, untrusted: SourceRow, leaves: ReturnType<typeof leavesOf> | undefined): void {
  const [first, ...rest] = parsePath(untrusted.path);
  if (first?.kind !== "param" || !isDeclared(first, arityOf(fn.fn))) return;
  const node = fn.params[first.index];
  if (node === undefined) return;
  const fields = fieldsAlong(rest);
  const isArguments = row.schema !== undefined && (row.input ?? FIRST).includes(untrusted.path);
  const param = fn.fn.params[first.index];
  const prefix = param?.rest === true ? ["0"] : [];
  if (isArguments && leaves !== undefined) {
    for (const leaf of leaves) sources.push({ source: { kind: untrusted.kind, names, node, path: leaf.path }, path: [...prefix, ...fields, ...leaf.path], bits: leaf.bits, dispatch });
  } else {
    sources.push({ source: { kind: untrusted.kind, names, node, path: [] }, path: [...prefix, ...fields], bits: bitsOf(untrusted), dispatch });
  }
}
