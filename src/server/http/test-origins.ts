import { childrenOf } from "../../ir/children.js";
import type { Expr, FunctionIr } from "../../ir/ir.js";
import type { Code } from "../values/code.js";

const DEEPEST = 12;

export interface Origins {
  readonly code: Code;
  /** The functions that requests are handed to: their first parameter is what the client sent. */
  readonly handlers: ReadonlySet<FunctionIr>;
}

/** request: what a client sent, or what was fetched for it · process: the command line and the environment · given: a parameter, whose caller is not asked · fixed: constants. */
export type Origin = "request" | "process" | "given" | "fixed" | "other";

/** What a value is made of, if that is one thing alone; of several things it is "other". */
export function originOf(origins: Origins, expr: Expr): Origin {
  return read(origins, expr, DEEPEST);
}

function read(origins: Origins, expr: Expr, depth: number): Origin {
  if (depth === 0) return "other";
  const all = (parts: readonly Expr[]): Origin => readAll(origins, parts, depth - 1);
  switch (expr.kind) {
    case "const":
    case "regex":
      return "fixed";
    case "global":
      return expr.name === "process" ? "process" : expr.name === "undefined" ? "fixed" : "other";
    case "var": {
      const { variable } = expr;
      const index = variable.owner.params.findIndex((param) => param.variable === variable);
      if (index >= 0) return index === 0 && origins.handlers.has(variable.owner) ? "request" : "given";
      const writes = origins.code.writesOf(variable);
      return writes.length === 0 ? "other" : all(writes);
    }
    case "await":
      return expr.value.kind === "call" && isFetched(origins, expr.value, depth - 1) ? "request" : read(origins, expr.value, depth - 1);
    case "call": {
      const args = expr.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
      const { callee } = expr;
      // what a method makes of a value is made of that value; `Number` and `JSON.parse` add nothing of their own
      if (callee.kind === "global" || (callee.kind === "get" && callee.object.kind === "global" && callee.object.name !== "process")) return all(args);
      return callee.kind === "get" ? all([callee.object, ...args.filter(({ kind }) => kind !== "function")]) : "other";
    }
    case "get":
    case "item":
    case "rest":
    case "unary":
    case "binary":
    case "logical":
    case "cond":
    case "template":
      return all(childrenOf(expr) as Expr[]); // an expression holds expressions alone
    default:
      return "other";
  }
}

/** Something is waited for that takes part of the request, or that a library makes of what a function is given. */
function isFetched(origins: Origins, call: Extract<Expr, { kind: "call" }>, depth: number): boolean {
  const made = call.args.map((arg) => read(origins, arg.kind === "spread" ? arg.value : arg, depth));
  if (made.includes("request")) return true;
  return call.callee.kind === "global" && call.callee.name === "fetch" && made.includes("given");
}

function readAll(origins: Origins, parts: readonly Expr[], depth: number): Origin {
  let only: Origin = "fixed";
  for (const part of parts) {
    const origin = read(origins, part, depth);
    if (origin === "fixed" || origin === only) continue;
    if (origin === "other" || only !== "fixed") return "other";
    only = origin;
  }
  return only;
}
