import type { BinaryOp, Expr, Property, Span, Spread } from "../../ir/ir.js";
import { lowerAssignment, lowerUpdate } from "./assignments.js";
import { lowerCall, lowerChain, lowerDeleteChain, lowerImport, lowerMember } from "./chains.js";
import { lowerClass } from "./classes.js";
import { lowerFunction } from "./functions.js";
import { lowerElement, lowerFragment } from "./jsx.js";
import { MAX_CHAIN, MAX_DEPTH, lowerName, lowerUnknown } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { makeBinary, makeConst, makeSeq, store } from "./nodes.js";
import { lowerTagged, lowerTemplate } from "./templates.js";
import type * as es from "oxc-parser";

/** Lowers an expression; what is nested too deeply becomes `unknown`. */
export function lowerExpr(l: Lowering, node: es.Expression): Expr {
  if (l.depth >= MAX_DEPTH) return lowerUnknown(l, node, "nested too deeply", []);
  l.depth++;
  const value = dispatch(l, node);
  l.depth--;
  return value;
}

/** Lowers an expression that gives its name to a function or class without one. */
export function lowerNamed(l: Lowering, node: es.Expression, name: string): Expr {
  // The bound on depth holds inside: every body is made of statements and expressions.
  switch (node.type) {
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return lowerFunctionExpr(l, node, name);
    case "ClassExpression":
      return lowerClass(l, node, name);
    default:
      return lowerExpr(l, node);
  }
}

function lowerFunctionExpr(l: Lowering, node: es.Function | es.ArrowFunctionExpression, name: string): Expr {
  return { kind: "function", fn: lowerFunction(l, node, name, node.type === "ArrowFunctionExpression" ? "arrow" : "function", undefined), start: node.start, end: node.end };
}

function dispatch(l: Lowering, node: es.Expression): Expr {
  switch (node.type) {
    case "Identifier":
      return lowerName(l, node.name, node.start, node.end);
    case "Literal":
      return lowerLiteral(node);
    case "MemberExpression":
      return lowerMember(l, node);
    case "CallExpression":
      return lowerCall(l, node);
    case "ObjectExpression":
      return lowerObject(l, node);
    case "ArrayExpression":
      return { kind: "array", items: lowerList(l, node.elements, node), start: node.start, end: node.end };
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      return lowerFunctionExpr(l, node, "");
    case "AwaitExpression":
      // Only a module may wait outside of a function.
      if (l.fn.kind === "module") l.esm = true;
      return { kind: "await", value: lowerExpr(l, node.argument), start: node.start, end: node.end };
    case "AssignmentExpression":
      return lowerAssignment(l, node);
    case "BinaryExpression":
    case "LogicalExpression":
      return lowerBinary(l, node);
    case "ConditionalExpression":
      return { kind: "cond", test: lowerExpr(l, node.test), then: lowerExpr(l, node.consequent), else: lowerExpr(l, node.alternate), start: node.start, end: node.end };
    case "TemplateLiteral":
      return lowerTemplate(l, node);
    case "ThisExpression":
      return { kind: "this", start: node.start, end: node.end };
    case "Super":
      return { kind: "super", start: node.start, end: node.end };
    case "NewExpression":
      return { kind: "new", callee: lowerExpr(l, node.callee), args: lowerList(l, node.arguments, node), start: node.start, end: node.end };
    case "UnaryExpression":
      if (node.operator === "delete" && node.argument.type === "ChainExpression") return lowerDeleteChain(l, node.argument, node);
      return { kind: "unary", op: node.operator, value: lowerExpr(l, node.argument), start: node.start, end: node.end };
    case "UpdateExpression":
      return lowerUpdate(l, node, true);
    case "ChainExpression":
      return lowerChain(l, node);
    case "SequenceExpression":
      return { kind: "seq", items: node.expressions.map((item) => lowerExpr(l, item)), start: node.start, end: node.end };
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ParenthesizedExpression":
      return dispatch(l, unwrap(node));
    case "ClassExpression":
    case "ClassDeclaration":
      return lowerClass(l, node, "");
    case "TaggedTemplateExpression":
      return lowerTagged(l, node);
    case "YieldExpression":
      return { kind: "yield", value: node.argument === null ? undefined : lowerExpr(l, node.argument), delegate: node.delegate, start: node.start, end: node.end };
    case "ImportExpression":
      return lowerImport(l, node.source, "dynamic", node);
    case "MetaProperty":
      return lowerMeta(l, node);
    case "JSXElement":
      return lowerElement(l, node);
    case "JSXFragment":
      return lowerFragment(l, node);
    case "V8IntrinsicExpression":
      return lowerUnknown(l, node, "V8 intrinsic", node.arguments.map((argument) => lowerExpr(l, argument.type === "SpreadElement" ? argument.argument : argument)));
    default:
      return lowerUnknown(l, node, node.type, []);
  }
}

