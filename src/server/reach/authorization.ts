import type { FunctionIr } from "../../ir/ir.js";
import type { Binding } from "../../graph/solve/binding.js";
import { exclusionOf, type Reach, reachedWithin } from "../../graph/solve/dispatch.js";
import { matchesField } from "../../graph/fields.js";
import { ANY_ITEM, type CallSite, type FunctionNodes, type Node } from "../../graph/graph.js";
import { nodesOf } from "../../graph/nodes-of.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import type { Taint } from "../../graph/taint/taint.js";
import { decides } from "./decides.js";
import { grantsIn, type Inputs } from "./grants.js";

/** Methods that ask whether something is among others. */
const MEMBERSHIP = new Set(["includes", "has", "some", "every", "indexOf", "find", "findIndex", "test", "match", "isSubsetOf", "isSupersetOf"]);
const EQUALITY = new Set(["==", "===", "!=", "!==", "in"]);

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
 * others; that a caller is there at all, or is written to a log, is none, nor is a look at an object that holds a grant among other things, or one on which nothing hangs.
 */
export function findChecks(solver: Solver, inputs: Inputs, follow: Follow): Checks {
  const { graph } = solver;
  const own = new Set<FunctionIr>();
  const within = new Set<FunctionIr>();
  const grants = grantsIn(solver, inputs);
  if (grants.length === 0) return { own, within };
  const looks = [...nodesOf(graph, "binary"), ...nodesOf(graph, "unary"), ...nodesOf(graph, "call")].map((node) => ({ node, operands: operandsOf(solver, node) }));
  const taint = follow(grants);
  taint.demand(looks.flatMap(({ operands }) => operands));
  const isGrant = (node: Node): boolean => taint.facts[node]?.some(({ path }) => path === undefined || matchesField(ANY_ITEM, path.field)) === true;
  for (const { node, operands } of looks) {
    const owner = graph.owners[node];
    if (owner === undefined || !operands.some(isGrant) || !decides(solver, owner, { start: graph.starts[node] ?? 0, end: graph.ends[node] ?? 0 })) continue;
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
  const excluded = exclusionOf(binding, handler)?.excluded;
  return reachedWithin(solver, handler.fn, NEAR, (site, target) => excluded?.get(site)?.has(target) !== true && comesTo(site, target));
}
