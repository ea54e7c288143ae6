import type { Expr, Stmt } from "./ir.js";

/** What stands directly inside a statement or an expression, in order; functions and classes written there are left out. */
export function childrenOf(node: Stmt | Expr): (Stmt | Expr)[] {
  const list: (Stmt | Expr | undefined)[] = [];
  switch (node.kind) {
    case "block": list.push(...node.body); break;
    case "expr": case "throw": list.push(node.value); break;
    case "if": case "cond": list.push(node.test, node.then, node.else); break;
    case "loop": list.push(node.test, node.body, node.update); break;
    case "each": list.push(node.values, node.body); break;
    case "switch": list.push(node.value, ...node.cases.flatMap((entry) => [entry.test, ...entry.body])); break;
    case "return": case "await": case "yield": case "unary": list.push(node.value); break;
    case "label": list.push(node.body); break;
    case "try": list.push(node.body, node.handler, node.finalizer); break;
    case "get": list.push(node.object, node.key); break;
    case "item": case "rest": list.push(node.object); break;
    case "template": case "unknown": list.push(...node.parts); break;
    case "binary": case "logical": list.push(node.left, node.right); break;
    case "assign": list.push(node.target, node.value); break;
    case "call": case "new": list.push(node.callee, ...node.args.map((arg) => (arg.kind === "spread" ? arg.value : arg))); break;
    case "object": for (const property of node.properties) list.push(property.key, property.value); break;
    case "array": for (const item of node.items) list.push(item.kind === "spread" ? item.value : item); break;
    case "seq": list.push(...node.items); break;
    case "import": list.push(node.source); break;
  }
  return list.filter((child) => child !== undefined);
}

/** A statement or expression with everything inside it, functions written there left out. */
export function* nodesIn(root: Stmt | Expr): Iterable<Stmt | Expr> {
  const work: (Stmt | Expr)[] = [root];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    yield at;
    // one by one: a literal may have more items than a call takes arguments
    for (const child of childrenOf(at).reverse()) work.push(child);
  }
}