/** Takes off what TypeScript writes around an expression, however often. */
function unwrap(node: es.Expression): es.Expression {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ParenthesizedExpression":
        inner = inner.expression;
        break;
      default:
        return inner;
    }
  }
}

type Literal = Extract<es.Expression, { type: "Literal" }>;

function lowerLiteral(node: Literal): Expr {
  if ("regex" in node) return { kind: "regex", pattern: node.regex.pattern, flags: node.regex.flags, start: node.start, end: node.end };
  // JSON, through which the tree comes, has no infinite number: `1e999` arrives as null.
  if (node.value === null && node.raw !== "null") return makeConst(Infinity, node);
  return makeConst(node.value, node);
}

function lowerMeta(l: Lowering, node: es.MetaProperty): Expr {
  if (node.meta.name === "new") return { kind: "new.target", start: node.start, end: node.end };
  l.esm = true;
  return { kind: "import.meta", start: node.start, end: node.end };
}

/** The key of a member, property or class element: a written-out name is a constant, a private name keeps its `#`. */
export function lowerKey(l: Lowering, key: es.PropertyKey | es.Expression, computed: boolean): Expr {
  if (key.type === "PrivateIdentifier") return makeConst(`#${key.name}`, key);
  if (computed) return lowerExpr(l, key);
  if (key.type === "Identifier") return makeConst(key.name, key);
  if (key.type === "Literal" && !("regex" in key)) return makeConst(String(key.value), key);
  return lowerExpr(l, key);
}

/** Arguments or array items; a hole is undefined. */
export function lowerList(l: Lowering, nodes: readonly es.ArrayExpressionElement[], at: Span): (Expr | Spread)[] {
  return nodes.map((node) => {
    if (node === null) return makeConst(undefined, at);
    return node.type === "SpreadElement" ? { kind: "spread", value: lowerExpr(l, node.argument), start: node.start, end: node.end } : lowerExpr(l, node);
  });
}

function lowerObject(l: Lowering, node: es.ObjectExpression): Expr {
  const properties = node.properties.map((property): Property => {
    if (property.type === "SpreadElement") return { kind: "spread", key: undefined, value: lowerExpr(l, property.argument), start: property.start, end: property.end };
    const key = lowerKey(l, property.key, property.computed);
    const name = key.kind === "const" && typeof key.value === "string" ? key.value : "";
    return { kind: property.kind === "init" ? "value" : property.kind, key, value: lowerProperty(l, property, name), start: property.start, end: property.end };
  });
  return { kind: "object", properties, start: node.start, end: node.end };
}

function lowerProperty(l: Lowering, property: es.ObjectProperty, name: string): Expr {
  const value = property.value;
  if (value.type === "FunctionExpression" && (property.method || property.kind !== "init")) {
    const kind = property.kind === "init" ? "method" : property.kind;
    return { kind: "function", fn: lowerFunction(l, value, name, kind, undefined), start: value.start, end: value.end };
  }
  return lowerNamed(l, value, name);
}

type Chained = es.BinaryExpression | es.PrivateInExpression | es.LogicalExpression;

/** A chain leans to the left and may be tens of thousands long in generated code, so it is walked by a loop. */
function lowerBinary(l: Lowering, node: Chained): Expr {
  let left: es.Expression | es.PrivateIdentifier = node.left;
  if (left.type !== "BinaryExpression" && left.type !== "LogicalExpression") return combine(l, lowerOperand(l, left), node);
  const chain: Chained[] = [node];
  while (left.type === "BinaryExpression" || left.type === "LogicalExpression") {
    chain.push(left);
    left = left.left;
  }
  const out: Expr[] = [];
  let value = lowerOperand(l, left);
  for (let i = chain.length - 1, length = 1; i >= 0; i--, length++) {
    const link = chain[i];
    if (link === undefined) break;
    value = combine(l, value, link);
    if (length % MAX_CHAIN === 0 && i > 0) value = store(l, value, out)();
  }
  out.push(value);
  return makeSeq(out, node);
}

function lowerOperand(l: Lowering, node: es.Expression | es.PrivateIdentifier): Expr {
  return node.type === "PrivateIdentifier" ? makeConst(`#${node.name}`, node) : lowerExpr(l, node);
}

function combine(l: Lowering, left: Expr, node: Chained): Expr {
  const right = lowerExpr(l, node.right);
  if (node.type === "LogicalExpression") return { kind: "logical", op: node.operator, left, right, start: node.start, end: node.end };
  return makeBinary(node.operator satisfies BinaryOp, left, right, node satisfies Span);
}
