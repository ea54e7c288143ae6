import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, ModuleIr, Variable } from "../../ir/ir.js";
import type { CallSite, FunctionNodes } from "../../graph/graph.js";
import type { Solver } from "../../graph/solver.js";

export type Call = Extract<Expr, { kind: "call" | "new" }>;

/** The program's text and tree with what the graph knows of it: which functions a call runs, what a variable is given. */
export interface Code {
  readonly solver: Solver;
  /** The site of a call. */
  siteOf(module: ModuleIr, call: Call): CallSite | undefined;
  /** The only function of the program that a call may run. */
  targetOf(module: ModuleIr, call: Call): FunctionNodes | undefined;
  /** What is assigned to a variable, anywhere. */
  writesOf(variable: Variable): readonly Expr[];
  /** What a function may return; `undefined` is not among them where it ends without saying so. */
  returnsOf(fn: FunctionIr): readonly Expr[];
}

/** Reads what it is asked for when it is asked, and keeps it. */
export function readCode(solver: Solver): Code {
  const sites = new Map<ModuleIr, Map<number, CallSite[]>>();
  const writes = new Map<FunctionIr, Map<Variable, Expr[]>>();
  const returns = new Map<FunctionIr, Expr[]>();
  const siteOf = (module: ModuleIr, { start, end }: Call): CallSite | undefined => {
    if (sites.size === 0) {
      for (const site of solver.graph.calls) {
        let byEnd = sites.get(site.fn.module);
        if (byEnd === undefined) sites.set(site.fn.module, (byEnd = new Map()));
        const list = byEnd.get(site.end);
        if (list === undefined) byEnd.set(site.end, [site]);
        else list.push(site);
      }
    }
    return sites.get(module)?.get(end)?.find((site) => site.start === start);
  };
  return {
    solver,
    siteOf,
    targetOf(module, call) {
      const targets = siteOf(module, call)?.targets ?? [];
      const [first] = targets;
      return first !== undefined && targets.every((one) => one === first) ? first : undefined;
    },
    writesOf(variable) {
      let known = writes.get(variable.owner);
      if (known === undefined) writes.set(variable.owner, (known = readWrites(variable.owner)));
      return known.get(variable) ?? [];
    },
    returnsOf(fn) {
      let known = returns.get(fn);
      if (known === undefined) {
        known = [];
        for (const node of nodesIn(fn.body)) if (node.kind === "return") known.push(node.value ?? { kind: "const", value: undefined, start: node.start, end: node.end });
        returns.set(fn, known);
      }
      return known;
    },
  };
}

function readWrites(fn: FunctionIr): Map<Variable, Expr[]> {
  const found = new Map<Variable, Expr[]>();
  for (const one of [fn, ...fn.module.functions.filter((inner) => isWithin(inner, fn))]) {
    for (const node of nodesIn(one.body)) {
      if (node.kind !== "assign" || node.target.kind !== "var") continue;
      const list = found.get(node.target.variable);
      if (list === undefined) found.set(node.target.variable, [node.value]);
      else list.push(node.value);
    }
  }
  return found;
}

function isWithin(fn: FunctionIr, outer: FunctionIr): boolean {
  for (let at = fn.parent; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

type Assignment = Extract<Expr, { kind: "assign" }>;

const assignments = new WeakMap<ModuleIr, ReadonlyMap<Variable, readonly Assignment[]>>();

/** What a module gives its variables while it is loaded, in order. */
export function assignmentsAtLoad(module: ModuleIr): ReadonlyMap<Variable, readonly Assignment[]> {
  let known = assignments.get(module);
  if (known !== undefined) return known;
  const found = new Map<Variable, Assignment[]>();
  for (const node of nodesIn(module.root.body)) {
    if (node.kind !== "assign" || node.target.kind !== "var") continue;
    const list = found.get(node.target.variable);
    if (list === undefined) found.set(node.target.variable, [node]);
    else list.push(node);
  }
  assignments.set(module, (known = found));
  return known;
}

/** The text of a stretch of a module, on one line. */
export function textOf(module: ModuleIr, { start, end }: { start: number; end: number }): string {
  return module.text.slice(start, end).replace(/\s+/g, " ");
}

const COMMENTS = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const codes = new WeakMap<FunctionIr, string>();

/** A function's text without its comments. */
export function codeOf(fn: FunctionIr): string {
  let code = codes.get(fn);
  if (code === undefined) codes.set(fn, (code = fn.module.text.slice(fn.start, fn.end).replace(COMMENTS, "")));
  return code;
}
