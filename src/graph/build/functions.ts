import type { ClassIr, FunctionIr, ModuleIr } from "../../ir/ir.js";
import { addExit } from "./exits.js";
import { NONE } from "../chains.js";
import { Environment, variableKey } from "../environment.js";
import { evaluate } from "./expressions.js";
import { type FunctionNodes, type Node, NO_NODE, OP } from "../graph.js";
import { fieldOf } from "./keys.js";
import { runBlock } from "./statements.js";
import type { Trail } from "../trail.js";
import { bind, cellOf, nodesOf, type Frame, type Walk } from "./walk.js";

/** Makes the nodes of every function of a module before anything is walked: a hoisted function is called before its text is reached. */
export function allocateFunctions(walk: Walk, module: ModuleIr): void {
  const { graph } = walk;
  for (const fn of module.functions) {
    const firstKey = walk.variableCount;
    walk.variableCount += fn.variables.length;
    const nodes: FunctionNodes = {
      fn, index: graph.functions.size, firstKey, params: fn.params.map((param, index) => graph.add(fn, param, { kind: "param", fn, index })),
      thisNode: graph.add(fn, { start: fn.start, end: fn.start }), returns: graph.add(fn, { start: fn.end, end: fn.end }), throws: graph.add(fn, { start: fn.end, end: fn.end }),
      exits: NONE, callers: NONE, cells: [], argumentsNode: NO_NODE,
    };
    graph.functions.set(fn, nodes);
  }
}

/** A function expression: its value, and its body walked with what is known here. */
export function evaluateFunction(walk: Walk, frame: Frame, fn: FunctionIr): Node {
  const node = functionValue(walk, frame, fn);
  walkFunction(walk, fn, frame, frame.env?.trail);
  return node;
}

/** The value of a function whose body is walked elsewhere. */
export function functionValue(walk: Walk, frame: Frame, fn: FunctionIr): Node {
  const node = walk.graph.add(frame.fn, fn, { kind: "function", fn });
  walk.constraints.allocations.push(node);
  if (fn.self !== undefined) walk.graph.edge(node, cellOf(walk, fn.self), OP.RESET);
  return node;
}

/** A class: its value, its members and field initialisers walked. */
export function evaluateClass(walk: Walk, frame: Frame, cls: ClassIr): Node {
  const { graph, constraints } = walk;
  const node = graph.add(frame.fn, cls, { kind: "class", cls });
  const superclass = cls.superclass === undefined ? NO_NODE : evaluate(walk, frame, cls.superclass);
  constraints.allocations.push(node);
  walk.superclasses.set(cls, superclass);
  constraints.classes.push({ cls, node, superclass, keys: cls.members.map((member) => (member.key.kind === "const" ? String(member.key.value) : fieldOf(walk, evaluate(walk, frame, member.key)))) });
  if (cls.self !== undefined) graph.edge(node, cellOf(walk, cls.self), OP.RESET);
  for (const member of cls.members) walkFunction(walk, member.fn, frame);
  for (const fn of [cls.ctor, cls.init]) if (fn !== undefined) walkFunction(walk, fn, frame);
  if (cls.staticInit !== undefined) {
    graph.edge(node, nodesOf(walk, cls.staticInit).thisNode, OP.RESET);
    walkFunction(walk, cls.staticInit, frame);
  }
  for (const { name, hint } of cls.fieldHints) {
    const type = evaluate(walk, frame, hint);
    const value = graph.add(frame.fn, hint);
    constraints.hints.push({ node: value, type });
    for (const fn of [cls.ctor, cls.init, ...cls.members.filter((member) => !member.static).map((member) => member.fn)]) {
      if (fn !== undefined) {
        constraints.stores.push({ object: nodesOf(walk, fn).thisNode, field: name, from: value, heap: false });
        break;
      }
    }
  }
  for (const field of cls.fields) if (field.decorators.length > 0) constraints.marks.set(field, field.decorators.map((decorator) => evaluate(walk, frame, decorator)));
  for (const { decorators, fn } of cls.members) {
    const target = decorators.length === 0 ? NO_NODE : functionValue(walk, frame, fn);
    for (const decorator of decorators) constraints.decorators.push({ decorator: evaluate(walk, frame, decorator), target });
  }
  for (const decorator of cls.decorators) constraints.decorators.push({ decorator: evaluate(walk, frame, decorator), target: node });
  return node;
}

/** Walks a function's body. `outer` is where it was made, undefined when it is hoisted; `trail` the tests behind which it was made. */
export function walkFunction(walk: Walk, fn: FunctionIr, outer: Frame | undefined, trail?: Trail): void {
  const { graph } = walk;
  const nodes = nodesOf(walk, fn);
  const frame: Frame = { nodes, fn, outer, env: new Environment(undefined), holders: new Map(), captured: new Map(), capturedFrom: new Map(), jumps: [], tries: [] };
  if (frame.env !== undefined) frame.env.trail = trail;
  fn.params.forEach((param, index) => {
    const node = nodes.params[index];
    if (node === undefined) return;
    bind(walk, frame, variableKey(nodes, param.variable), node);
    if (param.variable.captured) graph.edge(node, cellOf(walk, param.variable), OP.RESET);
    if (param.variable.hint !== undefined) walk.constraints.hints.push({ node, type: evaluate(walk, frame, param.variable.hint) });
  });
  if (fn.arguments !== undefined) {
    nodes.argumentsNode = graph.add(fn, { start: fn.start, end: fn.start });
    walk.constraints.allocations.push(nodes.argumentsNode);
    bind(walk, frame, variableKey(nodes, fn.arguments), nodes.argumentsNode);
    if (fn.arguments.captured) graph.edge(nodes.argumentsNode, cellOf(walk, fn.arguments), OP.RESET);
  }
  if (fn.returnHint !== undefined) walk.constraints.hints.push({ node: nodes.returns, type: evaluate(walk, frame, fn.returnHint) });
  if (fn.kind === "constructor" && fn.owner?.init !== undefined && fn.owner.superclass === undefined) graph.edge(nodes.thisNode, nodesOf(walk, fn.owner.init).thisNode, OP.RESET);
  if (fn.generator) walk.constraints.allocations.push(nodes.returns);
  runBlock(walk, frame, fn.body);
  addExit(walk, frame, NO_NODE, undefined);
}
