import type { Expr, FunctionIr, Spread, Target } from "../ir/ir.js";
import { evaluateClass, evaluateFunction } from "./functions.js";
import { type Environment, variableKey } from "./environment.js";
import { ITERATOR, REASON, SENT } from "./fields.js";
import { ANY_FIELD, ANY_ITEM, type Argument, type CallSite, type Def, type Node, NO_NODE, OP } from "./graph.js";
import { bind, cellOf, join, merge, nodesOf, readMember, readVariable, updateObject, writeVariable, type Frame, type Walk } from "./walk.js";
import { branchOn, markAwaited, refineAfterCall } from "./conditions.js";

type Of<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

/** The node of an expression's value. Law: each expression is evaluated exactly once, in the order in which it runs. */
export function evaluate(walk: Walk, frame: Frame, expr: Expr): Node {
  const { graph } = walk;
  const { fn } = frame;
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
      return thisOf(walk, fn);
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

/** What the promise is rejected with goes to the catch clause around. */
function evaluateAwait(walk: Walk, frame: Frame, expr: Of<"await">): Node {
  const value = evaluate(walk, frame, expr.value);
  markAwaited(walk.graph, value);
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

/** The field that a computed key names: the constant it holds, or any. */
export function fieldOf(walk: Walk, key: Node): string {
  const def = staticDef(walk, key, 8);
  if (def?.kind === "const" && (typeof def.value === "string" || typeof def.value === "number")) return String(def.value);
  const object = def?.kind === "get" && (def.field === "iterator" || def.field === "asyncIterator") ? walk.graph.defs[def.object] : undefined;
  if (object?.kind !== "global" || object.name !== "Symbol") return ANY_FIELD;
  walk.iterators = true;
  return ITERATOR;
}

/** What made a value, seen through variables that are written once and fields of literals. */
function staticDef(walk: Walk, node: Node, reach: number): Def | undefined {
  const { graph } = walk;
  const def = graph.defs[graph.origin(node)];
  if (reach === 0) return def;
  if (def?.kind === "get") {
    const object = staticDef(walk, def.object, reach - 1);
    const field = object?.kind === "object" && object.spreads.length === 0 ? object.fields.get(def.field) : undefined;
    return field === undefined ? def : staticDef(walk, field, reach - 1);
  }
  const [from, ...others] = graph.sources[graph.origin(node)] ?? [];
  const isPlain = def === undefined || (def.kind === "cell" && def.variable.writes === 1);
  return isPlain && from !== undefined && others.length === 0 ? staticDef(walk, from, reach - 1) : def;
}

function evaluateRest(walk: Walk, frame: Frame, expr: Of<"rest">): Node {
  const object = evaluate(walk, frame, expr.object);
  const node = walk.graph.add(frame.fn, expr);
  const except = (expr.keys ?? []).map((key) => (key.kind === "const" ? String(key.value) : fieldOf(walk, evaluate(walk, frame, key)))).filter((field) => field !== ANY_FIELD);
  walk.graph.edge(without(walk, frame, object, except, expr), node, OP.COPY);
  return node;
}

/** The same object without some of its fields. */
function without(walk: Walk, frame: Frame, object: Node, fields: Iterable<string>, span: { start: number; end: number }): Node {
  let from = object;
  for (const field of fields) {
    const less = walk.graph.add(frame.fn, span);
    walk.graph.edge(from, less, OP.EXCEPT, field);
    walk.graph.addSource(from, less);
    from = less;
  }
  return from;
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

function evaluateBinary(walk: Walk, frame: Frame, expr: Of<"binary">): Node {
  // a + b + c nests to the left, sometimes thousands deep: go down without recursion
  const chain: Of<"binary">[] = [];
  let leftmost: Expr = expr;
  while (leftmost.kind === "binary") {
    chain.push(leftmost);
    leftmost = leftmost.left;
  }
  let left = evaluate(walk, frame, leftmost);
  for (const link of chain.reverse()) {
    const right = evaluate(walk, frame, link.right);
    left = link.op === "+" ? concatenate(walk, frame, link, [left, right]) : walk.graph.add(frame.fn, link, { kind: "binary", op: link.op, left, right });
  }
  return left;
}

function evaluateChoice(walk: Walk, frame: Frame, expr: Of<"logical"> | Of<"cond">): Node {
  const { graph } = walk;
  const base = frame.env;
  if (expr.kind === "cond") {
    const [yes, no] = branchOn(walk, frame, expr.test);
    frame.env = yes;
    const then = yes === undefined ? undefined : evaluate(walk, frame, expr.then);
    const afterThen = frame.env;
    frame.env = no;
    const other = no === undefined ? undefined : evaluate(walk, frame, expr.else);
    const afterElse = frame.env;
    frame.env = rejoin(walk, frame, base, [afterThen, afterElse], expr);
    if (then === undefined || other === undefined) return then ?? other ?? graph.add(frame.fn, expr);
    const node = graph.add(frame.fn, expr, { kind: "choice", then, else: other });
    graph.edge(then, node, OP.COPY);
    graph.edge(other, node, OP.COPY);
    return node;
  }
  const left = evaluate(walk, frame, expr.left);
  const [yes, no] = branchOnNode(walk, frame, left);
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

/** Brings ways that went apart after `base` together again. */
export function rejoin(walk: Walk, frame: Frame, base: Environment | undefined, ways: readonly (Environment | undefined)[], span: { start: number; end: number }): Environment | undefined {
  const changes = ways.filter((way) => way !== undefined).map((way) => way.since(base));
  if (changes.length === 0) return undefined;
  if (changes.every((change) => change.size === 0)) return base;
  const saved = frame.env;
  const joined = join(walk, frame, base, changes, span);
  frame.env = saved;
  if (base !== undefined && joined !== undefined) for (const [key, node] of joined.changes) base.set(key, node);
  return base;
}

function branchOnNode(walk: Walk, frame: Frame, node: Node): [Environment | undefined, Environment | undefined] {
  return branchOn(walk, frame, node);
}

function evaluateAssign(walk: Walk, frame: Frame, expr: Of<"assign">): Node {
  if (expr.target.kind === "get") return assignMember(walk, frame, expr.target, expr);
  const value = evaluate(walk, frame, expr.value);
  if (expr.target.kind === "var") writeVariable(walk, frame, expr.target.variable, value);
  else walk.constraints.globals.push({ node: evaluateGlobalWrite(walk, frame, expr.target, value), name: "" });
  return value;
}

function evaluateGlobalWrite(walk: Walk, frame: Frame, target: Of<"global">, value: Node): Node {
  const node = walk.graph.add(frame.fn, target, { kind: "global", name: target.name });
  walk.constraints.stores.push({ object: globalObject(walk, frame), field: target.name, from: value, heap: true });
  return node;
}

function globalObject(walk: Walk, frame: Frame): Node {
  const node = walk.graph.add(frame.fn, frame.fn, { kind: "global", name: "globalThis" });
  walk.constraints.globals.push({ node, name: "globalThis" });
  return node;
}

function assignMember(walk: Walk, frame: Frame, target: Extract<Target, { kind: "get" }>, expr: Of<"assign">): Node {
  const object = evaluate(walk, frame, target.object);
  const field = target.key.kind === "const" ? String(target.key.value) : fieldOf(walk, evaluate(walk, frame, target.key));
  const value = evaluate(walk, frame, expr.value);
  storeField(walk, frame, target.object, object, field, value, expr);
  return value;
}

/** `object.field = value`: a new version of a local object, and the heap for everybody else who knows the object. */
export function storeField(walk: Walk, frame: Frame, holder: Expr, object: Node, field: string, value: Node, span: { start: number; end: number }): void {
  const local = holder.kind === "var" && holder.variable.owner === frame.fn ? holder.variable : undefined;
  walk.constraints.stores.push({ object, field, from: value, heap: local === undefined || local.captured || !isMadeHere(walk, object) });
  if (local !== undefined && frame.env !== undefined) {
    const next = updateObject(walk, frame, object, field, value, span);
    bind(walk, frame, variableKey(frame.nodes, local), next);
    const key = walk.keys.member(next, field);
    if (key !== undefined && field !== ANY_FIELD && field !== ANY_ITEM) bind(walk, frame, key, value);
  } else {
    const key = walk.keys.member(object, field);
    if (key !== undefined && field !== ANY_FIELD && field !== ANY_ITEM) bind(walk, frame, key, value);
  }
}

/** The object was made by a literal of the same function, so that its versions tell all that happens to it. */
function isMadeHere(walk: Walk, object: Node): boolean {
  const { defs } = walk.graph;
  for (let node = object, hops = 0; hops < 64; hops += 1) {
    const def = defs[node];
    if (def?.kind === "object" || def?.kind === "array") return true;
    if (def?.kind === "update") node = def.base;
    else if (def?.kind === "sigma") node = def.of;
    else return false;
  }
  return false;
}

function evaluateObject(walk: Walk, frame: Frame, expr: Of<"object">): Node {
  const { graph, constraints } = walk;
  const fields = new Map<string, Node>();
  const spreads: Node[] = [];
  const node = graph.add(frame.fn, expr, { kind: "object", fields, spreads });
  constraints.allocations.push(node);
  for (const [index, property] of expr.properties.entries()) {
    if (property.kind === "spread") {
      const value = evaluate(walk, frame, property.value);
      const except = new Set(expr.properties.slice(index + 1).flatMap((later) => (later.kind !== "spread" && later.key?.kind === "const" ? [String(later.key.value)] : [])));
      spreads.push(value);
      constraints.copies.push({ from: value, to: node, except });
      graph.edge(without(walk, frame, value, except, property), node, OP.COPY);
      continue;
    }
    const field = property.key === undefined ? ANY_FIELD : property.key.kind === "const" ? String(property.key.value) : fieldOf(walk, evaluate(walk, frame, property.key));
    const value = evaluate(walk, frame, property.value);
    if (property.kind === "set") continue;
    fields.set(field, value);
    if (property.kind === "get") {
      const read = graph.add(frame.fn, property);
      constraints.loads.push({ object: value, field: "%get", to: read });
      constraints.stores.push({ object: node, field, from: read, heap: false });
      graph.edge(read, node, OP.PUT, field);
      continue;
    }
    constraints.stores.push({ object: node, field, from: value, heap: false });
    graph.edge(value, node, OP.PUT, field);
  }
  return node;
}

function evaluateArray(walk: Walk, frame: Frame, expr: Of<"array">): Node {
  const { graph, constraints } = walk;
  const items: Argument[] = [];
  const node = graph.add(frame.fn, expr, { kind: "array", items });
  constraints.allocations.push(node);
  let fixed = true;
  expr.items.forEach((item, index) => {
    const value = evaluate(walk, frame, item.kind === "spread" ? item.value : item);
    items.push({ node: value, spread: item.kind === "spread" });
    if (item.kind === "spread") {
      fixed = false;
      const element = readMember(walk, frame, value, ANY_ITEM, item, NO_NODE);
      constraints.stores.push({ object: node, field: ANY_ITEM, from: element, heap: false });
      graph.edge(element, node, OP.PUT, ANY_ITEM);
    } else {
      const field = fixed ? String(index) : ANY_ITEM;
      constraints.stores.push({ object: node, field, from: value, heap: false });
      graph.edge(value, node, OP.PUT, field);
    }
  });
  return node;
}

function evaluateArguments(walk: Walk, frame: Frame, args: readonly (Expr | Spread)[]): Argument[] {
  return args.map((arg) => (arg.kind === "spread" ? { node: evaluate(walk, frame, arg.value), spread: true } : { node: evaluate(walk, frame, arg), spread: false }));
}

const MUTATORS = new Set(["push", "unshift", "splice", "add", "set", "append", "fill"]);

function evaluateCall(walk: Walk, frame: Frame, expr: Of<"call"> | Of<"new">): Node {
  const { graph } = walk;
  let receiver = NO_NODE;
  let callee: Node;
  let method: string | undefined;
  const target = expr.callee.kind === "seq" ? (expr.callee.items.at(-1) ?? expr.callee) : expr.callee;
  if (target.kind === "get" && expr.kind === "call") {
    receiver = evaluate(walk, frame, target.object);
    if (target.key.kind === "const") {
      method = String(target.key.value);
      callee = readMember(walk, frame, receiver, method, target, NO_NODE);
    } else {
      const key = evaluate(walk, frame, target.key);
      callee = readMember(walk, frame, receiver, fieldOf(walk, key), target, key);
    }
    if (target.object.kind === "super") callee = superMember(walk, frame, method ?? ANY_FIELD, target);
  } else if (target.kind === "super") {
    receiver = thisOf(walk, frame.fn);
    callee = superMember(walk, frame, "%constructor", target);
  } else {
    callee = evaluate(walk, frame, target);
  }
  const args = evaluateArguments(walk, frame, expr.args);
  const node = graph.add(frame.fn, expr);
  const site: CallSite = {
    id: graph.calls.length, node, fn: frame.fn, callee, receiver, method, args, isNew: expr.kind === "new", start: expr.start, end: expr.end,
    tag: expr.kind === "call" ? expr.tag : undefined, catcher: frame.tries.at(-1)?.catcher ?? nodesOf(walk, frame.fn).throws, awaited: false, targets: [],
  };
  graph.calls.push(site);
  graph.defs[node] = { kind: "call", site };
  if (target.kind === "super") callBaseInit(walk, frame, expr);
  if (method !== undefined && MUTATORS.has(method) && target.kind === "get") mutate(walk, frame, target, site);
  refineAfterCall(walk, frame, site, target);
  return node;
}

/** After super() the fields of this class are set. */
function callBaseInit(walk: Walk, frame: Frame, span: { start: number; end: number }): void {
  let fn = frame.fn;
  while (fn.kind === "arrow" && fn.parent !== undefined) fn = fn.parent;
  const init = fn.owner?.init;
  if (init !== undefined) walk.graph.edge(thisOf(walk, frame.fn), nodesOf(walk, init).thisNode, OP.RESET, String(span.start));
}

function superMember(walk: Walk, frame: Frame, name: string, span: { start: number; end: number }): Node {
  let fn = frame.fn;
  while (fn.kind === "arrow" && fn.parent !== undefined) fn = fn.parent;
  const cls = fn.owner === undefined ? undefined : walk.constraints.classes.find((entry) => entry.cls === fn.owner);
  const node = walk.graph.add(frame.fn, span, cls === undefined || cls.superclass === NO_NODE ? undefined : { kind: "get", object: cls.superclass, field: `%super:${name}`, key: NO_NODE });
  if (cls !== undefined && cls.superclass !== NO_NODE) walk.constraints.loads.push({ object: cls.superclass, field: `%super:${name}`, to: node });
  return node;
}

/** `list.push(x)`, `map.set(k, x)` on a local variable: a new version of the list. */
function mutate(walk: Walk, frame: Frame, target: Of<"get">, site: CallSite): void {
  const holder = target.object;
  const local = holder.kind === "var" && holder.variable.owner === frame.fn ? holder.variable : undefined;
  if (local === undefined || frame.env === undefined) return;
  const values = site.method === "splice" ? site.args.slice(2) : site.method === "set" ? site.args.slice(1, 2) : site.args;
  let version = site.receiver;
  for (const value of values) {
    const node = value.spread ? readMember(walk, frame, value.node, ANY_ITEM, site, NO_NODE) : value.node;
    const key = site.method === "set" && site.args[0] !== undefined ? fieldOf(walk, site.args[0].node) : ANY_ITEM;
    version = updateObject(walk, frame, version, key, node, site);
  }
  if (version !== site.receiver) bind(walk, frame, variableKey(frame.nodes, local), version);
}

function evaluateImport(walk: Walk, frame: Frame, expr: Of<"import">): Node {
  const node = walk.graph.add(frame.fn, expr);
  if (expr.source.kind === "const" && typeof expr.source.value === "string") {
    walk.constraints.requires.push({ node, fn: frame.fn, resolution: walk.resolve(frame.fn, expr.source.value), via: expr.via });
    return node;
  }
  const source = evaluate(walk, frame, expr.source);
  const callee = walk.graph.add(frame.fn, expr, { kind: "global", name: expr.via === "require" ? "require" : "import" });
  walk.constraints.globals.push({ node: callee, name: expr.via === "require" ? "require" : "import" });
  const site: CallSite = {
    id: walk.graph.calls.length, node, fn: frame.fn, callee, receiver: NO_NODE, method: undefined, args: [{ node: source, spread: false }], isNew: false, tag: undefined,
    start: expr.start, end: expr.end, catcher: frame.tries.at(-1)?.catcher ?? nodesOf(walk, frame.fn).throws, awaited: false, targets: [],
  };
  walk.graph.calls.push(site);
  walk.graph.defs[node] = { kind: "call", site };
  walk.constraints.dynamicImports.push(source);
  return node;
}

/** What the variable holds over time, for exports. */
export { cellOf, merge };
