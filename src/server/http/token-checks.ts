import type { FunctionIr } from "../../ir/ir.js";
import { unbound } from "../../graph/solve/binding.js";
import { calledFrom, callsAt } from "../../graph/solve/dispatch.js";
import { standsIn } from "../../graph/enclosing.js";
import { type CallSite, type FunctionNodes, type Node, NO_NODE } from "../../graph/graph.js";
import { namesOf } from "../../graph/names.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import { valueAt } from "../values/graph-values.js";
import type { HeldAt } from "../values/held.js";
import { originsOf } from "./origins.js";
import type { SettingsOf } from "../values/settings.js";
import { alternatives, fieldOf, type Value } from "../values/value.js";
import type { LooseCheck } from "../view/view.js";

/** The claims that say for whom a token was made out; Cognito's access tokens have a client in place of an audience. */
const FOR_WHOM = new Set(["aud", "audience", "azp", "client_id", "clientId", "resource", "expectedResource", "target"]);
/** What gives the public keys of an issuer. */
const PUBLIC_KEYS = /^(?:createRemoteJWKSet|createLocalJWKSet|importSPKI|importX509|getSigningKeys?|getPublicKey|jwkToPem|retrieveSigningKeys|createPublicKey|getKey)$/;
const MOST_NODES = 2000;

/** What it takes to judge how tokens are checked. */
interface Reader {
  readonly solver: Solver;
  readonly settings: SettingsOf;
  /** Of some values those that are, or were made from, what the caller sent as its credential. */
  readonly callers: HeldAt;
}

/** The places at which a token is taken for what it says of itself, though nothing says that it was made out to this server. */
export function findLooseChecks(solver: Solver, settings: SettingsOf, registrations: readonly Registration[], callers: HeldAt): LooseCheck[] {
  const reader: Reader = { solver, settings, callers };
  const of = (what: Registration["row"]["what"]): Registration[] => registrations.filter(({ row }) => row.what === what);
  const verified = of("verify");
  const isVerified = callers(verified.flatMap((one) => nodesAt(solver, one, one.row.value))).size > 0;
  return [
    ...verified.flatMap((one) => judgeVerified(reader, one)),
    ...(isVerified ? [] : [...of("decode").flatMap((one) => judgeDecoded(reader, one)), ...readByHand(reader)]),
    ...of("verifier").flatMap((one) => one.handlers.flatMap((handler) => judgeVerifier(reader, one, handler, verified))),
  ];
}

/** Law: whoever has a secret key made the token out himself, so that nobody else's tokens pass; public keys are an issuer's, who makes out tokens for many. */
function judgeVerified({ solver, settings }: Reader, registration: Registration): LooseCheck[] {
  const { row, site } = registration;
  const reader = { binding: unbound(solver), settings };
  const callee = calleeOf(registration);
  const location = solver.graph.locate(site.node);
  const options = nodesAt(solver, registration, row.options).map((node) => valueAt(reader, node)).filter(({ kind }) => kind !== "function");
  const known = options.flatMap((one) => [...alternatives(one)]);
  if (known.some((one) => isTrue(fieldOf(one, "ignoreExpiration")))) return [{ location, callee, flaw: "expired" }];
  const algorithms = known.flatMap((one) => fieldOf(one, "algorithms") ?? []).flatMap((one) => [...alternatives(one)]);
  if (algorithms.some((one) => one.kind === "list" && one.items.some((item) => item.kind === "constant" && item.value === "none"))) return [{ location, callee, flaw: "unsigned" }];
  const keys = nodesAt(solver, registration, row.key);
  if (row.key !== undefined && !keys.some((node) => isPublicKey(solver, node))) return [];
  // options that are not known may say it
  if (options.some((one) => !isClosed(one)) || known.some((one) => fieldOf(one, "audience") !== undefined)) return [];
  return comparesLater(solver, site) ? [] : [{ location, callee, flaw: "audience" }];
}

function isClosed(value: Value): boolean {
  if (value.kind === "unknown") return value.may.length > 0 && value.may.every(isClosed);
  return value.kind === "object" ? !value.open : value.kind === "constant";
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === "constant" && value.value === true;
}

/** A key set or key that an issuer publishes, or a function that looks one up. */
function isPublicKey(solver: Solver, node: Node): boolean {
  if ([...tokensAt(solver, node)].some(({ kind }) => kind === "function" || kind === "bound")) return true;
  return originsOf(solver, node).some(({ site }) => {
    return PUBLIC_KEYS.test(nameOf(solver, site));
  });
}

/** The program looks at what a call gave: for whom the token was made out. */
function comparesLater({ graph }: Solver, site: CallSite): boolean {
  const seen = new Set<Node>([site.node]);
  // a callback gets it in the place of the result
  const callbacks = site.args.map(({ node }) => graph.defs[graph.origin(node)]).flatMap((def) => (def?.kind === "function" ? [def.fn] : []));
  for (const fn of callbacks) for (const param of graph.functions.get(fn)?.params ?? []) seen.add(param);
  for (const node of seen) {
    if (seen.size > MOST_NODES) return true;
    const def = graph.defs[node];
    if (def?.kind === "get" && FOR_WHOM.has(def.field)) return true;
    for (const { to } of graph.edgesOf(node)) seen.add(to);
  }
  return false;
}

function judgeDecoded({ solver, callers }: Reader, registration: Registration): LooseCheck[] {
  const { site, row } = registration;
  if (checksSignature(solver, site.fn)) return [];
  // the library's module itself is what is called
  if (row.path === "default" && site.method !== undefined) return [];
  if (callers(nodesAt(solver, registration, row.value)).size === 0) return [];
  return [{ location: solver.graph.locate(site.node), callee: calleeOf(registration), flaw: "decoded" }];
}

