import type { FunctionIr } from "../../ir/ir.js";
import type { Binding } from "../../graph/solve/binding.js";
import { dispatchOf, type Reach, reachedWithin } from "../../graph/solve/dispatch.js";
import { matchesField } from "../../graph/fields.js";
import { ANY_ITEM, type CallSite, type FunctionNodes, type Node } from "../../graph/graph.js";
import { nodesOf, readsOf } from "../../graph/nodes-of.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import type { Taint } from "../../graph/taint/taint.js";

/** What the SDKs call the grants in an identity. */
const SCOPES = new Set(["scopes"]);
/** What servers call them, where the object that they are read from says that it is an identity. */
const GRANTS = new Set(["scope", "scp", "permission", "permissions", "role", "roles", "group", "groups", "claims", "grants", "entitlements", "privileges", "isAdmin"]);
const IDENTITY = /auth|user|identity|principal|claims|jwt|token|caller|\bprops\b|\bsession\b/i;
/** Who it is, where the object is what the SDKs verified: servers keep lists of those whom they let in. */
const NAMES = new Set(["clientId", "email", "login", "sub"]);
const VERIFIED = /\bauthInfo\b|\bprops\b/;
/** Methods that ask whether something is among others. */
const MEMBERSHIP = new Set(["includes", "has", "some", "every", "indexOf", "find", "findIndex", "test", "match", "isSubsetOf", "isSupersetOf"]);
const EQUALITY = new Set(["==", "===", "!=", "!==", "in"]);

/** What a server asks its own callers for, or another service, is no grant of theirs. */
const CONFIGURED = /(?:^|[a-z_.#])(?:config(?:uration)?|settings|metadata|defaults)$/i;
const LONGEST_NAME = 80;
const NEAR: Reach = { depth: 8, most: 400 };

/** The functions in which a grant of the caller is compared with something. */
export interface Checks {
  /** Those that hold the comparison. */
  readonly own: ReadonlySet<FunctionIr>;
  /** And those around them. */
  readonly within: ReadonlySet<FunctionIr>;
}

/** Follows values to wherever they go. */
export type Follow = (nodes: Iterable<Node>) => Taint;

/**
 * Finds the functions that check what a caller was granted. Law: a check compares a grant, or what was made from one, or asks whether it is among
 * others; that a caller is there at all, or is written to a log, is none, nor is a look at an object that holds a grant among other things.
 */
export function findChecks(solver: Solver, follow: Follow): Checks {
  const { graph } = solver;
  const own = new Set<FunctionIr>();
  const within = new Set<FunctionIr>();
  const grants = grantsIn(solver);
  if (grants.length === 0) return { own, within };
  const looks = [...nodesOf(graph, "binary"), ...nodesOf(graph, "unary"), ...nodesOf(graph, "call")].map((node) => ({ node, operands: operandsOf(solver, node) }));
  const taint = follow(grants);
  taint.demand(looks.flatMap(({ operands }) => operands));
  const isGrant = (node: Node): boolean => taint.facts[node]?.some(({ path }) => path === undefined || matchesField(ANY_ITEM, path.field)) === true;
  for (const { node, operands } of looks) {
    const owner = graph.owners[node];
    if (owner === undefined || !operands.some(isGrant)) continue;
    own.add(owner);
    for (let at: FunctionIr | undefined = owner; at !== undefined && at.kind !== "module"; at = at.parent) within.add(at);
  }
  return { own, within };
}

/** What is looked at where a check may stand. */
function operandsOf(solver: Solver, node: Node): Node[] {
  const def = solver.graph.defs[node];
  if (def?.kind === "binary") return EQUALITY.has(def.op) ? [def.left, def.right] : [];
  if (def?.kind === "unary") return def.op === "!" && isFlag(solver, def.value) ? [def.value] : [];
  return def?.kind === "call" && def.site.method !== undefined && MEMBERSHIP.has(def.site.method) ? [def.site.receiver, ...def.site.args.map((arg) => arg.node)] : [];
}

function isFlag(solver: Solver, node: Node): boolean {
  const def = solver.graph.defs[solver.graph.origin(node)];
  return def?.kind === "get" && /^(?:is|has|can)[A-Z]/.test(def.field);
}

/** The reads that give grants. */
function grantsIn(solver: Solver): Node[] {
  const { graph } = solver;
  return readsOf(graph, (field) => SCOPES.has(field) || GRANTS.has(field) || NAMES.has(field)).filter((node) => {
    const def = graph.defs[node];
    if (def?.kind !== "get") return false;
    const object = calledAt(solver, def.object);
    return (SCOPES.has(def.field) && !CONFIGURED.test(object)) || (GRANTS.has(def.field) && IDENTITY.test(object)) || (NAMES.has(def.field) && VERIFIED.test(object));
  });
}

/** What a value is called where it stands, or the function that gives it: what that is given says nothing of it. */
function calledAt({ graph }: Solver, node: Node): string {
  const def = graph.defs[graph.origin(node)];
  return graph.text(def?.kind === "call" ? def.site.callee : node).slice(-LONGEST_NAME);
}

/** Whether a tool comes to a call, or runs a function there: of several that one handler serves. */
export type ComesTo = (site: CallSite, target?: FunctionIr) => boolean;

/** Whether what each of the handlers comes to checks what the caller was granted. */
export function isGuarded(checks: Checks, reached: () => readonly ReadonlySet<FunctionIr>[]): boolean {
  return checks.own.size > 0 && reached().length > 0 && reached().every((functions) => [...functions].some((fn) => checks.within.has(fn)));
}

/** Whether a registration is made only for callers that were granted something: the function around it asks. */
export function isConditional({ own }: Checks, { site }: Registration): boolean {
  for (let at: FunctionIr | undefined = site.fn; at !== undefined && at.kind !== "module"; at = at.parent) if (own.has(at)) return true;
  return false;
}

/** A handler with all that it calls, within bounds; what it calls under other bindings, or for other tools, alone is left out. */
export function reachedFrom(solver: Solver, handler: FunctionNodes, binding: Binding, comesTo: ComesTo): Set<FunctionIr> {
  const excluded = dispatchOf(binding, handler, new Map())?.excluded;
  return reachedWithin(solver, handler.fn, NEAR, (site, target) => excluded?.get(site)?.has(target) !== true && comesTo(site, target));
}
