import type { Expr, FunctionIr, Span } from "../../ir/ir.js";
import { evaluateCall, evaluateImport } from "./calls.js";
import { branchOn } from "./conditions.js";
import { markAwaited } from "./fulfilled.js";
import { REASON, SENT } from "../fields.js";
import { evaluateClass, evaluateFunction } from "./functions.js";
import { ANY_ITEM, type Node, NO_NODE, OP } from "../graph.js";
import { fieldOf } from "./keys.js";
import { evaluateArray, evaluateObject, evaluateRest } from "./literals.js";
import { rejoin } from "./joins.js";
import { readMember } from "./members.js";
import { readVariable } from "./variables.js";
import { type Frame, nodesOf, noteThrow, type Walk } from "./walk.js";
import { evaluateAssign } from "./writes.js";

type Of<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

/** The node of an expression's value. Law: each expression is evaluated exactly once, in the order in which it runs. */
export function evaluate(walk: Walk, frame: Frame, expr: Expr): Node {
  const { graph } = walk;
  const { fn } = frame;
  if (walk.noted.size > 0 && walk.noted.get(expr) === NO_NODE) return note(walk, frame, expr);
  switch (expr.kind) {
    case "const":
      return graph.add(fn, expr, { kind: "const", value: expr.value });
    case "regex":
      return graph.add(fn, expr, { kind: "regex", pattern: expr.pattern, flags: expr.flags });
    case "var":
      return readVariable(walk, frame, expr.variable, expr);
    case "global":
      return evaluateGlobal(walk, frame, expr);
    case "this":
    case "super":
      return thisOf(walk, fn);
    case "new.target":
    case "import.meta":
      return graph.add(fn, expr);
    case "get":
      return evaluateGet(walk, frame, expr);
    case "item": {
      const object = evaluate(walk, frame, expr.object);
      return readMember(walk, frame, object, String(expr.index), expr, NO_NODE);
    }
    case "rest":
      return evaluateRest(walk, frame, expr);
    case "template":
      return concatenate(walk, frame, expr, expr.parts.map((part) => (part.kind === "const" ? String(part.value) : evaluate(walk, frame, part))));
    case "unary":
      return evaluateUnary(walk, frame, expr);
    case "binary":
      return evaluateBinary(walk, frame, expr);
    case "logical":
    case "cond":
      return evaluateChoice(walk, frame, expr);
    case "assign":
      return evaluateAssign(walk, frame, expr);
    case "call":
    case "new":
      return evaluateCall(walk, frame, expr);
    case "object":
      return evaluateObject(walk, frame, expr);
    case "array":
      return evaluateArray(walk, frame, expr);
    case "function":
      return evaluateFunction(walk, frame, expr.fn);
    case "class":
      return evaluateClass(walk, frame, expr.cls);
    case "await":
      return evaluateAwait(walk, frame, expr);
    case "yield":
      return evaluateYield(walk, frame, expr);
    case "seq": {
      let last = NO_NODE;
      for (const item of expr.items) last = evaluate(walk, frame, item);
      return last === NO_NODE ? graph.add(fn, expr) : last;
    }
    case "import":
      return evaluateImport(walk, frame, expr);
    case "unknown": {
      for (const part of expr.parts) evaluate(walk, frame, part);
      return graph.add(fn, expr);
    }
  }
}

const WALKING: Node = -2;

function note(walk: Walk, frame: Frame, expr: Expr): Node {
  walk.noted.set(expr, WALKING);
  const node = evaluate(walk, frame, expr);
  walk.noted.set(expr, node);
  return node;
}

/** What the promise is rejected with goes to the catch clause around. */
function evaluateAwait(walk: Walk, frame: Frame, expr: Of<"await">): Node {
  const value = evaluate(walk, frame, expr.value);
  markAwaited(walk.graph, value);
  noteThrow(frame);
  const catcher = frame.tries.at(-1)?.catcher;
  if (catcher !== undefined) {
    walk.graph.edge(value, catcher, OP.GET, REASON);
    walk.constraints.loads.push({ object: value, field: REASON, to: catcher });
  }
  return value;
}

/** The value is an item of what the generator returned; the result is what `next` sent. */
function evaluateYield(walk: Walk, frame: Frame, expr: Of<"yield">): Node {
  const { graph, constraints } = walk;
  const { returns } = frame.nodes;
  const sent = graph.add(frame.fn, expr);
  constraints.loads.push({ object: returns, field: SENT, to: sent });
  if (expr.value === undefined) return sent;
  const value = evaluate(walk, frame, expr.value);
  if (expr.delegate) graph.edge(value, returns, OP.COPY);
  else {
    graph.edge(value, returns, OP.PUT, ANY_ITEM);
    constraints.stores.push({ object: returns, field: ANY_ITEM, from: value, heap: false });
  }
  return sent;
}

/** The receiver of the nearest function that has one of its own. */
export function thisOf(walk: Walk, fn: FunctionIr): Node {
  let owner = fn;
  while (owner.kind === "arrow" && owner.parent !== undefined) owner = owner.parent;
  return nodesOf(walk, owner).thisNode;
}

