import type { FunctionIr } from "../../ir/ir.js";
import { SINK_KINDS } from "../../models/kinds.js";
import { isProofName, isSecretName } from "../../text/credential-names.js";
import { calledFrom } from "../solve/dispatch.js";
import { standsIn } from "../enclosing.js";
import { derive } from "../fields.js";
import { ANY_FIELD, type Node } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import { namesOf } from "../names.js";
import { fieldsRead } from "../nodes-of.js";
import { ANYWHERE, type Registration, SERVED, type TaintSource } from "../offers/registrations.js";
import type { Sink } from "./sinks.js";
import { type ApiCall, type Solver, tokensAt } from "../solver.js";

/** What a caller proves itself with, and the outgoing requests that could take it along. */
export interface Carried {
  readonly sources: readonly TaintSource[];
  readonly sinks: readonly Sink[];
}

const HEADER = "authorization";
const READS = new Set(["get", "header", "getHeader"]);

/**
 * The places at which a program has the credential of whoever called it, out of all places at which it has something of a request, and the headers
 * that it sends. Undefined where there are none of the former. It makes nodes, so that it comes before taint is spread. Law: a request that no tool leads to asks
 * somebody who the caller is: it is part of the check, not of what the caller came for.
 */
export function findCarried(solver: Solver, sources: readonly TaintSource[], registrations: readonly Registration[]): Carried | undefined {
  const carried = findProofs(solver, sources);
  if (carried.length === 0) return undefined;
  const served = servedFunctions(solver, registrations);
  const checking = calledFrom(solver, registrations.filter(({ row }) => row.what === "middleware" || row.what === "verifier").flatMap((one) => one.handlers.map(({ fn }) => fn)));
  const isSending = ({ site, api }: ApiCall): boolean => standsIn(site.fn, served) || ((site.isNew || MAKES.test(api.name)) && !checking.has(site.fn));
  return { sources: carried, sinks: solver.apiCalls.filter(isSending).flatMap((call) => [...headersOf(solver, call), ...clientsOf(solver, call)]) };
}

/** What requests prove themselves with, out of all places at which a program has something of a request. */
export function findProofs(solver: Solver, sources: readonly TaintSource[]): TaintSource[] {
  const proving = sources.filter(({ source }) => source.kind === "credential" || source.kind === "http");
  if (proving.length === 0) return [];
  const headers = [HEADER, ...[...fieldsRead(solver.graph)].filter((field) => field !== HEADER && isOwnHeader(field))];
  return proving.flatMap((one) => proofsIn(solver, one, headers));
}

/** A request may prove itself by a header of this name. */
export function isProofHeader(name: string): boolean {
  return name.toLowerCase() === HEADER || isOwnHeader(name);
}

/** A header of the server's own, which has hyphens in its name. */
function isOwnHeader(field: string): boolean {
  return /^[a-z]\w*(?:-\w+)+$/i.test(field) && isProofName(field);
}

function proofsIn(solver: Solver, { source, path, bits }: TaintSource, headers: readonly string[]): TaintSource[] {
  const at = (inner: readonly string[], name?: string): TaintSource => ({ source: { ...source, kind: "credential", path: name === undefined ? [] : [name] }, path: [...path, ...inner], bits, dispatch: ANYWHERE });
  if (source.kind === "credential") return [at([])];
  if (source.kind !== "http") return [];
  const def = solver.graph.defs[source.node];
  const isHeaders = /^headers?$/.test(path.at(-1) ?? "") || (def?.kind === "get" && path.length === 0 && /^headers?$/.test(def.field));
  if (isHeaders) return headers.map((header) => at([header], header === HEADER ? undefined : header));
  const isRead = def?.kind === "call" && def.site.method !== undefined && READS.has(def.site.method);
  const [name] = isRead ? def.site.args : [];
  const names = name === undefined ? [] : [...namesOf(solver, name.node).names].map((one) => one.toLowerCase());
  // a function that reads any header for others reads theirs, too
  if (names.length === 0 || !names.every((one) => one === HEADER || isOwnHeader(one))) return [];
  return [at([], names.includes(HEADER) ? undefined : names[0])];
}

/** What requests of tools and their kin run. */
export function servedFunctions(solver: Solver, registrations: readonly Registration[]): ReadonlySet<FunctionIr> {
  return calledFrom(solver, registrations.filter(({ row }) => SERVED.has(row.what)).flatMap((one) => one.handlers.map(({ fn }) => fn)));
}

const MAKES = /(?:^|\.)(?:create|extend|defaults)$/;

/** The headers of a request, or of the client that will send it. */
function headersOf(solver: Solver, { site, args, api, effects }: ApiCall): Sink[] {
  const url = effects.sinks.find(({ row }) => row.kind === "url");
  if (url === undefined) return [];
  const places = placeNodes(solver, site, args, url.place);
  if (places.length > 0 && places.every((node) => isUserInfo(solver, node))) return [];
  const row = { path: url.row.path, kind: "header" as const };
  const nodes = args.flatMap((_arg, index) => placeNodes(solver, site, args, { from: index, to: index, path: [{ kind: "member", name: "headers" }] })).filter((node) => isThere(solver, node));
  return nodes.map((node) => ({
    node: derive(solver, node, ANY_FIELD), kind: "header", hurts: SINK_KINDS.header.hurts, site, callee: api.library.name === "unknown" ? (site.method ?? api.name) : api.name.replace(/^globals\./, ""), confidence: "high", row,
  }));
}

const USER_INFO = /\/userinfo\/?(?:[?#]|$)/i;

/** The issuer's own address for this very token (OpenID Connect Core 1.0, section 5.3). */
function isUserInfo(solver: Solver, node: Node): boolean {
  const def = solver.graph.defs[solver.graph.origin(node)];
  const last = def?.kind === "concat" ? def.parts.at(-1) : undefined;
  if (typeof last === "string") return USER_INFO.test(last);
  const names = [...namesOf(solver, node).names];
  return names.length > 0 && names.every((name) => USER_INFO.test(name));
}

/** The credentials that a library's client is made with: `new Client({ apiKey })`. */
function clientsOf(solver: Solver, { site, args, api }: ApiCall): Sink[] {
  if (!site.isNew || api.library.name === "globals" || api.library.name === "unknown") return [];
  const callee = /^new\s+([\w$.]+)/.exec(solver.graph.text(site.node))?.[1] ?? api.name;
  return args.flatMap(({ node, spread }) => (spread ? [] : [...new Set([...tokensAt(solver, node)].flatMap((token) => [...token.fields.keys()]))].filter((field) => (field === "auth" || isSecretName(field))).map((field): Sink => ({
    node: derive(solver, node, field), kind: "header", hurts: SINK_KINDS.header.hurts, site, callee, confidence: "high", row: { path: "new.arg(0)", kind: "header" },
  }))));
}

function isThere(solver: Solver, node: Node): boolean {
  return tokensAt(solver, node).length > 0 || solver.graph.sourcesOf(node).length > 0 || solver.graph.defs[node] !== undefined;
}
