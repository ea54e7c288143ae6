import { nodesIn } from "../../ir/children.js";
import type { Expr, FunctionIr, ModuleIr, Stmt, Variable } from "../../ir/ir.js";
import { readsOf } from "../../graph/nodes-of.js";
import type { Solver } from "../../graph/solver.js";
import { assignmentsAtLoad } from "../values/code.js";
import { type SettingsOf, settingAt } from "../values/settings.js";
import { importedVariable } from "../../program/imported.js";

/** Where a program reads settings of whoever starts it. */
export interface SettingReads {
  readonly solver: Solver;
  /** Names by the place of the read: the module's path and offsets. */
  readonly names: ReadonlyMap<string, string>;
  readonly known: Map<Variable, ReadonlySet<string>>;
  /** Those that fields of objects are made from, by the field's value. */
  readonly parts: Map<Expr, ReadonlySet<string>>;
}

/** Finds all reads of settings. */
export function findSettingReads(solver: Solver, settings: SettingsOf): SettingReads {
  const { graph } = solver;
  const names = new Map<string, string>();
  for (const node of readsOf(graph, (field) => !field.startsWith("%"))) {
    const def = graph.defs[node];
    if (def?.kind !== "get") continue;
    const setting = settingAt(settings, solver, def.object, def.field);
    if (setting !== undefined) names.set(keyOf(graph.module(node), { start: graph.starts[node] ?? 0, end: graph.ends[node] ?? 0 }), setting.name);
  }
  return { solver, names, known: new Map(), parts: new Map() };
}

/** The names of the settings that functions read themselves, or through what modules keep of them. Sorted. */
export function settingsRead(reads: SettingReads, functions: readonly FunctionIr[]): string[] {
  if (reads.names.size === 0) return [];
  const found = new Set<string>();
  for (const fn of functions) collect(reads, fn.module, fn.body, found);
  return [...found].sort();
}

function collect(reads: SettingReads, module: ModuleIr, root: Stmt | Expr, found: Set<string>): void {
  // the variables of which one field alone is read
  const parts = new Set<Expr>();
  for (const node of nodesIn(root)) {
    if (node.kind === "get") {
      const name = reads.names.get(keyOf(module, node));
      if (name !== undefined) found.add(name);
      const part = partRead(reads, module, node);
      if (part === undefined) continue;
      parts.add(node.object);
      for (const kept of keptAt(reads, part.module, part.value)) found.add(kept);
    } else if (node.kind === "var" && !parts.has(node)) for (const name of keptIn(reads, module, node.variable)) found.add(name);
  }
}

/** What stands in the one field that is read of an object which a module writes out, where that is the only value of its variable: its other fields are not read. */
function partRead(reads: SettingReads, module: ModuleIr, { object, key }: Extract<Expr, { kind: "get" }>): { readonly module: ModuleIr; readonly value: Expr } | undefined {
  const own = object.kind === "var" && key.kind === "const" ? ownVariable(reads, module, object.variable) : undefined;
  if (own === undefined || own.owner.kind !== "module" || key.kind !== "const") return undefined;
  const [only, ...others] = assignmentsAtLoad(own.owner.module).get(own) ?? [];
  if (only?.value.kind !== "object" || others.length > 0 || only.value.properties.some((one) => one.key?.kind !== "const")) return undefined;
  const field = only.value.properties.find((one) => one.key?.kind === "const" && one.key.value === key.value);
  // a field that refers back to its own object is read with all of it
  return field === undefined ? undefined : { module: own.owner.module, value: field.value };
}

/** The settings that a field of an object is made from. */
function keptAt(reads: SettingReads, module: ModuleIr, value: Expr): ReadonlySet<string> {
  const known = reads.parts.get(value);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // what refers to itself adds nothing
  reads.parts.set(value, found);
  collect(reads, module, value, found);
  return found;
}

function ownVariable(reads: SettingReads, module: ModuleIr, read: Variable): Variable | undefined {
  return read.kind === "import" ? importedVariable(reads.solver.program, module, read) : read;
}

/** The settings from which a variable of a module is made when the module is loaded. */
function keptIn(reads: SettingReads, module: ModuleIr, read: Variable): ReadonlySet<string> {
  const own = ownVariable(reads, module, read);
  if (own === undefined || own.owner.kind !== "module") return NONE;
  const known = reads.known.get(own);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // what refers to itself adds nothing
  reads.known.set(own, found);
  for (const { value } of assignmentsAtLoad(own.owner.module).get(own) ?? []) collect(reads, own.owner.module, value, found);
  return found;
}

const NONE: ReadonlySet<string> = new Set();

function keyOf({ path }: ModuleIr, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${start} ${end} ${path}`;
}
