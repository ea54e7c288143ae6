import type { Expr, Stmt, Variable } from "../../ir/ir.js";
import { lowerExpr } from "./expressions.js";
import { addUnnamed, declarePattern } from "./hoist.js";
import { declareName, makeBlock, makeScope } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { makeStmt, readVariable } from "./nodes.js";
import { assignPattern } from "./patterns.js";
import { lowerBody, lowerEffect, lowerVariables, wrapLabels } from "./statements.js";
import type * as es from "oxc-parser";

/** `for (init; test; update) body`: a block with the head's variables and the loop in it. */
export function lowerFor(l: Lowering, node: es.ForStatement, labels: readonly string[], out: Stmt[]): void {
  const outer = l.scope;
  const scope = makeScope(outer, false);
  l.scope = scope;
  const body: Stmt[] = [];
  const init = node.init;
  const perIteration: Variable[] = [];
  if (init !== null && init.type === "VariableDeclaration") {
    if (init.kind !== "var") {
      for (const { id } of init.declarations) declarePattern(l, scope, id, init.kind === "let" ? "let" : "const");
      if (init.kind === "let") perIteration.push(...scope.variables);
    }
    lowerVariables(l, init, body);
  } else if (init !== null) {
    lowerEffect(l, init, body);
  }
  const test = node.test === null ? undefined : lowerExpr(l, node.test);
  const update = node.update === null ? undefined : lowerUpdateOf(l, node.update);
  body.push(wrapLabels({ kind: "loop", test, update, body: lowerBody(l, node.body), testFirst: true, perIteration, start: node.start, end: node.end }, labels));
  l.scope = outer;
  const only = body[0];
  if (only !== undefined && body.length === 1 && scope.variables.length === 0) out.push(only);
  else out.push(makeBlock(scope, body, node.start, node.end));
}

/** Nobody uses the value of an update, so `i++` needs no old value. */
function lowerUpdateOf(l: Lowering, node: es.Expression): Expr {
  const effects: Stmt[] = [];
  lowerEffect(l, node, effects);
  const items = effects.flatMap((stmt) => (stmt.kind === "expr" ? [stmt.value] : []));
  const only = items[0];
  return items.length === 1 && only !== undefined ? only : { kind: "seq", items, start: node.start, end: node.end };
}

export function lowerWhile(l: Lowering, node: es.WhileStatement, labels: readonly string[], out: Stmt[]): void {
  const test = lowerExpr(l, node.test);
  out.push(wrapLabels({ kind: "loop", test, update: undefined, body: lowerBody(l, node.body), testFirst: true, perIteration: [], start: node.start, end: node.end }, labels));
}

export function lowerDoWhile(l: Lowering, node: es.DoWhileStatement, labels: readonly string[], out: Stmt[]): void {
  const body = lowerBody(l, node.body);
  out.push(wrapLabels({ kind: "loop", test: lowerExpr(l, node.test), update: undefined, body, testFirst: false, perIteration: [], start: node.start, end: node.end }, labels));
}

/** `for … in` and `for … of`. A head that is no single new name is unpacked at the start of the body. */
export function lowerEach(l: Lowering, node: es.ForInStatement | es.ForOfStatement, labels: readonly string[], out: Stmt[]): void {
  const values = lowerExpr(l, node.right);
  const outer = l.scope;
  const scope = makeScope(outer, false);
  l.scope = scope;
  const left = node.left;
  const unpacked: Expr[] = [];
  let item: Variable;
  if (left.type === "VariableDeclaration") {
    const id = left.declarations[0]?.id;
    const fresh = left.kind !== "var";
    const kind = left.kind === "let" ? "let" : "const";
    if (id === undefined || id.type !== "Identifier" || !fresh) {
      item = addUnnamed(l, "temp");
      if (id !== undefined && fresh) declarePattern(l, scope, id, kind);
      if (id !== undefined) assignPattern(l, id, readVariable(item, id), true, id, unpacked);
    } else {
      item = declareName(l, scope, id.name, kind);
      // The loop itself makes it fresh at each turn.
      scope.variables.length = 0;
    }
  } else {
    item = addUnnamed(l, "temp");
    assignPattern(l, left, readVariable(item, left), false, left, unpacked);
  }
  item.writes++;
  let body = lowerBody(l, node.body);
  l.scope = outer;
  if (unpacked.length > 0 || scope.variables.length > 0 || scope.functions.length > 0) {
    body = { kind: "block", variables: scope.variables, functions: scope.functions, body: [...unpacked.map(makeStmt), body], start: node.body.start, end: node.body.end };
  }
  const isOf = node.type === "ForOfStatement";
  if (isOf && node.await && l.fn.kind === "module") l.esm = true;
  out.push(wrapLabels({ kind: "each", over: isOf ? "of" : "in", await: isOf && node.await, item, values, body, start: node.start, end: node.end }, labels));
}
