import { nodesIn } from "../../ir/children.js";
import type { FunctionIr, Span, Stmt } from "../../ir/ir.js";
import { callsAt } from "../../graph/solve/dispatch.js";
import type { CallSite, Node } from "../../graph/graph.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import { standsIn } from "../../graph/enclosing.js";
import { endsProcess } from "../../graph/build/statements.js";
import type { Solver } from "../../graph/solver.js";

/** How far values are followed from where the host comes from. */
const MOST_NODES = 3000;
const MOST_HOPS = 40;
/** What a test that tells hosts apart compares with. */
const HOSTS = /(?:^|\D)127(?:\D|$)|localhost|loopback|0\.0\.0\.0|::/i;

/**
 * Whether the program ends itself on some hosts before it listens. Law: a gate is a test of a value that the host has as well, or was made
 * from, that compares with a host written out, in its own text or in a function that it calls, and one side of which ends in a throw or an
 * exit, or, in the function that listens, in a return; or in one whose result somebody ends by.
 */
export function isGated(solver: Solver, registration: Registration): boolean {
  const { row } = registration;
  const hosts = (row.host ?? []).flatMap((path) => nodesAt(solver, registration, path));
  const related = new Map<FunctionIr, Node[]>();
  for (const node of forward(solver, backward(solver, hosts))) {
    const fn = solver.graph.owners[node];
    if (fn !== undefined) related.set(fn, [...(related.get(fn) ?? []), node]);
  }
  return [...related].some(([fn, nodes]) => refuses(solver, fn, nodes, fn === registration.site.fn) || (judgesHost(solver, fn, nodes) && endsOnResult(solver, fn, registration.site.fn)));
}

/** The function gives back something else for some hosts: a test of the host that compares ends it. */
function judgesHost(solver: Solver, fn: FunctionIr, related: readonly Node[]): boolean {
  return fn.kind !== "module" && refuses(solver, fn, related, true);
}

/** The function that listens, or one around it, ends by what a function gave that it calls: `const fault = faultOf(host); if (fault) process.exit(1);`. */
function endsOnResult(solver: Solver, fn: FunctionIr, listens: FunctionIr): boolean {
  return (solver.graph.functions.get(fn)?.callers ?? []).some((site) => {
    if (!standsIn(listens, new Set([site.fn]))) return false;
    const result = [...nodesIn(site.fn.body)].find((node) => node.kind === "assign" && node.target.kind === "var" && node.value.start <= site.start && node.value.end >= site.end);
    const variable = result?.kind === "assign" && result.target.kind === "var" ? result.target.variable : undefined;
    const asks = ({ test }: Test): boolean => [...nodesIn(test)].some((node) => (node.start === site.start && node.end === site.end) || (node.kind === "var" && node.variable === variable));
    return testsOf(site.fn.body).some((one) => asks(one) && [one.then, one.else].some((side) => side !== undefined && endsAbruptly(side, true)));
  });
}

/** The nodes that a value comes from. */
function backward(solver: Solver, nodes: readonly Node[]): Set<Node> {
  return closure(nodes, (node) => {
    const def = solver.graph.defs[node];
    const inputs = def?.kind === "logical" ? [def.left, def.right] : def?.kind === "choice" ? [def.then, def.else] : def?.kind === "sigma" ? [def.of] : def?.kind === "phi" ? def.inputs : [];
    return [...inputs, ...solver.graph.sourcesOf(node)];
  });
}

/** The nodes that hold one of the values as it is. */
function forward(solver: Solver, nodes: ReadonlySet<Node>): Set<Node> {
  return closure([...nodes], (node) => solver.graph.edgesOf(node).map(({ to }) => to));
}

function closure(nodes: readonly Node[], next: (node: Node) => readonly Node[]): Set<Node> {
  const seen = new Set(nodes);
  let level = [...nodes];
  for (let hops = 0; hops < MOST_HOPS && level.length > 0 && seen.size < MOST_NODES; hops += 1) {
    const above: Node[] = [];
    for (const node of level) {
      for (const one of next(node)) {
        if (seen.has(one)) continue;
        seen.add(one);
        above.push(one);
      }
    }
    level = above;
  }
  return seen;
}

/** Some test of the function of a host that stands in it ends it for some hosts. */
function refuses(solver: Solver, fn: FunctionIr, related: readonly Node[], listens: boolean): boolean {
  const { graph } = solver;
  const stands = ({ start, end }: Span): boolean => related.some((node) => (graph.starts[node] ?? 0) >= start && (graph.ends[node] ?? 0) <= end);
  return testsOf(fn.body).some(({ test, then, else: other }) => {
    if (![then, other].some((side) => side !== undefined && endsAbruptly(side, listens))) return false;
    return stands(test) && (HOSTS.test(fn.module.text.slice(test.start, test.end)) || callsWithin(solver, fn, test).some((site) => site.targets.some((target) => comparesHosts(target.fn))));
  });
}

function callsWithin(solver: Solver, fn: FunctionIr, span: Span): CallSite[] {
  return callsAt(solver.graph, fn).filter((site) => site.start >= span.start && site.end <= span.end);
}

function comparesHosts(fn: FunctionIr): boolean {
  return HOSTS.test(fn.module.text.slice(fn.start, fn.end));
}

type Test = Extract<Stmt, { kind: "if" }>;

function testsOf(stmt: Stmt): Test[] {
  switch (stmt.kind) {
    case "block":
      return stmt.body.flatMap(testsOf);
    case "if":
      return [stmt, ...testsOf(stmt.then), ...(stmt.else === undefined ? [] : testsOf(stmt.else))];
    case "loop":
    case "each":
    case "label":
      return testsOf(stmt.body);
    case "try":
      return [stmt.body, stmt.handler, stmt.finalizer].flatMap((part) => (part === undefined ? [] : testsOf(part)));
    case "switch":
      return stmt.cases.flatMap((one) => one.body.flatMap(testsOf));
    default:
      return [];
  }
}

function endsAbruptly(stmt: Stmt, listens: boolean): boolean {
  if (stmt.kind === "block") return stmt.body.some((one) => endsAbruptly(one, listens));
  return stmt.kind === "throw" || (stmt.kind === "return" && listens) || (stmt.kind === "expr" && endsProcess(stmt.value));
}
