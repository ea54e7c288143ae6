import type { Expr } from "../../ir/ir.js";
import { evaluate } from "./expressions.js";
import { ANY_FIELD, ANY_ITEM, type Argument, type Node, NO_NODE, OP } from "../graph.js";
import { fieldOf } from "./keys.js";
import { KEY } from "../names.js";
import { readMember } from "./members.js";
import type { Frame, Walk } from "./walk.js";

type Of<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

export function evaluateRest(walk: Walk, frame: Frame, expr: Of<"rest">): Node {
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

export function evaluateObject(walk: Walk, frame: Frame, expr: Of<"object">): Node {
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
    const key = property.key === undefined || property.key.kind === "const" ? undefined : evaluate(walk, frame, property.key);
    const field = key !== undefined ? fieldOf(walk, key) : property.key?.kind === "const" ? String(property.key.value) : ANY_FIELD;
    if (key !== undefined && field === ANY_FIELD) graph.edge(key, node, OP.PUT, KEY);
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

export function evaluateArray(walk: Walk, frame: Frame, expr: Of<"array">): Node {
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
