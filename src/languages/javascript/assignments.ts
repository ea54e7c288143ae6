import type { BinaryOp, Expr, Target } from "../../ir/ir.js";
import { lowerExpr, lowerNamed } from "./expressions.js";
import { lowerUnknown } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { keep, makeAssign, makeBinary, makeConst, makeGet, makeSeq, store } from "./nodes.js";
import { assignPattern, lowerTarget } from "./patterns.js";
import type * as es from "oxc-parser";

/** An assignment whose value is used. */
export function lowerAssignment(l: Lowering, node: es.AssignmentExpression): Expr {
  const left = node.left;
  if (left.type === "ObjectPattern" || left.type === "ArrayPattern") {
    const out: Expr[] = [];
    const read = keep(l, lowerExpr(l, node.right), out);
    assignPattern(l, left, read(), false, node, out);
    out.push(read());
    return makeSeq(out, node);
  }
  const target = lowerTarget(l, left);
  if (target === undefined) return lowerUnknown(l, node, "assignment to something that is no variable", [lowerExpr(l, node.right)]);
  if (node.operator === "=") return makeAssign(target, lowerNamed(l, node.right, nameOf(target)), false, node);
  return lowerCompound(l, node, target, node.operator);
}

function nameOf(target: Target): string {
  switch (target.kind) {
    case "var":
      return target.variable.name;
    case "global":
      return target.name;
    case "get":
      return target.key.kind === "const" && typeof target.key.value === "string" ? target.key.value : "";
  }
}

function lowerCompound(l: Lowering, node: es.AssignmentExpression, target: Target, operator: Exclude<es.AssignmentOperator, "=">): Expr {
  const out: Expr[] = [];
  const read = reread(l, target, out);
  switch (operator) {
    case "||=":
    case "&&=":
    case "??=": {
      const op = operator === "||=" ? "||" : operator === "&&=" ? "&&" : "??";
      const write = makeAssign(read(), lowerNamed(l, node.right, nameOf(target)), false, node);
      out.push({ kind: "logical", op, left: read(), right: write, start: node.start, end: node.end });
      break;
    }
    default:
      out.push(makeAssign(read(), makeBinary(binaryOf(operator), read(), lowerExpr(l, node.right), node), false, node));
  }
  return makeSeq(out, node);
}

function binaryOf(operator: Exclude<es.AssignmentOperator, "=" | "||=" | "&&=" | "??=">): BinaryOp {
  // Each of these operators is its binary operator with "=" behind it.
  return operator.slice(0, -1) as BinaryOp;
}

/** Object and key of a member are evaluated once, however often the target is read and written. */
function reread(l: Lowering, target: Target, out: Expr[]): () => Target {
  if (target.kind !== "get") return () => ({ ...target });
  const object = keep(l, target.object, out);
  const key = keep(l, target.key, out);
  return () => makeGet(object(), key(), target);
}

/** `++` and `--`; when the value is used, postfix gives the old one. */
export function lowerUpdate(l: Lowering, node: es.UpdateExpression, used: boolean): Expr {
  const target = lowerTarget(l, node.argument);
  if (target === undefined) return lowerUnknown(l, node, "update of something that is no variable", []);
  const out: Expr[] = [];
  const read = reread(l, target, out);
  const op = node.operator === "++" ? "+" : "-";
  if (node.prefix || !used) {
    out.push(makeAssign(read(), makeBinary(op, read(), makeConst(1, node), node), false, node));
    return makeSeq(out, node);
  }
  // A plain variable would be read after its write, so the old value needs a place of its own.
  const old = store(l, read(), out);
  out.push(makeAssign(read(), makeBinary(op, old(), makeConst(1, node), node), false, node), old());
  return makeSeq(out, node);
}
