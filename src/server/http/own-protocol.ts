import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Stmt } from "../../ir/ir.js";
import type { CallSite } from "../../graph/graph.js";
import type { Solver } from "../../graph/solver.js";

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

function asksFor(node: Stmt | Expr): boolean {
  const is = (one: Expr | undefined): boolean => one?.kind === "const" && one.value === CALLS_TOOL;
  if (node.kind === "binary") return /^[!=]==?$/.test(node.op) && (is(node.left) || is(node.right));
  return node.kind === "switch" && node.cases.some(({ test }) => is(test));
}
