import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Span, Stmt } from "../../ir/ir.js";
import { constantsOf } from "../../graph/constants.js";
import { findProofs, isProofHeader } from "../../graph/sinks/credentials.js";
import type { CandidateFlow, FlowGraph } from "../../graph/flows/flows.js";
import { namesOf } from "../../graph/names.js";
import { readsOf } from "../../graph/nodes-of.js";
import { findOtherFlows } from "../../graph/flows/other-flows.js";
import type { Fact, Source } from "../../graph/dangers/facts.js";
import { ANYWHERE, type Registration, SERVED, type TaintSource } from "../../graph/offers/registrations.js";
import { type CallSite, type Node, NO_NODE, OP } from "../../graph/graph.js";
import type { Sink } from "../../graph/sinks/sinks.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import { isPrivateName } from "../../text/credential-names.js";
import { ALL_DANGERS, SINK_KINDS, type SourceKind } from "../../models/kinds.js";
import { textOf } from "../values/code.js";
import { urlsWithCredentials } from "../http/url-tokens.js";

/** Asks for the flows of what must not leave into places where it would. */
export function readLeaks(graph: FlowGraph): (to: readonly string[], from: readonly string[]) => CandidateFlow[] {
  let found: { readonly sources: readonly TaintSource[]; readonly sinks: readonly Sink[]; readonly masks: ReadonlySet<Node> } | undefined;
  return (to, from) => {
    found ??= { sources: leakSources(graph), sinks: leakSinks(graph.solver, graph.registrations), masks: findMasks(graph.solver) };
    const told = found.sources.filter(({ source }) => from.includes(source.kind) && !(to.includes("result") && isSent(source)));
    return findOtherFlows(graph, told, found.sinks.filter(({ kind }) => to.includes(kind)), found.masks);
  };
}

/** A credential that a tool's input holds: who called the tool has it already, and reads nothing new in the result. */
function isSent({ kind, path }: Source): boolean {
  return kind === "secret" && path.length > 0;
}

/** What must not leave, where it comes from; out of all places at which the program has something of a caller's. */
function leakSources(asked: FlowGraph): TaintSource[] {
  const { solver, sources: all } = asked;
  const { graph } = solver;
  const sources: TaintSource[] = [...findProofs(solver, all), ...all.flatMap((one) => (isCredentialField(one) ? [{ ...one, source: { ...one.source, kind: "secret" } }] : []))];
  const add = (kind: SourceKind, node: Node, name: string, path: readonly string[] = []): void => void sources.push({ source: { kind, names: [name], node, path }, path: [], bits: ALL_DANGERS, dispatch: ANYWHERE });
  const caught = new Set(graph.calls.map(({ catcher }) => catcher));
  caught.delete(NO_NODE);
  for (const { node, parameter } of urlsWithCredentials(solver)) add("credential", node, parameter, [parameter]);
  for (const { node } of graph.calls.filter((site) => printsEnvironment(solver, site))) add("secret", node, "every variable of the server's environment");
  for (const node of credentialsRead(asked)) add("secret", node, `\`${graph.shortText(node)}\` of what the caller sends`);
  const printed = graph.calls.filter((site) => printsWhole(solver, caught, site)).map(({ node }) => node);
  for (const node of [...readsOf(graph, (field) => field === "stack" || isPrivateName(field)), ...printed].sort((a, b) => a - b)) {
    const def = graph.defs[node];
    if (def?.kind === "get") {
      if (def.field !== "stack" && [...tokensAt(solver, def.object)].some((token) => token.kind === "api" && token.api.settings.length > 0)) add("secret", node, def.field);
      else if (def.field === "stack" && isError(solver, caught, def.object) && isShown(solver, node)) add("error", node, `\`${graph.shortText(node)}\``);
    } else if (!isForDebugging(graph.owners[node], spanOf(solver, node))) add("error", node, `\`${graph.shortText(node)}\``);
  }
  return sources;
}

/** A field of a tool's input that its schema calls a credential. */
function isCredentialField({ source, path }: TaintSource): boolean {
  return source.kind === "tool" && source.path.length > 0 && isPrivateName(path.at(-1) ?? "");
}

