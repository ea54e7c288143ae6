import type { Stmt } from "../../ir/ir.js";
import { Environment, type Key } from "../environment.js";
import type { Node } from "../graph.js";
import { isBehindTests, merge, rejoin } from "./joins.js";
import { endsAbruptly } from "./returns.js";
import { writeVariable } from "./variables.js";
import { bind, type Frame, type TryFrame, type Walk } from "./walk.js";

type Try = Extract<Stmt, { kind: "try" }>;

/** Runs a try block, its handler on what the block may have left when it threw, and its finalizer on all ways out of both. */
export function runTry(walk: Walk, frame: Frame, stmt: Try, run: (walk: Walk, frame: Frame, stmt: Stmt) => void): void {
  const { graph } = walk;
  const base = frame.env;
  const trail = base?.trail;
  const outerCatcher = frame.tries.at(-1)?.catcher ?? frame.nodes.throws;
  const catcher = stmt.handler === undefined ? outerCatcher : graph.add(frame.fn, stmt.handler);
  const cancelsReturns = stmt.finalizer !== undefined && endsAbruptly(stmt.finalizer);
  const open = (to: Node): TryFrame => ({ versions: new Map(), mayThrow: false, setFirst: new Set(), catcher: to, cancelsReturns });
  const runInside = (entry: TryFrame, inner: Stmt): void => {
    frame.tries.push(entry);
    run(walk, frame, inner);
    frame.tries.pop();
  };
  frame.env = new Environment(base);
  const body = open(catcher);
  runInside(body, stmt.body);
  const left = [body];
  const ends: (Environment | undefined)[] = [frame.env];
  if (stmt.handler !== undefined) {
    frame.env = new Environment(base);
    for (const [key, nodes] of body.versions) {
      const node = merge(walk, frame, [...nodes], undefined, stmt);
      if (node !== undefined) bind(walk, frame, key, node);
    }
    if (stmt.param !== undefined) writeVariable(walk, frame, stmt.param, catcher);
    if (stmt.finalizer === undefined) run(walk, frame, stmt.handler);
    else {
      const entry = open(outerCatcher);
      runInside(entry, stmt.handler);
      left.push(entry);
    }
    ends.push(frame.env);
  }
  frame.env = rejoin(walk, frame, base, ends, stmt);
  if (stmt.finalizer === undefined) return;
  const normal = frame.env;
  const started = startFinalizer(walk, frame, base, left, normal !== undefined, stmt);
  started.trail = trail;
  const known = new Map(started.changes);
  frame.env = started;
  run(walk, frame, stmt.finalizer);
  const changes = frame.env?.since(base);
  // behind the finalizer control comes only on the normal way
  frame.env = changes === undefined ? undefined : normal;
  if (normal === undefined || changes === undefined) return;
  for (const [key, node] of changes) {
    const before = known.get(key);
    if (before === undefined || !isBehindTests(graph, node, before)) bind(walk, frame, key, node);
  }
}

/** Where the finalizer begins: what may be so at the normal end, and whenever something threw or jumped out. */
function startFinalizer(walk: Walk, frame: Frame, base: Environment | undefined, left: readonly TryFrame[], endsNormally: boolean, stmt: Try): Environment {
  const started = new Environment(base);
  const inputs = new Map<Key, Set<Node>>();
  for (const { versions, setFirst } of left) {
    for (const [key, nodes] of versions) {
      const seen = setFirst.has(key) ? [...nodes].slice(1) : nodes;
      inputs.set(key, new Set([...(inputs.get(key) ?? []), ...seen]));
    }
  }
  frame.env = started;
  for (const [key, nodes] of inputs) {
    const end = endsNormally ? base?.get(key) : undefined;
    const node = merge(walk, frame, [...new Set(end === undefined ? nodes : [...nodes, end])], undefined, stmt);
    if (node !== undefined) bind(walk, frame, key, node);
  }
  return started;
}
