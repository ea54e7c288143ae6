import type { Expr, Spread } from "../../ir/ir.js";
import { refineAfterCall } from "./conditions.js";
import { NONE } from "../chains.js";
import { variableKey } from "../environment.js";
import { evaluate, thisOf } from "./expressions.js";
import { evaluateFulfilled } from "./fulfilled.js";
import { ANY_FIELD, ANY_ITEM, type Argument, type CallSite, type Node, NO_NODE, OP } from "../graph.js";
import { fieldOf } from "./keys.js";
import { readMember } from "./members.js";
import { seeWritesInside } from "./variables.js";
import { bind, type Frame, nodesOf, noteThrow, type Walk } from "./walk.js";
import { updateObject } from "./writes.js";

type Of<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

/** @param promise what `then` is called on. */
function evaluateArguments(walk: Walk, frame: Frame, args: readonly (Expr | Spread)[], promise: Node | undefined): Argument[] {
  return args.map((arg, index) => {
    if (arg.kind === "spread") return { node: evaluate(walk, frame, arg.value), spread: true };
    return { node: promise !== undefined && index === 0 ? evaluateFulfilled(walk, frame, promise, () => evaluate(walk, frame, arg)) : evaluate(walk, frame, arg), spread: false };
  });
}

const MUTATORS = new Set(["push", "unshift", "splice", "add", "set", "append", "fill"]);

export function evaluateCall(walk: Walk, frame: Frame, expr: Of<"call"> | Of<"new">): Node {
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
  const args = evaluateArguments(walk, frame, expr.args, method === "then" && receiver !== NO_NODE ? receiver : undefined);
  const node = graph.add(frame.fn, expr);
  const site: CallSite = {
    id: graph.calls.length, node, fn: frame.fn, callee, receiver, method, args, isNew: expr.kind === "new", start: expr.start, end: expr.end,
    tag: expr.kind === "call" ? expr.tag : undefined, catcher: frame.tries.at(-1)?.catcher ?? nodesOf(walk, frame.fn).throws, trail: frame.env?.trail, awaited: false, targets: NONE,
  };
  graph.calls.push(site);
  noteThrow(frame);
  graph.defs[node] = { kind: "call", site };
  if (target.kind === "super") callBaseInit(walk, frame);
  if (method !== undefined && MUTATORS.has(method) && target.kind === "get") mutate(walk, frame, target, site);
  seeWritesInside(walk, frame, site);
  refineAfterCall(walk, frame, site, target);
  return node;
}

/** After super() the fields of this class are set. */
function callBaseInit(walk: Walk, frame: Frame): void {
  let fn = frame.fn;
  while (fn.kind === "arrow" && fn.parent !== undefined) fn = fn.parent;
  const init = fn.owner?.init;
  if (init !== undefined) walk.graph.edge(thisOf(walk, frame.fn), nodesOf(walk, init).thisNode, OP.RESET);
}

function superMember(walk: Walk, frame: Frame, name: string, span: { start: number; end: number }): Node {
  let fn = frame.fn;
  while (fn.kind === "arrow" && fn.parent !== undefined) fn = fn.parent;
  const superclass = (fn.owner === undefined ? undefined : walk.superclasses.get(fn.owner)) ?? NO_NODE;
  if (superclass === NO_NODE) return walk.graph.add(frame.fn, span);
  const field = `%super:${name}`;
  const node = walk.graph.add(frame.fn, span, { kind: "get", object: superclass, field, key: NO_NODE });
  walk.constraints.loads.push({ object: superclass, field, to: node });
  return node;
}

/** `list.push(x)`, `map.set(k, x)` on a local variable: a new version of the list. */
function mutate(walk: Walk, frame: Frame, target: Of<"get">, site: CallSite): void {
  const holder = target.object;
  const local = holder.kind === "var" && holder.variable.owner === frame.fn ? holder.variable : undefined;
  if (local === undefined || frame.env === undefined) return;
  const front = site.method === "unshift";
  const values = site.method === "splice" ? site.args.slice(2) : site.method === "set" ? site.args.slice(1, 2) : front ? site.args.toReversed() : site.args;
  let version = site.receiver;
  for (const value of values) {
    const node = value.spread ? readMember(walk, frame, value.node, ANY_ITEM, site, NO_NODE) : value.node;
    const key = site.method === "set" && site.args[0] !== undefined ? fieldOf(walk, site.args[0].node) : ANY_ITEM;
    version = updateObject(walk, frame, version, key, node, site, { ...(value.spread ? { spread: value.node } : {}), ...(front ? { front } : {}) });
  }
  if (version !== site.receiver) bind(walk, frame, variableKey(frame.nodes, local), version);
}

export function evaluateImport(walk: Walk, frame: Frame, expr: Of<"import">): Node {
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
    start: expr.start, end: expr.end, catcher: frame.tries.at(-1)?.catcher ?? nodesOf(walk, frame.fn).throws, trail: frame.env?.trail, awaited: false, targets: NONE,
  };
  walk.graph.calls.push(site);
  walk.graph.defs[node] = { kind: "call", site };
  walk.constraints.dynamicImports.push(source);
  return node;
}
