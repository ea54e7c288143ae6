import type { Block, Expr, Stmt } from "../../ir/ir.js";
import { lowerExpr } from "./expressions.js";
import { addUnnamed, declareBlock, declarePattern } from "./hoist.js";
import { MAX_CHAIN, declareName, makeBlock, makeScope } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { makeStmt, readVariable } from "./nodes.js";
import { assignPattern } from "./patterns.js";
import { lowerBlock, lowerBody, lowerStatements } from "./statements.js";
import type * as es from "oxc-parser";

/** `else if` chains are as deep as they are long: a long one becomes a row of ifs that leave a labelled block. */
export function lowerIf(l: Lowering, node: es.IfStatement, out: Stmt[]): void {
  const chain = [node];
  let last = node.alternate;
  while (last !== null && last.type === "IfStatement") {
    chain.push(last);
    last = last.alternate;
  }
  const arms = chain.map((arm) => ({ test: lowerExpr(l, arm.test), then: lowerBody(l, arm.consequent), start: arm.start, end: arm.end }));
  let otherwise = last === null ? undefined : lowerBody(l, last);
  if (arms.length <= MAX_CHAIN) {
    for (let i = arms.length - 1; i >= 0; i--) {
      const arm = arms[i];
      if (arm !== undefined) otherwise = { kind: "if", test: arm.test, then: arm.then, else: otherwise, start: arm.start, end: arm.end };
    }
    if (otherwise !== undefined) out.push(otherwise);
    return;
  }
  const label = `%${l.labels++}`;
  const body = arms.map((arm): Stmt => {
    const leave: Stmt = { kind: "break", label, start: arm.end, end: arm.end };
    const then: Stmt = { kind: "block", variables: [], functions: [], body: [arm.then, leave], start: arm.then.start, end: arm.then.end };
    return { kind: "if", test: arm.test, then, else: undefined, start: arm.start, end: arm.end };
  });
  if (otherwise !== undefined) body.push(otherwise);
  const block: Block = { kind: "block", variables: [], functions: [], body, start: node.start, end: node.end };
  out.push({ kind: "label", label, body: block, start: node.start, end: node.end });
}

/** All cases share one scope. */
export function lowerSwitch(l: Lowering, node: es.SwitchStatement, out: Stmt[]): void {
  const value = lowerExpr(l, node.discriminant);
  const outer = l.scope;
  const scope = makeScope(outer, false);
  l.scope = scope;
  for (const one of node.cases) declareBlock(l, one.consequent);
  const cases = node.cases.map((one) => {
    const test = one.test === null ? undefined : lowerExpr(l, one.test);
    const body: Stmt[] = [];
    lowerStatements(l, one.consequent, body);
    return { test, body, start: one.start, end: one.end };
  });
  l.scope = outer;
  out.push({ kind: "switch", value, variables: scope.variables, functions: scope.functions, cases, start: node.start, end: node.end });
}

export function lowerTry(l: Lowering, node: es.TryStatement, out: Stmt[]): void {
  const body = lowerBlock(l, node.block.body, node.block.start, node.block.end);
  let param: Extract<Stmt, { kind: "try" }>["param"];
  let handler: Block | undefined;
  if (node.handler !== null) {
    const { param: pattern, body: caught } = node.handler;
    const outer = l.scope;
    const scope = makeScope(outer, false);
    l.scope = scope;
    const statements: Stmt[] = [];
    if (pattern !== null) {
      param = pattern.type === "Identifier" ? declareName(l, scope, pattern.name, "catch") : addUnnamed(l, "catch");
      param.writes++;
      if (pattern.type !== "Identifier") {
        declarePattern(l, scope, pattern, "let");
        const writes: Expr[] = [];
        assignPattern(l, pattern, readVariable(param, pattern), true, pattern, writes);
        for (const write of writes) statements.push(makeStmt(write));
      }
    }
    declareBlock(l, caught.body);
    lowerStatements(l, caught.body, statements);
    l.scope = outer;
    handler = makeBlock(scope, statements, caught.start, caught.end);
  }
  const finalizer = node.finalizer === null ? undefined : lowerBlock(l, node.finalizer.body, node.finalizer.start, node.finalizer.end);
  out.push({ kind: "try", body, param, handler, finalizer, start: node.start, end: node.end });
}