/** What the program reads under the name of a credential out of a tool's input of which no schema says what it holds. Law: whether a caller sends it is nobody's knowledge, so the input as a whole holds none. */
function credentialsRead({ solver, sources, taint }: FlowGraph): Node[] {
  const open = sources.filter(({ source }) => source.kind === "tool" && source.path.length === 0);
  const reads = open.length === 0 ? [] : readsOf(solver.graph, isPrivateName).filter((node) => solver.graph.defs[node]?.kind === "get");
  if (reads.length === 0) return [];
  const known = new Set(open.map(({ source }) => source));
  taint.demand(reads);
  return reads.filter((node) => (taint.facts[node] ?? []).some((fact) => isPartOf(known, fact)) && tokensAt(solver, node).length === 0);
}

/** On these ways a value is still the input itself, or a part of it. */
const STAYS: ReadonlySet<number> = new Set([OP.COPY, OP.GET, OP.EXCEPT, OP.FIELDS, OP.SIGMA, OP.CALL, OP.CAPTURE]);
const MOST_HOPS = 200;

/** The value is read off one of these inputs as it came in: what was kept, given back or put into something else in between is the program's own. */
function isPartOf(inputs: ReadonlySet<Source>, fact: Fact): boolean {
  const facts = new Set([fact]);
  // a Set's iteration takes in what is added on the way
  for (const one of facts) {
    for (const { from, edge, source } of one.origins) {
      if (source !== undefined && inputs.has(source)) return true;
      if (from !== undefined && edge !== undefined && STAYS.has(edge.op) && facts.size < MOST_HOPS) facts.add(from);
    }
  }
  return false;
}

