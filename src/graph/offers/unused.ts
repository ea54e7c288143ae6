import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, ModuleIr, Stmt, Variable } from "../../ir/ir.js";

/** Whether a function, or one around it, has a name of its own that no code speaks of which can run: it is left over, and nobody calls it. */
export function isUnused(fn: FunctionIr): boolean {
  let unused = known.get(fn.module);
  if (unused === undefined) known.set(fn.module, (unused = findUnused(fn.module)));
  return unused.size > 0 && isWithin(fn, unused);
}

const known = new WeakMap<ModuleIr, ReadonlySet<FunctionIr>>();

function isWithin(fn: FunctionIr, functions: ReadonlySet<FunctionIr>): boolean {
  for (let at: FunctionIr | undefined = fn; at !== undefined; at = at.parent) if (functions.has(at)) return true;
  return false;
}

function findUnused(module: ModuleIr): ReadonlySet<FunctionIr> {
  // the names of a script are those of every other script, and what was not read may speak of anything
  if (isScript(module) || module.unsupported.length > 0) return new Set();
  const { named, readers } = readNames(module);
  for (const { variable } of module.exports) if (variable !== undefined) readers.set(variable, new Set([module.root]));
  const unused = new Set(named.keys());
  // a function that only left over functions call is left over as well
  for (let before = -1; before !== unused.size; ) {
    before = unused.size;
    for (const fn of unused) {
      const by = [...(named.get(fn) ?? [])].flatMap((variable) => [...(readers.get(variable) ?? [])]);
      if (by.some((reader) => !isWithin(reader, unused))) unused.delete(fn);
    }
  }
  return unused;
}

function isScript({ format, imports, exports, requests }: ModuleIr): boolean {
  return format !== "commonjs" && imports.length === 0 && exports.length === 0 && requests.length === 0;
}

interface Names {
  /** The variables that functions are bound to where they are written. */
  readonly named: Map<FunctionIr, Set<Variable>>;
  /** The functions that read a variable. */
  readonly readers: Map<Variable, Set<FunctionIr>>;
}

function readNames(module: ModuleIr): Names {
  const named: Names["named"] = new Map();
  const readers: Names["readers"] = new Map();
  const read = (nodes: Iterable<Stmt | Expr>, by: FunctionIr): void => {
    const written = new Set<Stmt | Expr>();
    for (const node of nodes) {
      if (node.kind === "var" && !written.has(node)) note(readers, node.variable, by);
      else if (node.kind === "block" || node.kind === "switch") for (const { fn, variable } of node.functions) note(named, fn, variable);
      else if (node.kind === "assign" && node.target.kind === "var") {
        written.add(node.target);
        if (node.init && node.value.kind === "function") note(named, node.value.fn, node.target.variable);
      }
    }
  };
  for (const fn of module.functions) read(nodesIn(fn.body), fn);
  for (const { superclass, decorators, members, fields } of module.classes) {
    const heads = [superclass, ...decorators, ...members.flatMap((member) => [member.key, ...member.decorators]), ...fields.flatMap((field) => field.decorators)];
    for (const head of heads) if (head !== undefined) read(nodesIn(head), module.root);
  }
  return { named, readers };
}

function note<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
