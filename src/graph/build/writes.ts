import type { Expr, Span, Target } from "../../ir/ir.js";
import { variableKey } from "../environment.js";
import { evaluate } from "./expressions.js";
import { ANY_FIELD, ANY_ITEM, type Node, OP } from "../graph.js";
import { fieldOf } from "./keys.js";
import { isMadeHere } from "./made-here.js";
import { KEY } from "../names.js";
import { type SameKey, sameKeyOf } from "./same-keys.js";
import { writeVariable } from "./variables.js";
import { bind, type Frame, type Walk } from "./walk.js";

type Of<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

export function evaluateAssign(walk: Walk, frame: Frame, expr: Of<"assign">): Node {
  if (expr.target.kind === "get") return assignMember(walk, frame, expr.target, expr);
  const value = evaluate(walk, frame, expr.value);
  if (expr.target.kind === "var") writeVariable(walk, frame, expr.target.variable, value, expr.end);
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
  const key = target.key.kind === "const" ? undefined : evaluate(walk, frame, target.key);
  const field = key !== undefined ? fieldOf(walk, key) : target.key.kind === "const" ? String(target.key.value) : ANY_FIELD;
  const value = evaluate(walk, frame, expr.value);
  const same = key !== undefined && field === ANY_FIELD ? sameKeyOf(walk.graph, key, value) : undefined;
  const next = storeField(walk, frame, target.object, object, field, value, expr, same);
  if (key !== undefined && field === ANY_FIELD) {
    const isFresh = expr.value.kind === "object" && expr.value.properties.length === 0;
    walk.graph.keyWrites.push({ fn: frame.fn, object, key, isFresh, start: expr.start, end: expr.end });
    walk.graph.edge(key, next, OP.PUT, KEY);
    // who else knows the object may look for the key in it
    walk.constraints.stores.push({ object, field: KEY, from: key, heap: true });
  }
  return value;
}

/** `object.field = value`: a new version of a local object, which is given back, and the heap for everybody else who knows the object. `same`: see `sameKeyOf`. */
function storeField(walk: Walk, frame: Frame, holder: Expr, object: Node, field: string, value: Node, span: Span, same: SameKey | undefined): Node {
  const local = holder.kind === "var" && holder.variable.owner === frame.fn ? holder.variable : undefined;
  const made = local !== undefined && !local.captured && isMadeHere(walk.graph, walk.names, object);
  walk.constraints.stores.push({ object, field, from: value, heap: made === "loop" ? "loop" : !made });
  if (local !== undefined && frame.env !== undefined) {
    const next = updateObject(walk, frame, object, field, value, span, { isPut: same === undefined || same.isRespelled });
    if (same !== undefined) walk.graph.edge(same.from, next, OP.FIELDS, value);
    bind(walk, frame, variableKey(frame.nodes, local), next);
    if (field !== ANY_FIELD && field !== ANY_ITEM) bind(walk, frame, walk.keys.member(next, field), value);
    return next;
  }
  if (field !== ANY_FIELD && field !== ANY_ITEM) bind(walk, frame, walk.keys.member(object, field), value);
  return object;
}

/** A new version of the object in `holder` whose field was written; other holders see the write through the heap. */
export function updateObject(walk: Walk, frame: Frame, base: Node, field: string, value: Node, span: Span, how: { readonly spread?: Node; readonly front?: boolean; readonly isPut?: boolean } = {}): Node {
  const { graph } = walk;
  const { isPut = true, ...place } = how;
  const node = graph.add(frame.fn, span, { kind: "update", base, field, value, ...place });
  if (field === ANY_FIELD || field === ANY_ITEM) graph.edge(base, node, OP.COPY);
  else {
    graph.edge(base, node, OP.EXCEPT, field);
    graph.addSource(base, node);
  }
  if (isPut) graph.edge(value, node, OP.PUT, field);
  return node;
}
