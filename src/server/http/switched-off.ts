import { nodesIn } from "../../ir/children.js";
import type { Expr } from "../../ir/ir.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { judge, makeJudge, type Scope } from "../values/asked.js";
import { callOf } from "./chains.js";
import { type Code } from "../values/code.js";

const DEEPEST = 6;

/** Whether an option that a library's check needs comes out false while nobody sets the setting that it is read from: nothing is compared then. */
export function isOffByDefault(code: Code, { row, site }: Registration): boolean {
  const call = callOf(code, site);
  if (call === undefined) return false;
  const scope: Scope = { module: site.fn.module, given: new Map(), requests: new Set() };
  return (row.when ?? []).some(({ at, is }) => {
    const [, index, fields] = /^arg\((\d+)\)((?:\.\w+)*)$/.exec(at) ?? [];
    const arg = index === undefined ? undefined : call.args[Number(index)];
    if (is !== "set" || arg === undefined || arg.kind === "spread") return false;
    const option = fieldOf(code, arg, (fields ?? "").split(".").slice(1), DEEPEST);
    if (option === undefined || !isOwn(code, option, DEEPEST)) return false;
    const { known, setting } = judge(makeJudge(code, "host", new Map()), scope, option);
    return setting && known !== undefined && !known.value;
  });
}

/** What is written for a field of an object. */
function fieldOf(code: Code, expr: Expr, path: readonly string[], depth: number): Expr | undefined {
  const [field, ...rest] = path;
  if (field === undefined || depth === 0) return expr;
  if (expr.kind === "var") {
    const [only, ...others] = code.writesOf(expr.variable);
    return only === undefined || others.length > 0 ? undefined : fieldOf(code, only, path, depth - 1);
  }
  if (expr.kind !== "object") return undefined;
  const property = expr.properties.findLast(({ key }) => key?.kind === "const" && key.value === field);
  return property === undefined ? undefined : fieldOf(code, property.value, rest, depth - 1);
}

/** No parameter is in it, which a caller may fill as it likes. */
function isOwn(code: Code, expr: Expr, depth: number): boolean {
  if (depth === 0) return false;
  return [...nodesIn(expr)].every((node) => node.kind !== "var" || (node.variable.kind !== "param" && code.writesOf(node.variable).every((one) => isOwn(code, one, depth - 1))));
}
