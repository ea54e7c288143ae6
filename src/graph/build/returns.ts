import type { Expr, Stmt } from "../../ir/ir.js";
import { branchOn } from "./conditions.js";
import { addExit } from "./exits.js";
import { markAwaited } from "./fulfilled.js";
import { evaluate } from "./expressions.js";
import { ANY_ITEM, type Exit, type Node, NO_NODE, OP } from "../graph.js";
import type { Frame, Walk } from "./walk.js";

/** Control never comes to the end of the statement. */
export function endsAbruptly(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case "block": {
      const last = stmt.body.at(-1);
      return last !== undefined && endsAbruptly(last);
    }
    case "return":
    case "throw":
      return true;
    case "if":
      return stmt.else !== undefined && endsAbruptly(stmt.then) && endsAbruptly(stmt.else);
    default:
      return false;
  }
}

/** Returns are recorded with what they tell the caller: a known boolean, or the known booleans of a returned object. */
export function runReturn(walk: Walk, frame: Frame, value: Expr | undefined): void {
  if (value === undefined) {
    addExit(walk, frame, NO_NODE, undefined);
    return;
  }
  if (value.kind === "cond") {
    const base = frame.env;
    const [yes, no] = branchOn(walk, frame, value.test);
    for (const [env, branch] of [[yes, value.then], [no, value.else]] as const) {
      frame.env = env;
      if (env !== undefined) runReturn(walk, frame, branch);
    }
    frame.env = base;
    return;
  }
  const node = evaluate(walk, frame, value);
  const { graph } = walk;
  // whoever awaits what the function gives awaits the promise
  markAwaited(graph, node);
  if (frame.tries.some((entry) => entry.cancelsReturns)) return;
  if (frame.fn.generator) graph.edge(node, frame.nodes.returns, OP.PUT, ANY_ITEM);
  else graph.edge(node, frame.nodes.returns, OP.COPY);
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "object") return recordObject(walk, frame, node, def.fields);
  if (def?.kind === "const") return addExit(walk, frame, node, Boolean(def.value));
  recordSides(walk, frame, node, node, (truth) => truth);
}

/** The two sides of a returned test are two exits. */
function recordSides(walk: Walk, frame: Frame, value: Node, test: Node, outcome: (truth: boolean) => Exit["outcome"]): void {
  const base = frame.env;
  const [yes, no] = branchOn(walk, frame, test);
  frame.env = yes;
  addExit(walk, frame, value, outcome(true));
  frame.env = no;
  addExit(walk, frame, value, outcome(false));
  frame.env = base;
}

function recordObject(walk: Walk, frame: Frame, node: Node, fields: ReadonlyMap<string, Node>): void {
  const { graph } = walk;
  const known = new Map<string, boolean>();
  let open: [string, Node] | undefined;
  for (const [name, field] of fields) {
    const def = graph.defs[graph.origin(field)];
    if (def?.kind === "const") known.set(name, Boolean(def.value));
    else if (def?.kind === "unary" || def?.kind === "binary" || def?.kind === "logical" || def?.kind === "call") open ??= [name, field];
  }
  if (open === undefined) return addExit(walk, frame, node, known);
  const [name, test] = open;
  recordSides(walk, frame, node, test, (truth) => new Map([...known, [name, truth]]));
}