/** The middle part of a token, as it is cut out and decoded without a library. */
function readByHand({ solver, callers }: Reader): LooseCheck[] {
  const { graph } = solver;
  return graph.calls.flatMap((site) => {
    const [value, encoding] = site.args;
    if (value === undefined) return [];
    const isDecoding = nameOf(solver, site) === "atob" || (site.method === "from" && encoding !== undefined && [...namesOf(solver, encoding.node).names].some((name) => name.startsWith("base64")));
    if (!isDecoding || checksSignature(solver, site.fn) || !isMiddlePart(solver, value.node) || callers([value.node]).size === 0) return [];
    return [{ location: graph.locate(site.node), callee: site.method === "from" ? "Buffer.from" : "atob", flaw: "decoded" as const }];
  });
}

const SIGNATURES = /^(?:createHmac|createVerify|verify\w*|timingSafeEqual|sign(?:ature)?)$/;

/** The function checks a signature by hand. */
function checksSignature(solver: Solver, fn: FunctionIr): boolean {
  return callsAt(solver.graph, fn).some((site) => SIGNATURES.test(nameOf(solver, site)));
}

function isMiddlePart({ graph }: Solver, node: Node): boolean {
  const work = [node];
  const seen = new Set<Node>();
  for (let at = work.pop(); at !== undefined && seen.size < 30; at = work.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const def = graph.defs[graph.origin(at)];
    if (def?.kind === "get" && def.field === "1") {
      const list = graph.defs[graph.origin(def.object)];
      const split = list?.kind === "call" ? list : graph.sourcesOf(graph.origin(def.object)).map((one) => graph.defs[one]).find((one) => one?.kind === "call");
      if (split?.kind === "call" && split.site.method === "split" && split.site.args[0] !== undefined && /^["'`]\.["'`]$/.test(graph.text(split.site.args[0].node))) return true;
    }
    // `-` and `_` are put back before
    if (def?.kind === "call" && /^(?:replace|replaceAll|padEnd|concat|trim)$/.test(def.site.method ?? "")) work.push(def.site.receiver);
    if (def?.kind === "concat") work.push(...def.parts.filter((part) => typeof part === "number"));
    if (def?.kind === "binary") work.push(def.left, def.right);
    if (def?.kind === "logical") work.push(def.left);
    for (const source of graph.sourcesOf(at)) work.push(source);
  }
  return false;
}

/**
 * A function that a library asks whether a token holds. Law: one that neither tests the token nor hands it to anybody takes every token; one that asks another service, and
 * never looks for whom the token was made out, takes all tokens of that service.
 */
function judgeVerifier({ solver, settings }: Reader, registration: Registration, handler: FunctionNodes, verified: readonly Registration[]): LooseCheck[] {
  const { graph } = solver;
  const callee = calleeOf(registration);
  const location = graph.locate(handler.params[0] ?? NO_NODE);
  const { row } = registration;
  const token = handler.params[row.value === undefined ? 0 : Number(/\d+/.exec(row.value)?.[0] ?? 0)];
  if (token === undefined) return [];
  if (!isLookedAt(solver, token)) return [{ location, callee, flaw: "accepted" }];
  const reader = { binding: unbound(solver), settings };
  const options = nodesAt(solver, registration, row.options).map((node) => valueAt(reader, node));
  if (options.some((one) => !isClosed(one) || fieldOf(one, "expectedResource") !== undefined)) return [];
  const called = calledFrom(solver, [handler.fn]);
  // what is verified by a key is judged where that is done
  if (verified.some(({ site }) => standsIn(site.fn, called))) return [];
  const asks = solver.apiCalls.find(({ site, effects }) => standsIn(site.fn, called) && effects.sinks.some(({ row: sink }) => sink.kind === "url"));
  if (asks === undefined || graph.defs.some((def, node) => standsIn(graph.owners[node] ?? handler.fn.module.root, called) && isAboutAudience(def))) return [];
  return [{ location: graph.locate(asks.site.node), callee, flaw: "asked" }];
}

function isAboutAudience(def: Solver["graph"]["defs"][number]): boolean {
  if (def?.kind === "get") return FOR_WHOM.has(def.field) && def.field !== "clientId";
  return def?.kind === "object" && (def.fields.has("audience") || def.fields.has("resource"));
}

/** Something is done with a value besides keeping it. */
function isLookedAt({ graph }: Solver, start: Node): boolean {
  const seen = new Set<Node>([start]);
  for (const node of seen) {
    if (seen.size > MOST_NODES) return true;
    const def = graph.defs[node];
    if (def?.kind === "sigma" || def?.kind === "binary" || def?.kind === "unary" || def?.kind === "call" || (def?.kind === "get" && node !== start)) return true;
    for (const { to } of graph.edgesOf(node)) seen.add(to);
  }
  return graph.calls.some((site) => [site.receiver, ...site.args.map((arg) => arg.node)].some((node) => seen.has(node)))
    || graph.defs.some((def) => (def?.kind === "binary" && (seen.has(def.left) || seen.has(def.right))) || (def?.kind === "sigma" && seen.has(def.test))
      // a look-up in a table, as a Map's is
      || (def?.kind === "get" && def.key !== NO_NODE && seen.has(def.key)));
}

/** The last name of what is called, as it is written. */
function nameOf({ graph }: Solver, { node, method }: CallSite): string {
  return method ?? /^[\w$.]+/.exec(graph.text(node).replace(/^(?:await|new)\s+/, ""))?.[0].replace(/^.*\./, "") ?? "";
}

function calleeOf({ site, row }: Registration): string {
  return site.method ?? row.path;
}
