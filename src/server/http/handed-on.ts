import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, Span, Stmt, Variable } from "../../ir/ir.js";
import type { Scope } from "../values/asked.js";
import { type Call, textOf } from "../values/code.js";
import { inWords } from "../../text/credential-names.js";
import type { Walking } from "./way.js";

/** What looks at who sends a request. */
const CHECKS = /^(?:o?auth(?!or(?!i))\w*|verif\w*|check\w*|assert\w*|ensure\w*|requires?|valid\w*|guard\w*|protect\w*|identif\w*)$/;
/** Who that is. */
const IDENTITIES = /^(?:auth|users?|identity|principal|caller|claims|account|tenant|who)$/;
/** What looks at something else. */
const OTHERS = /^(?:body|json|raw|ip|address|log|logger|metrics?|count|trace|limit|limiter|throttle)$/;
/** What holds all that a request brings, or all of its headers. */
const WHOLE = new Set(["headers", "rawHeaders", "raw", "req", "request"]);

/**
 * Whether the function in which a test stands hands the whole request, or all its headers, to something that is not known and may refuse it. Law: something is tested that it gave or that was
 * made with it, it is given what comes next, or it is called a check and its fault is the refusal; what only counts requests refuses none.
 */
export function isHandedOn({ judge: { code }, goal }: Walking, scope: Scope, test: Expr): boolean {
  const fn = scope.module.functions.filter(({ kind, start, end }) => kind !== "module" && start <= test.start && test.end <= end).at(-1);
  const request = fn?.params[0]?.variable;
  if (fn === undefined || request === undefined || !scope.requests.has(request)) return false;
  const nodes = [...nodesIn(fn.body)];
  return nodes.some((node) => {
    if ((node.kind !== "call" && node.kind !== "new") || !argsOf(node).some((arg) => isWhole(arg, request, 3))) return false;
    if (goal.isCall(scope.module, node) || (code.siteOf(scope.module, node)?.targets.length ?? 0) > 0) return false;
    return mayRefuse(fn, nodes, node);
  });
}

function argsOf(call: Call): Expr[] {
  return call.args.map((arg) => (arg.kind === "spread" ? arg.value : arg));
}

function isWhole(expr: Expr, request: Variable, depth: number): boolean {
  const inner = (one: Expr): boolean => depth > 0 && isWhole(one, request, depth - 1);
  switch (expr.kind) {
    case "var":
      return expr.variable === request;
    case "get":
      return expr.key.kind === "const" && WHOLE.has(String(expr.key.value)) && inner(expr.object);
    case "object":
      return expr.properties.some(({ value }) => inner(value));
    case "call":
    case "new":
      return argsOf(expr).some(inner);
    default:
      return false;
  }
}

function mayRefuse(fn: FunctionIr, nodes: readonly (Stmt | Expr)[], call: Call): boolean {
  const callee = wordsOf(fn, call.callee);
  if (callee.some((word) => OTHERS.test(word))) return false;
  if (callee.some((word) => CHECKS.test(word))) return true;
  if (argsOf(call).some((arg) => arg.kind === "function" || (arg.kind === "var" && fn.params.slice(1).some(({ variable }) => variable === arg.variable && /next|done/i.test(variable.name))))) return true;
  const holders = new Set<Variable>();
  for (const node of nodes) {
    if (node.kind === "assign" && isWithin(call, node.value)) {
      if (node.target.kind === "var") holders.add(node.target.variable);
      if (wordsOf(fn, node.target).some((word) => IDENTITIES.test(word))) return true;
    }
  }
  return nodes.some((node) => testsIn(node).some((one) => isWithin(call, one) || [...nodesIn(one)].some((part) => part.kind === "var" && holders.has(part.variable))));
}

function wordsOf(fn: FunctionIr, expr: Expr): string[] {
  return inWords(textOf(fn.module, expr)).toLowerCase().split(/[^a-z\d]+/);
}

function testsIn(node: Stmt | Expr): Expr[] {
  switch (node.kind) {
    case "if":
    case "cond":
      return [node.test];
    case "loop":
      return node.test === undefined ? [] : [node.test];
    case "switch":
      return [node.value];
    case "logical":
      return [node.left];
    default:
      return [];
  }
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
