import type { Constant, Expr, FunctionIr, Span, Stmt, Variable } from "../../ir/ir.js";
import { endsProcess } from "../../graph/build/statements.js";
import type { CallSite, FunctionNodes } from "../../graph/graph.js";
import type { Code } from "../values/code.js";

/** The parameters of a function that a call gives constants for. */
export type Known = ReadonlyMap<Variable, Constant>;

/** How a test comes out: true or false, undefined where that is open, "other" where it tells another way of running. */
export type Outcome = boolean | "other" | undefined;

/** What a call hands over in constants, written there or known of the parameters of the function that it stands in. */
export function constantsGiven(code: Code, site: CallSite, target: FunctionNodes, known: Known): Known {
  const { graph } = code.solver;
  const given = new Map<Variable, Constant>();
  if (site.args.some(({ spread }) => spread)) return given;
  target.fn.params.forEach(({ variable, rest }, index) => {
    const node = site.args[index]?.node;
    if (node === undefined || rest || code.writesOf(variable).length > 0) return;
    const def = graph.defs[graph.origin(node)];
    const passed = def?.kind === "param" ? def.fn.params[def.index]?.variable : undefined;
    if (def?.kind === "const") given.set(variable, def.value);
    else if (passed !== undefined && known.has(passed)) given.set(variable, known.get(passed));
  });
  return given;
}

/** Whether a function that is called with these constants never comes to a place in it. `ask`: how a test that they leave open comes out. */
export function isShut(fn: FunctionIr, place: Span, known: Known, ask: (test: Expr) => Outcome): boolean {
  return isShutIn({ known, ask, place }, fn.body);
}

interface Search {
  readonly known: Known;
  readonly ask: (test: Expr) => Outcome;
  readonly place: Span;
}

function holds({ place }: Search, span: Span | undefined): boolean {
  return span !== undefined && span.start <= place.start && place.end <= span.end;
}

function isShutIn(search: Search, stmt: Stmt): boolean {
  switch (stmt.kind) {
    case "block": {
      const at = stmt.body.findIndex((one) => holds(search, one));
      if (stmt.body.slice(0, Math.max(at, 0)).some((one) => one.kind === "if" && one.else === undefined && leaves(one.then) && outcomeOf(search, one.test) !== false && outcomeOf(search, one.test) !== undefined)) return true;
      const inside = stmt.body[at];
      return inside !== undefined && isShutIn(search, inside);
    }
    case "if": {
      const side = holds(search, stmt.then) ? stmt.then : holds(search, stmt.else) ? stmt.else : undefined;
      return side !== undefined && (outcomeOf(search, stmt.test) === (side !== stmt.then) || isShutIn(search, side));
    }
    case "try":
      return [stmt.body, stmt.handler, stmt.finalizer].some((one) => one !== undefined && holds(search, one) && isShutIn(search, one));
    case "loop":
    case "each":
    case "label":
      return holds(search, stmt.body) && isShutIn(search, stmt.body);
    default:
      return false;
  }
}

/** What stands behind it does not run. */
function leaves(stmt: Stmt): boolean {
  if (stmt.kind === "block") return stmt.body.some(leaves);
  return stmt.kind === "return" || stmt.kind === "throw" || (stmt.kind === "expr" && endsProcess(stmt.value));
}

function outcomeOf(search: Search, test: Expr): Outcome {
  if (test.kind === "unary" && test.op === "!") {
    const inner = outcomeOf(search, test.value);
    return typeof inner === "boolean" ? !inner : inner;
  }
  if (test.kind === "logical" && test.op !== "??") {
    const [left, right] = [outcomeOf(search, test.left), outcomeOf(search, test.right)];
    const decides = test.op === "||";
    if (left === decides || right === decides) return decides;
    return left === !decides ? right : right === !decides ? left : undefined;
  }
  if (test.kind === "binary" && /^[!=]==?$/.test(test.op)) {
    const [left, right] = [constantOf(search, test.left), constantOf(search, test.right)];
    if (left !== undefined && right !== undefined) return (left.value === right.value) === (test.op[0] === "=");
  }
  return search.ask(test);
}

function constantOf({ known }: Search, expr: Expr): { readonly value: Constant } | undefined {
  if (expr.kind === "const") return { value: expr.value };
  return expr.kind === "var" && known.has(expr.variable) ? { value: known.get(expr.variable) } : undefined;
}
