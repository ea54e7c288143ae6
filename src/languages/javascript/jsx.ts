import type { Expr, Property, Span, Spread } from "../../ir/ir.js";
import { lowerExpr } from "./expressions.js";
import { MAX_DEPTH, lowerName, lowerUnknown } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { makeConst, makeGet } from "./nodes.js";
import type * as es from "oxc-parser";

/** An element is a call of the global `jsx` with its type, its attributes and its children. */
export function lowerElement(l: Lowering, node: es.JSXElement): Expr {
  const opening = node.openingElement;
  return makeElement(l, lowerTag(l, opening.name), lowerAttributes(l, opening), node.children, node);
}

export function lowerFragment(l: Lowering, node: es.JSXFragment): Expr {
  const props: Expr = { kind: "object", properties: [], start: node.start, end: node.start };
  return makeElement(l, { kind: "global", name: "Fragment", start: node.start, end: node.start }, props, node.children, node);
}

function makeElement(l: Lowering, type: Expr, props: Expr, children: readonly es.JSXChild[], at: Span): Expr {
  const args: (Expr | Spread)[] = [type, props];
  for (const child of children) {
    const value = lowerChild(l, child);
    if (value !== undefined) args.push(value);
  }
  return { kind: "call", callee: { kind: "global", name: "jsx", start: at.start, end: at.start }, args, tag: undefined, start: at.start, end: at.end };
}

/** Children nest without an expression between them, so they count against the bound on depth themselves. */
function lowerChild(l: Lowering, child: es.JSXChild): Expr | Spread | undefined {
  switch (child.type) {
    case "JSXText": {
      // Lines of blanks between elements are no children.
      const text = child.value.includes("\n") ? child.value.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "").join(" ") : child.value;
      return text === "" ? undefined : makeConst(text, child);
    }
    case "JSXExpressionContainer":
      return child.expression.type === "JSXEmptyExpression" ? undefined : lowerExpr(l, child.expression);
    case "JSXSpreadChild":
      return { kind: "spread", value: lowerExpr(l, child.expression), start: child.start, end: child.end };
    case "JSXElement":
    case "JSXFragment":
      return lowerExpr(l, child);
  }
}

function lowerTag(l: Lowering, name: es.JSXElementName | es.JSXMemberExpressionObject): Expr {
  switch (name.type) {
    case "JSXIdentifier":
      if (name.name === "this") return { kind: "this", start: name.start, end: name.end };
      return /^[a-z]/.test(name.name) ? makeConst(name.name, name) : lowerName(l, name.name, name.start, name.end);
    case "JSXNamespacedName":
      return makeConst(`${name.namespace.name}:${name.name.name}`, name);
    case "JSXMemberExpression":
      return lowerTagMember(l, name);
  }
}

function lowerTagMember(l: Lowering, name: es.JSXMemberExpression): Expr {
  if (l.depth >= MAX_DEPTH) return lowerUnknown(l, name, "nested too deeply", []);
  l.depth++;
  const object = name.object.type === "JSXIdentifier" && name.object.name !== "this"
    ? lowerName(l, name.object.name, name.object.start, name.object.end)
    : lowerTag(l, name.object);
  l.depth--;
  return makeGet(object, makeConst(name.property.name, name.property), name);
}

function lowerAttributes(l: Lowering, opening: es.JSXOpeningElement): Expr {
  const properties: Property[] = [];
  for (const attribute of opening.attributes) {
    if (attribute.type === "JSXSpreadAttribute") {
      properties.push({ kind: "spread", key: undefined, value: lowerExpr(l, attribute.argument), start: attribute.start, end: attribute.end });
      continue;
    }
    const name = attribute.name.type === "JSXIdentifier" ? attribute.name.name : `${attribute.name.namespace.name}:${attribute.name.name.name}`;
    properties.push({ kind: "value", key: makeConst(name, attribute.name), value: lowerAttribute(l, attribute), start: attribute.start, end: attribute.end });
  }
  return { kind: "object", properties, start: opening.start, end: opening.end };
}

function lowerAttribute(l: Lowering, attribute: es.JSXAttribute): Expr {
  const value = attribute.value;
  if (value === null) return makeConst(true, attribute);
  if (value.type !== "JSXExpressionContainer") return lowerExpr(l, value);
  return value.expression.type === "JSXEmptyExpression" ? makeConst(undefined, value) : lowerExpr(l, value.expression);
}
