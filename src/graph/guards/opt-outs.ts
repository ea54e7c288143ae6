import type { Constant } from "../../ir/ir.js";
import type { Exit, Node } from "../graph.js";
import type { Solver } from "../solver.js";

const REACH = 8;

/**
 * The way is taken only when whoever runs the server sets a variable of the environment: `if (process.env.ALLOW_ALL === "true") return`. A check that can be
 * switched off so counts; one that has to be switched on does not.
 */
export function isOptOut(solver: Solver, { decisions }: Exit): boolean {
  return decisions.some(({ test, truth }) => {
    const value = whenUnset(solver, test, REACH);
    return value !== undefined && value.set && Boolean(value.constant) !== truth;
  });
}

/** What an expression gives while no variable of the environment is set; `set`: a variable decides it. */
interface Unset {
  readonly constant: Constant;
  readonly set: boolean;
}

function whenUnset(solver: Solver, node: Node, reach: number): Unset | undefined {
  const { graph } = solver;
  if (node < 0 || reach === 0) return undefined;
  const at = graph.origin(node);
  const def = graph.defs[at];
  switch (def?.kind) {
    case "const":
      return { constant: def.value, set: false };
    case "get":
      return isEnvironment(solver, def.object) ? { constant: undefined, set: true } : undefined;
    case "unary": {
      const value = def.op === "!" ? whenUnset(solver, def.value, reach - 1) : undefined;
      return value === undefined ? undefined : { constant: !value.constant, set: value.set };
    }
    case "binary":
      return compared(def.op, whenUnset(solver, def.left, reach - 1), whenUnset(solver, def.right, reach - 1));
    case "logical":
      return either(solver, def.op, whenUnset(solver, def.left, reach - 1), def.right, reach);
    case "call":
      return called(solver, at, reach);
    default: {
      const from = graph.sourcesOf(at);
      return from.length === 1 && from[0] !== undefined ? whenUnset(solver, from[0], reach - 1) : undefined;
    }
  }
}

function compared(op: string, left: Unset | undefined, right: Unset | undefined): Unset | undefined {
  if (left === undefined || right === undefined) return undefined;
  const set = left.set || right.set;
  const [a, b] = op.length === 2 ? [left.constant ?? null, right.constant ?? null] : [left.constant, right.constant];
  // what a loose comparison makes of values of two types is left open
  if (op.length === 2 && a !== null && b !== null && typeof a !== typeof b) return undefined;
  const same = a === b;
  return op === "===" || op === "==" ? { constant: same, set } : op === "!==" || op === "!=" ? { constant: !same, set } : undefined;
}

function either(solver: Solver, op: string, left: Unset | undefined, right: Node, reach: number): Unset | undefined {
  if (left === undefined) return undefined;
  const isLeft = op === "&&" ? !left.constant : op === "||" ? Boolean(left.constant) : !isNothing(left.constant);
  if (isLeft) return left;
  const other = whenUnset(solver, right, reach - 1);
  return other === undefined ? undefined : { constant: other.constant, set: left.set || other.set };
}

function isNothing(constant: Constant): boolean {
  return constant === undefined || constant === null;
}

const SAME_WORD = new Set(["trim", "toLowerCase", "toUpperCase", "toString"]);

/** A method of the text, membership in a list of the program's own, or a function without parameters of its own. */
function called(solver: Solver, node: Node, reach: number): Unset | undefined {
  const def = solver.graph.defs[node];
  if (def?.kind !== "call") return undefined;
  const { site } = def;
  if (site.method !== undefined && SAME_WORD.has(site.method)) return whenUnset(solver, site.receiver, reach - 1);
  const [first] = site.args;
  if ((site.method === "includes" || site.method === "has") && first !== undefined) {
    const looked = whenUnset(solver, first.node, reach - 1);
    return looked?.set === true && looked.constant === undefined ? { constant: false, set: true } : undefined;
  }
  const [target, ...others] = site.targets;
  if (target === undefined || others.length > 0 || site.args.length > 0) return undefined;
  const values = target.exits.map((exit) => whenUnset(solver, exit.value, reach - 1));
  const [value] = values;
  return value !== undefined && values.every((one) => one !== undefined && one.constant === value.constant) ? value : undefined;
}

function isEnvironment({ graph }: Solver, node: Node): boolean {
  const def = graph.defs[graph.origin(node)];
  if (def?.kind !== "get" || def.field !== "env") return false;
  const host = graph.origin(def.object);
  const owner = graph.defs[host];
  return (owner?.kind === "global" && (owner.name === "process" || owner.name === "Bun")) || graph.text(host) === "import.meta";
}
