import type { Span, Variable } from "../../ir/ir.js";
import { variableKey } from "../environment.js";
import { NO_NODE, type Node, OP } from "../graph.js";
import { noteName } from "./made-here.js";
import { bind, cellOf, type Frame, nodesOf, type Walk } from "./walk.js";

/**
 * A write to a variable by the function at hand.
 *
 * @param at where in the text it happens: for an assignment its end, since the value may come from anywhere.
 */
export function writeVariable(walk: Walk, frame: Frame, variable: Variable, node: Node, at = walk.graph.starts[node] ?? 0): void {
  const { graph } = walk;
  noteName(graph, walk.names, variable, node);
  if (variable.owner === frame.fn) bind(walk, frame, variableKey(frame.nodes, variable), node);
  else {
    frame.captured.delete(variable);
    const written = walk.writtenInside.get(variable.owner);
    if (written === undefined) walk.writtenInside.set(variable.owner, new Map([[variable, NO_NODE]]));
    else if (!written.has(variable)) written.set(variable, NO_NODE);
  }
  if (variable.captured || variable.owner !== frame.fn || variable.owner.kind === "module") {
    graph.edge(node, cellOf(walk, variable), OP.RESET);
    if (variable.writes > 1) {
      const write = { node, at, by: frame.fn };
      const list = walk.writes.get(variable);
      if (list === undefined) walk.writes.set(variable, [write]);
      else list.push(write);
    }
  }
}

/** A call may have run functions that write variables of the function at hand: from here on they hold either value. */
export function seeWritesInside(walk: Walk, frame: Frame, span: Span): void {
  const { graph } = walk;
  const written = walk.writtenInside.get(frame.fn);
  for (const [variable, merged] of written ?? []) {
    const key = variableKey(frame.nodes, variable);
    const before = frame.env?.get(key);
    if (before === undefined || graph.origin(before) === merged) continue;
    const node = graph.add(frame.fn, { start: span.start, end: span.start }, { kind: "phi", inputs: [before], of: undefined, ways: undefined });
    graph.edge(before, node, OP.COPY);
    walk.closureReads.push({ variable, node, at: Infinity, by: frame.fn });
    written?.set(variable, node);
    bind(walk, frame, key, node);
  }
}

/** What a variable holds here. */
export function readVariable(walk: Walk, frame: Frame, variable: Variable, span: Span): Node {
  const { graph } = walk;
  if (variable.owner === frame.fn) {
    const node = frame.env?.get(variableKey(frame.nodes, variable));
    if (node !== undefined) return graph.use(node);
    // a var is read before it is written, and nobody else writes it
    if (variable.kind === "var" && !variable.captured && frame.jumps.length === 0) return graph.add(frame.fn, span, { kind: "const", value: undefined });
    const cell = cellOf(walk, variable);
    if (frame.env !== undefined) bind(walk, frame, variableKey(frame.nodes, variable), cell);
    return cell;
  }
  const here = frame.env?.get(variableKey(nodesOf(walk, variable.owner), variable));
  if (here !== undefined) return graph.use(here);
  const node = frame.captured.get(variable) ?? captureVariable(walk, frame, variable, span);
  frame.captured.set(variable, node);
  // what was read on a way that has ended was bound on that way alone
  if (frame.env !== undefined) bind(walk, frame, variableKey(nodesOf(walk, variable.owner), variable), node);
  return node;
}

/**
 * A closure reads an outer variable as it was when the closure was made, with the tests that it had passed by then; of a variable that is
 * written again later, the later writes as well.
 */
function captureVariable(walk: Walk, frame: Frame, variable: Variable, span: Span): Node {
  const { graph } = walk;
  const key = variableKey(nodesOf(walk, variable.owner), variable);
  let outer = frame.outer;
  let made: Node | undefined;
  while (outer !== undefined && made === undefined) {
    made = outer.env?.get(key);
    outer = outer.outer;
  }
  if (made === undefined && variable.kind === "param" && frame.outer !== undefined) {
    const nodes = nodesOf(walk, variable.owner);
    made = nodes.params[variable.owner.params.findIndex((param) => param.variable === variable)];
  }
  if (made === undefined) return cellOf(walk, variable);
  const node = graph.add(frame.fn, span);
  graph.edge(made, node, OP.CAPTURE);
  frame.capturedFrom.set(node, made);
  const captures = walk.captures.get(frame.fn);
  if (captures === undefined) walk.captures.set(frame.fn, [made]);
  else captures.push(made);
  if (variable.writes > 1) walk.closureReads.push({ variable, node, at: frame.fn.start, by: frame.fn });
  return node;
}
