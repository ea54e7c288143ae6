import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Stmt } from "../../ir/ir.js";
import type { CallSite } from "../../graph/graph.js";
import { type Solver, tokensAt } from "../../graph/solver.js";

/** The request of the protocol by which tools are called (https://modelcontextprotocol.io/specification, server/tools). */
const CALLS_TOOL = "tools/call";

/**
 * The calls that hand a message to a function of the program that tells the protocol's requests apart itself: a server without a library. Law: who asks whether a method is
 * `tools/call` answers it; who writes it into a message is a client.
 */
export function ownDispatches(solver: Solver): CallSite[] {
  const answering = new Set<FunctionIr>();
  for (const module of solver.program.modules.values()) {
    if (!module.text.includes(CALLS_TOOL)) continue;
    for (const fn of module.functions) if (fn.kind !== "module" && [...nodesIn(fn.body)].some(asksFor)) answering.add(fn);
  }
  return answering.size === 0 ? [] : solver.graph.calls.filter((site) => site.fn.kind !== "module" && site.targets.some(({ fn }) => answering.has(fn)));
}

/** What a transport has besides the `onmessage` that a server sets on it (`Transport` of @modelcontextprotocol/sdk/shared/transport.js). */
const TRANSPORT = ["start", "send", "close"] as const;

/** The calls by which a transport of the program's own hands a message to the server that is connected to it: `this.onmessage(message)`. */
export function ownTransports(solver: Solver): CallSite[] {
  return solver.graph.calls.filter((site) => site.method === "onmessage" && site.targets.length === 0 && (isInTransport(site.fn) || [...tokensAt(solver, site.receiver)].some(({ fields }) => TRANSPORT.every((name) => fields.has(name)))));
}

/** The function stands in a class that has the methods of a transport. */
function isInTransport(fn: FunctionIr): boolean {
  let at: FunctionIr | undefined = fn;
  while (at !== undefined && at.owner === undefined) at = at.parent;
  const names = new Set(at?.owner?.members.map(({ key }) => (key.kind === "const" ? String(key.value) : "")));
  return TRANSPORT.every((name) => names.has(name));
}

function asksFor(node: Stmt | Expr): boolean {
  const is = (one: Expr | undefined): boolean => one?.kind === "const" && one.value === CALLS_TOOL;
  if (node.kind === "binary") return /^[!=]==?$/.test(node.op) && (is(node.left) || is(node.right));
  return node.kind === "switch" && node.cases.some(({ test }) => is(test));
}
