import { nodesIn } from "../../ir/children.js";
import type { Expr, ModuleIr, Variable } from "../../ir/ir.js";
import { importedVariable } from "../../program/imported.js";
import { ITERATOR } from "../fields.js";
import { ANY_FIELD, type Def, type Node } from "../graph.js";
import type { Walk } from "./walk.js";

/** The field that a computed key names: the constant it holds, or any. */
export function fieldOf(walk: Walk, key: Node): string {
  const def = staticDef(walk, key, 8);
  if (def?.kind === "const" && (typeof def.value === "string" || typeof def.value === "number")) return String(def.value);
  const imported = importedKey(walk, key);
  if (imported !== undefined) return imported;
  const object = def?.kind === "get" && (def.field === "iterator" || def.field === "asyncIterator") ? walk.graph.defs[def.object] : undefined;
  if (object?.kind !== "global" || object.name !== "Symbol") return ANY_FIELD;
  walk.iterators = true;
  return ITERATOR;
}

/** What made a value, seen through variables that are written once and fields of literals. */
function staticDef(walk: Walk, node: Node, reach: number): Def | undefined {
  const { graph } = walk;
  const def = graph.defs[graph.origin(node)];
  if (reach === 0) return def;
  if (def?.kind === "get") {
    const object = staticDef(walk, def.object, reach - 1);
    const field = object?.kind === "object" && object.spreads.length === 0 ? object.fields.get(def.field) : undefined;
    return field === undefined ? def : staticDef(walk, field, reach - 1);
  }
  const [from, ...others] = graph.sourcesOf(graph.origin(node));
  const isPlain = def === undefined || (def.kind === "cell" && def.variable.writes === 1);
  return isPlain && from !== undefined && others.length === 0 ? staticDef(walk, from, reach - 1) : def;
}

/** `TOOL.name` of an object that another module writes out. Imports are bound when all is walked, so the module's tree is asked. */
function importedKey(walk: Walk, key: Node): string | undefined {
  const { graph } = walk;
  const path: string[] = [];
  let def = graph.defs[graph.origin(key)];
  for (; def?.kind === "get" && path.length < DEEPEST; def = graph.defs[graph.origin(def.object)]) path.unshift(def.field);
  if (def?.kind !== "cell" || def.variable.kind !== "import") return undefined;
  const variable = importedVariable({ resolve: ({ root }, source) => walk.resolve(root, source) }, def.variable.owner.module, def.variable);
  const value = variable === undefined ? undefined : writtenAt(variable, path, DEEPEST);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

const DEEPEST = 4;

/** What a module writes out for a field of a variable that it writes once, and whose fields it leaves alone. */
function writtenAt(variable: Variable, path: readonly string[], reach: number): unknown {
  if (variable.writes !== 1 || variable.owner.kind !== "module") return undefined;
  const { first, changed } = writesOf(variable.owner.module);
  if (path.length > 0 && changed.has(variable)) return undefined;
  let at = first.get(variable);
  for (const field of path) {
    if (at?.kind !== "object" || at.properties.some(({ key }) => key?.kind !== "const")) return undefined;
    at = at.properties.findLast(({ key }) => key?.kind === "const" && String(key.value) === field)?.value;
  }
  if (at?.kind === "var" && reach > 0) return writtenAt(at.variable, [], reach - 1);
  return at?.kind === "const" ? at.value : undefined;
}

interface Writes {
  /** What variables of the module are first given. */
  readonly first: ReadonlyMap<Variable, Expr>;
  /** Those of which a member is written somewhere in the module, or that are handed to a call. */
  readonly changed: ReadonlySet<Variable>;
}

const written = new WeakMap<ModuleIr, Writes>();

function writesOf(module: ModuleIr): Writes {
  const known = written.get(module);
  if (known !== undefined) return known;
  const first = new Map<Variable, Expr>();
  const changed = new Set<Variable>();
  for (const node of nodesIn(module.root.body)) if (node.kind === "assign" && node.target.kind === "var" && node.init) first.set(node.target.variable, node.value);
  for (const fn of module.functions) {
    for (const node of nodesIn(fn.body)) {
      if (node.kind === "assign" && node.target.kind === "get") add(changed, node.target.object);
      else if (node.kind === "call") for (const arg of node.args) if (arg.kind !== "spread") add(changed, arg);
    }
  }
  const found = { first, changed };
  written.set(module, found);
  return found;
}

/** The variable that an object is read from. */
function add(changed: Set<Variable>, node: Expr): void {
  let at = node;
  while (at.kind === "get") at = at.object;
  if (at.kind === "var") changed.add(at.variable);
}
