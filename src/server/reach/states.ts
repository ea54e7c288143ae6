import { nodesIn } from "../../ir/children.js";
import type { Location } from "../../finding.js";
import type { ClassIr, Expr, FunctionIr, Variable } from "../../ir/ir.js";
import { importedVariable } from "../../program/imported.js";
import { locate, type Program } from "../../program/program.js";
import { assignmentsAtLoad } from "../values/code.js";
import type { StateUse } from "../view/view.js";

/** Something that outlives a call: a variable of a module, or a field of a class. */
interface State {
  readonly name: string;
  readonly location: Location;
  /** Some function changes it. */
  changed: boolean;
}

interface Use {
  readonly state: State;
  readonly writes: boolean;
}

/** What the functions of a program use of what outlives them. */
export type States = ReadonlyMap<FunctionIr, readonly Use[]>;

/** Methods that change what they are called on. */
const CHANGES = new Set(["set", "add", "delete", "clear", "push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"]);
const KEPT = new Set<Variable["kind"]>(["let", "const", "var"]);

/** Finds what functions read and change of variables of modules and fields of classes. */
export function findStates(program: Program): States {
  const variables = new Map<Variable, State>();
  const fields = new Map<ClassIr, Map<string, State>>();
  const uses = new Map<FunctionIr, Use[]>();
  const stateOf = (fn: FunctionIr, expr: Expr): State | undefined => {
    const root = rootOf(expr);
    if (root.kind === "var") {
      const variable = root.variable.kind === "import" ? importedVariable(program, fn.module, root.variable) : root.variable;
      if (variable === undefined || variable.owner.kind !== "module" || !KEPT.has(variable.kind)) return undefined;
      return known(variables, variable, () => ({ name: variable.name, location: declared(variable), changed: false }));
    }
    const cls = root.kind === "get" ? classAround(fn) : undefined;
    if (cls === undefined || root.kind !== "get" || root.key.kind !== "const" || typeof root.key.value !== "string") return undefined;
    const name = root.key.value;
    return known(known(fields, cls, () => new Map<string, State>()), name, () => ({ name: `${cls.name || "class"}.${name}`, location: locate(cls.module, { start: cls.start, end: cls.start }), changed: false }));
  };
  for (const module of program.modules.values()) {
    for (const fn of module.functions) {
      if (fn.kind === "module" || fn.kind === "init" || fn.kind === "static-init") continue;
      const own: Use[] = [];
      const note = (expr: Expr, writes: boolean): void => {
        const state = stateOf(fn, expr);
        if (state === undefined) return;
        if (writes && fn.kind !== "constructor") state.changed = true;
        own.push({ state, writes });
      };
      for (const node of nodesIn(fn.body)) {
        if (node.kind === "assign") note(node.target, true);
        else if (node.kind === "unary" && node.op === "delete") note(node.value, true);
        else if (node.kind === "call" && node.callee.kind === "get" && node.callee.key.kind === "const" && CHANGES.has(String(node.callee.key.value))) note(node.callee.object, true);
        else if (node.kind === "var" || node.kind === "get") note(node, false);
      }
      if (own.length > 0) uses.set(fn, own);
    }
  }
  return uses;
}

/** What functions use of what some function changes, in the order of places. */
export function stateUses(states: States, functions: readonly FunctionIr[]): StateUse[] {
  const found = new Map<State, boolean>();
  for (const fn of functions) for (const { state, writes } of states.get(fn) ?? []) if (state.changed) found.set(state, writes || found.get(state) === true);
  const uses = [...found].map(([{ name, location }, writes]): StateUse => ({ name, access: writes ? "writes" : "reads", location }));
  return uses.sort((a, b) => (a.location.file < b.location.file ? -1 : a.location.file > b.location.file ? 1 : a.location.line - b.location.line || (a.name < b.name ? -1 : 1)));
}

/** `a` of `a.b.c`, and `this.a` of `this.a.b`. */
function rootOf(expr: Expr): Expr {
  let at = expr;
  while (at.kind === "get" && at.object.kind !== "this") at = at.object;
  return at;
}

/** The class whose instance `this` is in a function. */
function classAround(fn: FunctionIr): ClassIr | undefined {
  let at: FunctionIr | undefined = fn;
  while (at?.kind === "arrow") at = at.parent;
  return at?.owner;
}

function declared(variable: Variable): Location {
  const { module } = variable.owner;
  return locate(module, assignmentsAtLoad(module).get(variable)?.[0]?.target ?? { start: 0, end: 0 });
}

function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
