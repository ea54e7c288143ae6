import type { Expr, FunctionIr } from "../../ir/ir.js";
import { asksInside, enter, judge, type Scope } from "../values/asked.js";
import type { Walking } from "./way.js";
import { bodyOf } from "./ways.js";

const MOST_HOPS = 6;

/** A function of the program that asks, and whose result is tested. */
export interface Told {
  readonly fn: FunctionIr;
  readonly scope: Scope;
  /** The test on what the function gives: it, a field of it, or what either is compared with. */
  readonly wanted: (value: Expr) => Expr;
}

/** The function whose result is the test, directly, through a variable or by a field of it: `if (!check(req).ok)`. */
export function resultOf(walking: Walking, scope: Scope, test: Expr): Told | undefined {
  if (test.kind === "binary" && /^[!=]==?$/.test(test.op) && (isFixed(test.right) || isFixed(test.left))) {
    const [left, right] = isFixed(test.right) ? [test.left, test.right] : [test.right, test.left];
    const inner = resultOf(walking, scope, left);
    return inner === undefined || left.kind === "binary" ? undefined : { ...inner, wanted: (value) => ({ ...test, left: inner.wanted(value), right, start: value.start, end: value.end }) };
  }
  let at = { expr: test, scope };
  const fields: string[] = [];
  for (let hops = 0; hops < MOST_HOPS && at.expr.kind !== "call"; hops += 1) {
    const { expr } = at;
    if (expr.kind === "get" && expr.key.kind === "const" && expr.object.kind !== "global") {
      fields.unshift(String(expr.key.value));
      at = { ...at, expr: expr.object };
    } else {
      const next = before(walking, at.scope, expr);
      if (next === undefined) return undefined;
      at = next;
    }
  }
  if (at.expr.kind !== "call") return undefined;
  const target = bodyOf(walking, at.scope, at.expr);
  if (target === undefined) return undefined;
  const args = at.expr.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
  const from = at.scope;
  if (!asksInside(walking.judge, target.fn) && !args.some((arg) => judge(walking.judge, from, arg, 8).about)) return undefined;
  // what a library gives has fields of its own
  if (fields.length > 0 && !walking.judge.code.returnsOf(target.fn).some((value) => value.kind === "object")) return undefined;
  return { fn: target.fn, scope: enter(target.scope, target.fn, args), wanted: (value) => fields.reduce<Expr>((object, key) => ({ kind: "get", object, key: { kind: "const", value: key, start: value.start, end: value.end }, start: value.start, end: value.end }), value) };
}

const isFixed = (expr: Expr): boolean => (expr.kind === "const" && (typeof expr.value === "boolean" || expr.value === null || expr.value === undefined)) || (expr.kind === "global" && expr.name === "undefined");

/** What a variable was given, or what is waited for. */
function before({ judge: { code } }: Walking, scope: Scope, expr: Expr): { readonly expr: Expr; readonly scope: Scope } | undefined {
  if (expr.kind === "await") return { expr: expr.value, scope };
  if (expr.kind !== "var") return undefined;
  const given = scope.given.get(expr.variable);
  if (given !== undefined) return given;
  const [only, ...others] = code.writesOf(expr.variable);
  return only === undefined || others.length > 0 ? undefined : { expr: only, scope };
}

/** What is written for the field of an object that is written out, where a test asks for it; for one that is not written there, nothing. */
export function memberOf(walking: Walking, scope: Scope, test: Expr): Expr | undefined {
  if (test.kind !== "get" || test.key.kind !== "const") return undefined;
  const object = test.object.kind === "get" ? memberOf(walking, scope, test.object) : test.object;
  if (object?.kind !== "object" || object.properties.some(({ kind }) => kind !== "value")) return undefined;
  const name = test.key.value;
  const property = object.properties.findLast(({ key }) => key?.kind === "const" && key.value === name);
  return property?.value ?? { kind: "const", value: undefined, start: test.start, end: test.end };
}