function evaluateGlobal(walk: Walk, frame: Frame, expr: Of<"global">): Node {
  if (expr.name === "undefined") return walk.graph.add(frame.fn, expr, { kind: "const", value: undefined });
  const node = walk.graph.add(frame.fn, expr, { kind: "global", name: expr.name });
  walk.constraints.globals.push({ node, name: expr.name });
  return node;
}

function evaluateGet(walk: Walk, frame: Frame, expr: Of<"get">): Node {
  const object = evaluate(walk, frame, expr.object);
  if (expr.key.kind === "const") return readMember(walk, frame, object, String(expr.key.value), expr, NO_NODE);
  const key = evaluate(walk, frame, expr.key);
  return readMember(walk, frame, object, fieldOf(walk, key), expr, key);
}

/** Text made of parts. Each part keeps its index: what stands before it decides what it can do. */
export function concatenate(walk: Walk, frame: Frame, span: { start: number; end: number }, parts: (string | Node)[]): Node {
  const node = walk.graph.add(frame.fn, span, { kind: "concat", parts });
  parts.forEach((part, index) => {
    if (typeof part !== "string") walk.graph.edge(part, node, OP.HOLE, index);
  });
  return node;
}

function evaluateUnary(walk: Walk, frame: Frame, expr: Of<"unary">): Node {
  const value = evaluate(walk, frame, expr.value);
  const def = walk.graph.defs[value];
  if (expr.op === "-" && def?.kind === "const" && typeof def.value === "number") return walk.graph.add(frame.fn, expr, { kind: "const", value: -def.value });
  return walk.graph.add(frame.fn, expr, { kind: "unary", op: expr.op, value });
}

/** So many parts stand side by side in one text: for each it is asked what stands before. */
const MOST_PARTS = 100;

/** A sum is one text of many parts, as a template is: what stands beside a part decides here as well as there. */
function evaluateBinary(walk: Walk, frame: Frame, expr: Of<"binary">): Node {
  // a + b + c nests to the left, sometimes thousands deep: go down without recursion
  const chain: Of<"binary">[] = [];
  let leftmost: Expr = expr;
  while (leftmost.kind === "binary") {
    chain.push(leftmost);
    leftmost = leftmost.left;
  }
  let left = evaluate(walk, frame, leftmost);
  let parts: (string | Node)[] = [];
  for (const link of chain.reverse()) {
    const right = evaluate(walk, frame, link.right);
    if (link.op !== "+" || parts.length >= MOST_PARTS) {
      left = parts.length === 0 ? left : addUp(walk, frame, link.left, parts);
      parts = [];
    }
    if (link.op !== "+") left = walk.graph.add(frame.fn, link, { kind: "binary", op: link.op, left, right });
    else {
      if (parts.length === 0) append(walk, parts, left);
      append(walk, parts, right);
    }
  }
  return parts.length === 0 ? left : addUp(walk, frame, expr, parts);
}

/** Longer texts are left to the solver, which bounds what it builds. */
const MOST_TEXT = 4096;

/** Known texts side by side are one. */
function append(walk: Walk, parts: (string | Node)[], node: Node): void {
  const def = walk.graph.defs[node];
  const last = parts.at(-1) ?? "";
  if (def?.kind !== "const" || typeof def.value !== "string" || def.value.length > MOST_TEXT) parts.push(node);
  else if (typeof last === "number" || last.length > MOST_TEXT) parts.push(def.value);
  else parts.splice(-1, 1, last + def.value);
}

function addUp(walk: Walk, frame: Frame, span: Span, parts: readonly (string | Node)[]): Node {
  // an empty one says that it is text, which the node does already
  return concatenate(walk, frame, span, parts.length > 1 ? parts.filter((part) => part !== "") : [...parts]);
}

function evaluateChoice(walk: Walk, frame: Frame, expr: Of<"logical"> | Of<"cond">): Node {
  const { graph } = walk;
  const base = frame.env;
  if (expr.kind === "cond") {
    const test = evaluate(walk, frame, expr.test);
    const [yes, no] = branchOn(walk, frame, test);
    frame.env = yes;
    const then = yes === undefined ? undefined : evaluate(walk, frame, expr.then);
    const afterThen = frame.env;
    frame.env = no;
    const other = no === undefined ? undefined : evaluate(walk, frame, expr.else);
    const afterElse = frame.env;
    frame.env = rejoin(walk, frame, base, [afterThen, afterElse], expr);
    if (then === undefined || other === undefined) return then ?? other ?? graph.add(frame.fn, expr);
    const node = graph.add(frame.fn, expr, { kind: "choice", test, then, else: other });
    graph.edge(then, node, OP.COPY);
    graph.edge(other, node, OP.COPY);
    return node;
  }
  const left = evaluate(walk, frame, expr.left);
  const [yes, no] = branchOn(walk, frame, left);
  const go = expr.op === "&&" ? yes : no;
  const stay = expr.op === "&&" ? no : yes;
  frame.env = go;
  const right = evaluate(walk, frame, expr.right);
  frame.env = rejoin(walk, frame, base, [frame.env, stay], expr);
  const node = graph.add(frame.fn, expr, { kind: "logical", op: expr.op, left, right });
  if (expr.op !== "&&") graph.edge(left, node, OP.COPY);
  graph.edge(right, node, OP.COPY);
  return node;
}
