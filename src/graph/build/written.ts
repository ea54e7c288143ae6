import { childrenOf } from "../../ir/children.js";
import type { Expr, Stmt, Variable } from "../../ir/ir.js";

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
