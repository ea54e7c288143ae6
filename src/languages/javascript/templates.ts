import type { Expr } from "../../ir/ir.js";
import { lowerExpr } from "./expressions.js";
import type { Lowering } from "./lowering.js";
import { makeConst } from "./nodes.js";
import type * as es from "oxc-parser";

/** A template literal: its texts and values in order, empty texts left out. */
export function lowerTemplate(l: Lowering, node: es.TemplateLiteral): Expr {
  return lowerParts(l, node, false);
}

function lowerParts(l: Lowering, node: es.TemplateLiteral, raw: boolean): Expr {
  const parts: Expr[] = [];
  node.quasis.forEach((quasi, index) => {
    const text = raw ? quasi.value.raw : (quasi.value.cooked ?? quasi.value.raw);
    if (text !== "" || node.quasis.length === 1) parts.push(makeConst(text, quasi));
    const value = node.expressions[index];
    if (value !== undefined) parts.push(lowerExpr(l, value));
  });
  return { kind: "template", parts, start: node.start, end: node.end };
}

/** A tagged template is a call with the list of texts before the values; `String.raw` is the template of its raw texts. */
export function lowerTagged(l: Lowering, node: es.TaggedTemplateExpression): Expr {
  const callee = lowerExpr(l, node.tag);
  const quasi = node.quasi;
  if (callee.kind === "get" && callee.object.kind === "global" && callee.object.name === "String" && callee.key.kind === "const" && callee.key.value === "raw") return lowerParts(l, quasi, true);
  const texts = quasi.quasis.map((part) => part.value.cooked ?? part.value.raw);
  const list: Expr = { kind: "array", items: quasi.quasis.map((part) => makeConst(part.value.cooked ?? undefined, part)), start: quasi.start, end: quasi.end };
  const args = [list, ...quasi.expressions.map((value) => lowerExpr(l, value))];
  return { kind: "call", callee, args, tag: texts, start: node.start, end: node.end };
}
