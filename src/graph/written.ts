import type { Expr, Stmt, Variable } from "../ir/ir.js";

const known = new WeakMap<object, ReadonlySet<Variable>>();

/** Variables that statements or expressions write, or whose object they change by a member write or a method call; nested functions are left out. */
export function writtenIn(nodes: readonly (Stmt | Expr | undefined)[]): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  for (const node of nodes) if (node !== undefined) collect(node, found);
  return found;
}

function collect(node: Stmt | Expr, found: Set<Variable>): void {
  switch (node.kind) {
    case "loop":
    case "each": {
      let inner = known.get(node);
      if (inner === undefined) known.set(node, (inner = writtenIn(childrenOf(node))));
      for (const variable of inner) found.add(variable);
      if (node.kind === "each") found.add(node.item);
      return;
    }
    case "assign":
      if (node.target.kind === "var") found.add(node.target.variable);
      else if (node.target.kind === "get" && node.target.object.kind === "var") found.add(node.target.object.variable);
      break;
    case "call":
      if (node.callee.kind === "get" && node.callee.object.kind === "var" && MUTATES.has(node.callee.key)) found.add(node.callee.object.variable);
      break;
    case "binary": {
      // chains of + nest thousands deep to the left
      let left: Expr = node;
      while (left.kind === "binary") {
        collect(left.right, found);
        left = left.left;
      }
      collect(left, found);
      return;
    }
  }
  for (const child of childrenOf(node)) collect(child, found);
}

const MUTATES = {
  names: new Set(["push", "unshift", "splice", "add", "set", "append", "fill"]),
  has(key: Expr): boolean {
    return key.kind === "const" && this.names.has(String(key.value));
  },
};

function childrenOf(node: Stmt | Expr): (Stmt | Expr)[] {
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
    case "array": list.push(...node.items.map((item) => (item.kind === "spread" ? item.value : item))); break;
    case "seq": list.push(...node.items); break;
    case "import": list.push(node.source); break;
  }
  return list.filter((child) => child !== undefined);
}
