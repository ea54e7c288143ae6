import type { Expr, Span, Target } from "../../ir/ir.js";
import { lowerExpr, lowerKey, lowerNamed } from "./expressions.js";
import { lowerHint } from "./hints.js";
import { MAX_DEPTH, lowerName, lowerUnknown } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { keep, makeAssign, makeBinary, makeCond, makeConst, makeGet, store } from "./nodes.js";
import type * as es from "oxc-parser";

/** Everything that a value can be unpacked into. */
export type Pattern = es.BindingPattern | es.AssignmentTargetMaybeDefault;

/**
 * Unpacks a value into a pattern: one write a name, in source order, appended to `out`.
 * `at` is the span of a write to a plain name or member, `init` marks a declaration.
 */
export function assignPattern(l: Lowering, pattern: Pattern, value: Expr, init: boolean, at: Span, out: Expr[]): void {
  if (l.depth >= MAX_DEPTH) {
    out.push(lowerUnknown(l, pattern, "nested too deeply", [value]));
    return;
  }
  l.depth++;
  dispatch(l, pattern, value, init, at, out);
  l.depth--;
}

function dispatch(l: Lowering, pattern: Pattern, value: Expr, init: boolean, at: Span, out: Expr[]): void {
  switch (pattern.type) {
    case "ObjectPattern":
      assignObject(l, pattern, value, init, out);
      return;
    case "ArrayPattern":
      assignArray(l, pattern, value, init, out);
      return;
    case "AssignmentPattern": {
      const read = keep(l, value, out);
      const missing = makeBinary("===", read(), makeConst(undefined, pattern.right), pattern.right);
      const fallback = lowerNamed(l, pattern.right, pattern.left.type === "Identifier" ? pattern.left.name : "");
      assignPattern(l, pattern.left, makeCond(missing, fallback, read(), pattern), init, at, out);
      return;
    }
    default: {
      const target = lowerTarget(l, pattern);
      if (target === undefined) {
        out.push(lowerUnknown(l, pattern, "assignment to something that is no variable", [value]));
        return;
      }
      out.push(makeAssign(target, value, init, at));
      if (pattern.type === "Identifier" && target.kind === "var" && pattern.typeAnnotation !== null && pattern.typeAnnotation !== undefined) {
        const hint = lowerHint(l, pattern.typeAnnotation);
        if (hint !== undefined) target.variable.hint = hint;
      }
    }
  }
}

function assignObject(l: Lowering, pattern: es.ObjectPattern | es.ObjectAssignmentTarget, value: Expr, init: boolean, out: Expr[]): void {
  const properties = pattern.properties;
  const last = properties[properties.length - 1];
  if (last === undefined) {
    out.push(value);
    return;
  }
  const read = properties.length === 1 ? () => value : keepSource(l, value, init, out);
  const rest = last.type === "RestElement";
  const keys: Expr[] = [];
  for (const property of properties) {
    if (property.type === "RestElement") {
      const taken: Expr = { kind: "rest", object: read(), keys, from: 0, start: property.start, end: property.end };
      assignPattern(l, property.argument, taken, init, property, out);
      continue;
    }
    let key = lowerKey(l, property.key, property.computed);
    if (rest) {
      const again = keep(l, key, out);
      keys.push(again());
      key = again();
    }
    assignPattern(l, property.value, makeGet(read(), key, property), init, property, out);
  }
}

function assignArray(l: Lowering, pattern: es.ArrayPattern | es.ArrayAssignmentTarget, value: Expr, init: boolean, out: Expr[]): void {
  const elements = pattern.elements;
  const count = elements.reduce((sum, element) => (element === null ? sum : sum + 1), 0);
  if (count === 0) {
    out.push(value);
    return;
  }
  const read = count === 1 ? () => value : keepSource(l, value, init, out);
  elements.forEach((element, index) => {
    if (element === null) return;
    if (element.type === "RestElement") {
      const taken: Expr = { kind: "rest", object: read(), keys: undefined, from: index, start: element.start, end: element.end };
      assignPattern(l, element.argument, taken, init, element, out);
    } else {
      assignPattern(l, element, { kind: "item", object: read(), index, start: element.start, end: element.end }, init, element, out);
    }
  });
}

/** An assignment may overwrite the variable that it unpacks: `({ data, error } = data)`. */
function keepSource(l: Lowering, value: Expr, init: boolean, out: Expr[]): () => Expr {
  const safe = init || value.kind !== "var" || value.variable.kind === "temp" || value.variable.kind === "const";
  return safe ? keep(l, value, out) : store(l, value, out);
}

/** A name or member that is written; undefined for what cannot be. */
export function lowerTarget(l: Lowering, node: es.Expression | es.SimpleAssignmentTarget | Pattern): Target | undefined {
  switch (node.type) {
    case "Identifier": {
      const target = lowerName(l, node.name, node.start, node.end);
      return target.kind === "const" ? undefined : target;
    }
    case "MemberExpression":
      return makeGet(lowerExpr(l, node.object), lowerKey(l, node.property, node.computed), node);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      return lowerTarget(l, node.expression);
    default:
      return undefined;
  }
}
