import { nodesIn } from "../../ir/children.js";
import type { Expr, ModuleIr } from "../../ir/ir.js";
import type { Program } from "../../program/program.js";

/** Something of the program's own stands where the console or its stream stood: it is assigned, or `Object.assign` and its like put it there. */
export function isRedirected({ modules }: Pick<Program, "modules">): boolean {
  return [...modules.values()].some((module) => /\bconsole\b|\bstdout\b/.test(module.text) && redirects(module));
}

function redirects({ functions }: ModuleIr): boolean {
  for (const { body } of functions) {
    for (const node of nodesIn(body)) {
      if (node.kind === "assign" && isReplaced(node.target)) return true;
      if (node.kind !== "call" || node.callee.kind !== "get" || !/^(?:assign|definePropert(?:y|ies)|set)$/.test(keyOf(node.callee) ?? "")) continue;
      const { object } = node.callee;
      const [target] = node.args;
      if (object.kind === "global" && (object.name === "Object" || object.name === "Reflect") && target !== undefined && target.kind !== "spread" && (isConsole(target) || isStdout(target) || isProcess(target))) return true;
    }
  }
  return false;
}

function isReplaced(target: Expr): boolean {
  if (isConsole(target)) return true;
  if (target.kind !== "get") return false;
  const key = keyOf(target);
  return (isConsole(target.object) && (key === undefined || key === "log" || key === "info")) || (isStdout(target.object) && (key === undefined || key === "write"));
}

function isConsole(expr: Expr): boolean {
  return isGlobal(expr, "console");
}

function isStdout(expr: Expr): boolean {
  return expr.kind === "get" ? keyOf(expr) === "stdout" && isProcess(expr.object) : expr.kind === "var" && expr.variable.name === "stdout";
}

/** The global, or what a module calls by its name: `import process from "node:process"`. */
function isProcess(expr: Expr): boolean {
  return isGlobal(expr, "process") || (expr.kind === "var" && expr.variable.name === "process");
}

function isGlobal(expr: Expr, name: string): boolean {
  if (expr.kind === "global") return expr.name === name;
  return expr.kind === "get" && keyOf(expr) === name && expr.object.kind === "global" && /^(?:globalThis|global)$/.test(expr.object.name);
}

/** The name that is read, if it is written out. */
function keyOf({ key }: Extract<Expr, { kind: "get" }>): string | undefined {
  return key.kind === "const" && typeof key.value === "string" ? key.value : undefined;
}
