import type { FunctionIr } from "../ir/ir.js";
import type { Binding } from "../graph/binding.js";
import { dispatchOf, type Reach, reachedWithin } from "../graph/dispatch.js";
import type { CallSite, FunctionNodes, Node } from "../graph/graph.js";
import { nodesOf, readsOf } from "../graph/nodes-of.js";
import type { Registration } from "../graph/registrations.js";
import type { Solver } from "../graph/solver.js";

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

const MOST_NODES = 20_000;
const NEAR: Reach = { depth: 8, most: 400 };

/** The functions in which a grant of the caller is compared with something. */
export interface Checks {
  /** Those that hold the comparison. */
  readonly own: ReadonlySet<FunctionIr>;
  /** And those around them. */
  readonly within: ReadonlySet<FunctionIr>;
}

/**
 * Finds the functions that check what a caller was granted. Law: a check compares a grant, or what was made from one, or asks whether it is among
 * others; that a caller is there at all, or is written to a log, is none.
 */
export function findChecks(solver: Solver): Checks {
  const { graph } = solver;
  const own = new Set<FunctionIr>();
  const within = new Set<FunctionIr>();
  const grants = grantsIn(solver);
  if (grants.size === 0) return { own, within };
  for (const node of [...nodesOf(graph, "binary"), ...nodesOf(graph, "unary"), ...nodesOf(graph, "call")]) {
    const def = graph.defs[node];
    const operands = def?.kind === "binary" && EQUALITY.has(def.op) ? [def.left, def.right]
      : def?.kind === "unary" && def.op === "!" && isFlag(solver, def.value) ? [def.value]
      : def?.kind === "call" && def.site.method !== undefined && MEMBERSHIP.has(def.site.method) ? [def.site.receiver, ...def.site.args.map((arg) => arg.node)] : [];
    const owner = graph.owners[node];
    if (owner === undefined || !operands.some((operand) => grants.has(operand))) continue;
    own.add(owner);
    for (let at: FunctionIr | undefined = owner; at !== undefined && at.kind !== "module"; at = at.parent) within.add(at);
  }
  return { own, within };
}

function isFlag(solver: Solver, node: Node): boolean {
  const def = solver.graph.defs[solver.graph.origin(node)];
  return def?.kind === "get" && /^(?:is|has|can)[A-Z]/.test(def.field);
}

/** The values that are grants, and everything that they go into. */
function grantsIn(solver: Solver): Set<Node> {
  const { graph } = solver;
  const seen = new Set<Node>();
  for (const node of readsOf(graph, (field) => SCOPES.has(field) || GRANTS.has(field) || NAMES.has(field))) {
    const def = graph.defs[node];
    if (def?.kind !== "get") continue;
    const isGrant = (words: ReadonlySet<string>, object: RegExp): boolean => words.has(def.field) && object.test(graph.text(def.object));
    if (SCOPES.has(def.field) || isGrant(GRANTS, IDENTITY) || isGrant(NAMES, VERIFIED)) seen.add(node);
  }
  let level = [...seen];
  while (level.length > 0 && seen.size < MOST_NODES) {
    const next: Node[] = [];
    for (const node of level) {
      for (const { to } of graph.edgesOf(node)) {
        if (seen.has(to)) continue;
        seen.add(to);
        next.push(to);
      }
    }
    level = next;
  }
  return seen;
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
