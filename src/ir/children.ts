import type { Expr, Stmt } from "./ir.js";

/** What stands directly inside a statement or an expression, in order; functions and classes written there are left out. */
export function childrenOf(node: Stmt | Expr): (Stmt | Expr)[] {
  const list: (Stmt | Expr)[] = [];
  addChildren(node, list);
  return list;
}

/** Programs have a million nodes and more: nothing is made for one but its place in the list. */
function addChildren(node: Stmt | Expr, list: (Stmt | Expr)[]): void {
  switch (node.kind) {
    case "block": for (const one of node.body) list.push(one); break;
    case "expr": case "throw": case "await": case "unary": list.push(node.value); break;
    case "if": case "cond": list.push(node.test, node.then); add(node.else, list); break;
    case "loop": add(node.test, list); list.push(node.body); add(node.update, list); break;
    case "each": list.push(node.values, node.body); break;
    case "switch":
      list.push(node.value);
      for (const { test, body } of node.cases) {
        add(test, list);
        for (const one of body) list.push(one);
      }
      break;
    case "return": case "yield": add(node.value, list); break;
    case "label": list.push(node.body); break;
    case "try": list.push(node.body); add(node.handler, list); add(node.finalizer, list); break;
    case "get": list.push(node.object, node.key); break;
    case "item": case "rest": list.push(node.object); break;
    case "template": case "unknown": for (const part of node.parts) list.push(part); break;
    case "binary": case "logical": list.push(node.left, node.right); break;
    case "assign": list.push(node.target, node.value); break;
    case "call": case "new": list.push(node.callee); for (const arg of node.args) list.push(arg.kind === "spread" ? arg.value : arg); break;
    case "object":
      for (const { key, value } of node.properties) {
        add(key, list);
        list.push(value);
      }
      break;
    case "array": for (const item of node.items) list.push(item.kind === "spread" ? item.value : item); break;
    case "seq": for (const item of node.items) list.push(item); break;
    case "import": list.push(node.source); break;
  }
}

function add(node: Stmt | Expr | undefined, list: (Stmt | Expr)[]): void {
  if (node !== undefined) list.push(node);
}

/** A statement or expression with everything inside it, functions written there left out. */
export function* nodesIn(root: Stmt | Expr): Iterable<Stmt | Expr> {
  const work: (Stmt | Expr)[] = [root];
  const inside: (Stmt | Expr)[] = [];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    yield at;
    addChildren(at, inside);
    for (let child = inside.pop(); child !== undefined; child = inside.pop()) work.push(child);
  }
}
