import type { Expr, Span } from "../../ir/ir.js";
import { lowerExpr, lowerKey, lowerList } from "./expressions.js";
import { MAX_CHAIN, MAX_DEPTH, addTemp, lowerUnknown } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { isStable, keep, makeAssign, makeBinary, makeCond, makeConst, makeGet, makeSeq, readVariable, store } from "./nodes.js";
import type * as es from "oxc-parser";

type Link = es.MemberExpression | es.CallExpression;

/** A deep stretch of `a.b().c()` is walked by a loop from this depth on. */
const DEEP = 100;

export function lowerMember(l: Lowering, node: es.MemberExpression): Expr {
  if (l.depth > DEEP && isLong(node)) return lowerLinks(l, node, finishPlain, undefined);
  return makeGet(lowerExpr(l, node.object), lowerKey(l, node.property, node.computed), node);
}

export function lowerCall(l: Lowering, node: es.CallExpression): Expr {
  if (l.depth > DEEP && isLong(node)) return lowerLinks(l, node, finishPlain, undefined);
  return makeCall(l, lowerExpr(l, node.callee), node);
}

function finishPlain(value: Expr): Expr {
  return value;
}

function isLong(node: Link): boolean {
  let rest: es.Expression = node;
  for (let length = 0; length < DEEP; length++) {
    if (rest.type === "MemberExpression") rest = rest.object;
    else if (rest.type === "CallExpression") rest = rest.callee;
    else if (rest.type === "TSNonNullExpression") rest = rest.expression;
    else return false;
  }
  return true;
}

/** A call; `require("x")` becomes an import when no scope of the program declares `require`. */
function makeCall(l: Lowering, callee: Expr, node: es.CallExpression): Expr {
  const first = node.arguments[0];
  if (first !== undefined && first.type !== "SpreadElement" && isRequire(l, callee)) return lowerImport(l, first, "require", node);
  return { kind: "call", callee, args: lowerList(l, node.arguments, node), tag: undefined, start: node.start, end: node.end };
}

function isRequire(l: Lowering, callee: Expr): boolean {
  if (callee.kind === "global") return callee.name === "require";
  return callee.kind === "var" && l.requires.size > 0 && l.requires.has(callee.variable);
}

/** `require(x)` and `import(x)`; a constant specifier is a request of the module. */
export function lowerImport(l: Lowering, argument: es.Expression, via: "require" | "dynamic", at: Span): Expr {
  const source = lowerExpr(l, argument);
  const value = source.kind === "template" && source.parts.length === 1 ? source.parts[0] : source;
  if (value?.kind === "const" && typeof value.value === "string") {
    l.module.requests.push({ source: value.value, via, start: at.start, end: at.end });
    return { kind: "import", source: value, via, start: at.start, end: at.end };
  }
  return { kind: "import", source, via, start: at.start, end: at.end };
}

/** `a?.b.c`: a test on null, the rest of the chain in its else branch. */
export function lowerChain(l: Lowering, node: es.ChainExpression): Expr {
  return lowerLinks(l, node.expression, finishPlain, undefined);
}

/** `delete a?.b` is true where the chain ends early. */
export function lowerDeleteChain(l: Lowering, node: es.ChainExpression, at: Span): Expr {
  return lowerLinks(l, node.expression, (value) => ({ kind: "unary", op: "delete", value, start: at.start, end: at.end }), true);
}

function lowerLinks(l: Lowering, node: es.Expression, finish: (value: Expr) => Expr, early: true | undefined): Expr {
  const links: Link[] = [];
  let base = node;
  for (;;) {
    if (base.type === "MemberExpression") {
      links.push(base);
      base = base.object;
    } else if (base.type === "CallExpression") {
      links.push(base);
      base = base.callee;
    } else if (base.type === "TSNonNullExpression") {
      base = base.expression;
    } else {
      break;
    }
  }
  return foldLinks(l, links, links.length - 1, lowerExpr(l, base), false, finish, early);
}

/** Applies `links[from]` down to `links[0]` to a value. `tested`: the first link's test on null stands outside already. */
function foldLinks(l: Lowering, links: Link[], from: number, base: Expr, tested: boolean, finish: (value: Expr) => Expr, early: true | undefined): Expr {
  const out: Expr[] = [];
  let value = base;
  let length = 0;
  for (let i = from; i >= 0; i--) {
    const link = links[i];
    if (link === undefined) break;
    if (link.optional && !(tested && i === from)) {
      out.push(lowerOptional(l, links, i, link, value, finish, early));
      return makeSeq(out, links[0] ?? link);
    }
    if (link.type === "MemberExpression") {
      if (++length % MAX_CHAIN === 0) {
        value = store(l, value, out)();
      }
      value = makeGet(value, lowerKey(l, link.property, link.computed), link);
    } else {
      // a method keeps its receiver
      if (value.kind !== "get" && ++length % MAX_CHAIN === 0) value = store(l, value, out)();
      value = makeCall(l, value, link);
    }
  }
  out.push(finish(value));
  return makeSeq(out, base);
}

function lowerOptional(l: Lowering, links: Link[], i: number, link: Link, value: Expr, finish: (value: Expr) => Expr, early: true | undefined): Expr {
  const at = links[0] ?? link;
  if (l.depth >= MAX_DEPTH) return lowerUnknown(l, at, "nested too deeply", [value]);
  const out: Expr[] = [];
  let tested: Expr;
  let again: Expr;
  if (link.type === "CallExpression" && value.kind === "get") {
    // The method is read twice so that the call keeps its receiver.
    const object = keep(l, value.object, out);
    const key = keep(l, value.key, out);
    tested = makeGet(object(), key(), value);
    again = makeGet(object(), key(), value);
  } else if (isStable(value)) {
    tested = value;
    again = { ...value };
  } else {
    const variable = addTemp(l);
    tested = makeAssign(readVariable(variable, value), value, true, value);
    again = readVariable(variable, value);
  }
  const test = makeBinary("==", tested, makeConst(null, value), value);
  l.depth++;
  const rest = foldLinks(l, links, i, again, true, finish, early);
  l.depth--;
  out.push(makeCond(test, makeConst(early, at), rest, at));
  return makeSeq(out, at);
}