/** What a catch clause caught, or what the callback of a promise's `catch` is given. */
function isError(solver: Solver, caught: ReadonlySet<Node>, node: Node): boolean {
  if (isCaught(solver, caught, node)) return true;
  const def = solver.graph.defs[solver.graph.origin(node)];
  return def?.kind === "param" && def.index === 0 && /\.catch\(\s*(?:async\s*)?$/.test(def.fn.module.text.slice(Math.max(0, def.fn.start - 20), def.fn.start));
}

/** Texts of whole objects, of which those of HTTP clients hold the request with its headers. */
function printsWhole(solver: Solver, caught: ReadonlySet<Node>, { method, receiver, args }: CallSite): boolean {
  const { graph } = solver;
  const [first] = args;
  if (first === undefined || !/^(?:stringify|inspect)$/.test(method ?? "") || !isCaught(solver, caught, first.node)) return false;
  const on = graph.defs[graph.origin(receiver)];
  return on?.kind === "global" ? on.name === "JSON" : method === "inspect";
}

/** The text of all that the program was started with: a list of names as second argument would pick some of it. */
function printsEnvironment(solver: Solver, { method, args: [first, picked] }: CallSite): boolean {
  const { graph } = solver;
  if (first === undefined || first.spread || !/^(?:stringify|inspect)$/.test(method ?? "")) return false;
  const def = graph.defs[graph.origin(first.node)];
  const all = def?.kind === "object" ? [...def.fields.values(), ...def.spreads] : [first.node];
  const other = picked === undefined ? undefined : graph.defs[graph.origin(picked.node)];
  const isWhole = picked === undefined || other?.kind === "const" || (method === "inspect" && other?.kind === "object");
  return isWhole && all.some((node) => isEnvironment(solver, node));
}

function isEnvironment(solver: Solver, node: Node): boolean {
  return [...tokensAt(solver, node)].some((token) => token.kind === "api" && token.api.settings.length > 0 && /(?:^|\.)env$/.test(token.api.name));
}

/** The value is what a catch clause caught, as a whole. */
function isCaught({ graph }: Solver, caught: ReadonlySet<Node>, node: Node): boolean {
  let at = graph.origin(node);
  for (let hops = 0; hops < 6; hops += 1) {
    if (caught.has(at)) return true;
    // several callers may hand in what is no error
    const [from, ...others] = graph.sourcesOf(at);
    if (from === undefined || others.some((one) => !caught.has(graph.origin(one)))) return false;
    at = graph.origin(from);
  }
  return false;
}

const DEBUGGING = /debug|development|NODE_ENV|verbose|isDev|is_dev|trace|includeStack|show_?stack/i;

/** Some read of the stack in this function goes neither into a log nor on to another error as its stack, nor stands under a test that only development passes. Law: reads of one value are one node of the graph. */
function isShown({ graph }: Solver, node: Node): boolean {
  const fn = graph.owners[node];
  if (fn === undefined) return false;
  const reads: Span[] = [];
  const kept: Span[] = [];
  for (const one of nodesIn(fn.body)) {
    if (one.kind === "get" && one.key.kind === "const" && one.key.value === "stack") reads.push(one);
    else if (one.kind === "call" && LOGS.test(textOf(fn.module, one.callee))) kept.push(one);
    else if (one.kind === "assign" && one.target.kind === "get" && one.target.key.kind === "const" && one.target.key.value === "stack") kept.push(one);
  }
  return reads.some((read) => !kept.some(({ start, end }) => start <= read.start && end >= read.end) && !isForDebugging(fn, read));
}

const LOGS = /(?:^|[.#])(?:console|\w*[lL]og(?:ger)?)(?:\.\w+)?$|\.(?:warn|error|debug|trace)$|^(?:log|debug|warn)\w*$/;

function spanOf({ graph }: Solver, node: Node): Span {
  return { start: graph.starts[node] ?? 0, end: graph.ends[node] ?? 0 };
}

/** It stands under a test that only development passes. */
function isForDebugging(fn: FunctionIr | undefined, { start, end }: Span): boolean {
  for (let at = fn; at !== undefined && at.kind !== "module"; at = at.parent) {
    for (const one of nodesIn(at.body)) {
      const test = testOf(one);
      if (test !== undefined && one.start <= start && one.end >= end && !(test.start <= start && test.end >= end) && DEBUGGING.test(textOf(at.module, test))) return true;
    }
  }
  return false;
}

function testOf(node: Stmt | Expr): Span | undefined {
  return node.kind === "if" || node.kind === "cond" ? node.test : node.kind === "logical" && node.op === "&&" ? node.left : undefined;
}

const LONGEST_NAME = 80;
const MASKS = /mask|redact|sanit|obfuscat|censor|scrub|fingerprint|hash|digest|encrypt|strip|hide|truncate|preview/i;
/** So many characters of a secret tell which one it is, and no more. */
const FEW = 12;

const CUTS = new Set(["slice", "substring", "substr"]);

/** Calls that leave nothing of a secret worth having: its ends, signs in its place, what a function gives that is named after masking, or takes credentials out of an address. */
function findMasks(solver: Solver): Set<Node> {
  const { graph } = solver;
  const cleaning = new Set(graph.calls.filter(({ method, receiver, args: [name] }) => (method === "delete" || method === "set") && name !== undefined && /[pP]arams$/.test(graph.text(receiver).slice(-LONGEST_NAME)) && [...namesOf(solver, name.node).names].some(isPrivateName)).map(({ fn }) => fn));
  const isMask = (site: CallSite): boolean => isEnd(solver, site) || (site.targets.length > 0 && (MASKS.test(calledAs(solver, site)) || site.targets.every(({ fn }) => cleaning.has(fn))));
  return new Set([...graph.calls.filter((site) => isMask(site) || isOtherParameter(solver, site) || isOtherHeader(solver, site)).map(({ node }) => node), ...readsOf(graph, (field) => WITHOUT_QUERY.has(field))]);
}

/** The callee as it is written at the call: an imported function is a node of the whole module. */
function calledAs({ graph }: Solver, site: CallSite): string {
  return /^[\w$.?!#\s]+/.exec(graph.text(site.node).slice(0, LONGEST_NAME))?.[0] ?? graph.text(site.callee).slice(-LONGEST_NAME);
}

/** Parts of an address that its query is no part of. */
const WITHOUT_QUERY = new Set(["pathname", "hostname", "host", "origin", "protocol", "port"]);

/** A header that is read by its name and is no credential, whatever stands beside it. */
function isOtherHeader(solver: Solver, { method, receiver, args: [name] }: CallSite): boolean {
  if (method !== "get" || name === undefined || !/[hH]eaders$/.test(solver.graph.text(solver.graph.origin(receiver)).slice(-LONGEST_NAME))) return false;
  const names = [...namesOf(solver, name.node).names];
  return names.length > 0 && !names.some(isProofHeader);
}

/** A parameter of an address that is no credential, whatever stands beside it. */
function isOtherParameter(solver: Solver, { method, receiver, args: [name] }: CallSite): boolean {
  if ((method !== "get" && method !== "has") || name === undefined || !/[pP]arams$/.test(solver.graph.text(solver.graph.origin(receiver)).slice(-LONGEST_NAME))) return false;
  const names = [...namesOf(solver, name.node).names];
  return names.length > 0 && !names.some(isPrivateName);
}

function isEnd(solver: Solver, { method, receiver, args }: CallSite): boolean {
  if (method === "replace" || method === "replaceAll") return true;
  if (method === undefined || !CUTS.has(method)) return false;
  if (args.length === 1 && isNearEnd(solver, receiver, args[0]?.node)) return true;
  const numbers = args.map(({ node }) => [...constantsOf(solver, node).values]);
  const [from, to] = numbers.map((values) => (values.length === 1 && typeof values[0] === "number" ? values[0] : undefined));
  if (method === "slice" || method === "substring") return from !== undefined && ((to !== undefined && to >= 0 && to - from <= FEW) || (method === "slice" && args.length === 1 && from < 0 && from >= -FEW));
  return to !== undefined && to <= FEW;
}

/** The place is counted from the end of the text: `text.length - 4`. */
function isNearEnd(solver: Solver, text: Node, place: Node | undefined): boolean {
  const { graph } = solver;
  const def = place === undefined ? undefined : graph.defs[graph.origin(place)];
  const length = def?.kind === "binary" && def.op === "-" ? graph.defs[graph.origin(def.left)] : undefined;
  if (def?.kind !== "binary" || length?.kind !== "get" || length.field !== "length" || graph.origin(length.object) !== graph.origin(text)) return false;
  const [count, ...others] = constantsOf(solver, def.right).values;
  return others.length === 0 && typeof count === "number" && count <= FEW;
}

/** Where something leaves: what handlers return, and what is written to logs. */
export function leakSinks(solver: Solver, registrations: readonly Registration[]): Sink[] {
  const handlers = new Set(registrations.filter(({ row }) => SERVED.has(row.what)).flatMap((one) => one.handlers));
  const results = [...handlers].flatMap(({ fn, exits }) => exits.flatMap(({ value }) => (value === NO_NODE ? [] : [sink("result", "a result", siteAt(solver, fn, value), value)])));
  const logs = solver.graph.calls.flatMap((site) => (isLog(solver, site) ? site.args.map(({ node }) => sink("log", solver.graph.text(site.callee), site, node)) : []));
  const distinct = new Map([...results, ...logs].map((one) => [`${one.kind} ${one.node} ${one.site.id}`, one]));
  return [...distinct.values()];
}

function sink(kind: "result" | "log", callee: string, site: CallSite, node: Node): Sink {
  return { node, kind, hurts: SINK_KINDS[kind].hurts, site, callee, confidence: "high", row: { path: "arg(*)", kind } };
}

/** A return as the place of a finding. */
export function siteAt({ graph }: Solver, fn: FunctionIr, node: Node): CallSite {
  return {
    id: -1, node, fn, start: graph.starts[node] ?? fn.start, end: graph.ends[node] ?? fn.end, callee: NO_NODE, receiver: NO_NODE, method: undefined, args: [], isNew: false, tag: undefined, catcher: NO_NODE,
    trail: undefined, awaited: false, targets: [],
  };
}

const LEVELS = new Set(["log", "info", "debug", "warn", "error", "trace", "fatal", "verbose", "notice"]);
const LOGGER = /(?:^|\.|#)(?:\w*(?:log|Log)(?:ger|Ger)?|console|winston|pino)(?:\(\))?$/;

function isLog({ graph }: Solver, { method, callee, targets }: CallSite): boolean {
  if (method === undefined || !LEVELS.has(method) || targets.length > 0) return false;
  // as it is written here: a logger may have been made far away
  const text = graph.text(callee).slice(-LONGEST_NAME - method.length);
  return LOGGER.test(text.slice(0, text.lastIndexOf(method)).replace(/[?.]+$/, ""));
}
