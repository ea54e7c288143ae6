import type { ModuleIr } from "../ir/ir.js";
import type { Resolution } from "../program/program.js";
import { memberOf } from "../models/api.js";
import { derive } from "./fields.js";
import { ANY_FIELD, type Node, OP } from "./graph.js";
import { addApi, addToken, connect, fieldOf, listenToFields, objectToken, type Solver } from "./solver.js";
import { newToken, type Token } from "./tokens.js";
import { cellOf } from "./build/walk.js";

/** The object `module` of a CommonJS module, and the node of its `exports`. */
export function moduleObject(solver: Solver, module: ModuleIr): { token: Token; exports: Node } {
  let entry = solver.moduleObjects.get(module);
  if (entry === undefined) {
    const { graph } = solver;
    const home = graph.add(module.root, { start: 0, end: 0 });
    const token = objectToken(solver, home);
    const exports = fieldOf(solver, token, "exports");
    solver.moduleObjects.set(module, (entry = { token, exports }));
    addToken(solver, exports, objectToken(solver, graph.add(module.root, { start: 0, end: 0 })));
  }
  return entry;
}

/** The object that `import * as` gives. */
export function namespaceToken(solver: Solver, module: ModuleIr): Token {
  let token = solver.namespaces.get(module);
  if (token === undefined) solver.namespaces.set(module, (token = newToken(solver, { kind: "namespace", module })));
  return token;
}

/** What is to be done, and gives what is to be done next. */
type Step = () => readonly Step[];

/** A step that nothing follows from. */
function last(run: () => void): Step {
  return () => {
    run();
    return [];
  };
}

/** Takes each step with all that follows from it before the next one. Without recursion: a chain of re-exports may be longer than the stack is deep. */
function takeSteps(first: Step): void {
  const work = [first];
  for (let step = work.pop(); step !== undefined; step = work.pop()) for (const next of [...step()].reverse()) work.push(next);
}

/** `to` holds what the module exports under a name. */
export function addExport(solver: Solver, module: ModuleIr, name: string, to: Node): void {
  const seen = new Set<ModuleIr>();
  takeSteps(() => exportInto(solver, module, name, to, seen));
}

function exportInto(solver: Solver, module: ModuleIr, name: string, to: Node, seen: Set<ModuleIr>): readonly Step[] {
  if (seen.has(module) || name.startsWith("%")) return [];
  seen.add(module);
  // what a user's model says of an export stands in place of its code
  const own = solver.index.own(module.path, name);
  if (own !== undefined) return [last(() => addApi(solver, to, memberOf(own.root, name)))];
  const steps: Step[] = [];
  for (const { name: exported, variable, source, imported } of module.exports) {
    if (exported === "*" || (exported !== name && name !== ANY_FIELD)) continue;
    if (variable !== undefined) steps.push(last(() => connect(solver, cellOf(solver.walk, variable), to, OP.RESET)));
    else steps.push(() => (source === undefined ? [] : importInto(solver, solver.program.resolve(module, source), imported ?? name, to, seen)));
  }
  const found = steps.length > 0;
  if (found && name !== ANY_FIELD) return steps;
  for (const { name: exported, source } of module.exports) {
    if (exported === "*" && source !== undefined && name !== "default") steps.push(() => importInto(solver, solver.program.resolve(module, source), name, to, seen));
  }
  if (module.format === "commonjs" || !found) {
    steps.push(last(() => {
      const { exports } = moduleObject(solver, module);
      if (name === "default") connect(solver, exports, to, OP.RESET);
      connect(solver, derive(solver, exports, name), to, OP.RESET);
    }));
  }
  return steps;
}

/** `to` holds export `name` ("*": the namespace) of what a specifier resolved to. */
function importInto(solver: Solver, resolution: Resolution, name: string, to: Node, seen: Set<ModuleIr>): readonly Step[] {
  if (resolution.kind === "package") {
    const { root } = solver.index.library(resolution.name);
    addApi(solver, to, name === "*" ? root : memberOf(root, name));
  } else if (resolution.kind === "module") {
    if (name !== "*") return exportInto(solver, resolution.module, name, to, seen);
    addModule(solver, resolution.module, to);
  }
  return [];
}

/** `to` holds the whole module, as `import * as` and `require` give it. */
function addModule(solver: Solver, module: ModuleIr, to: Node): void {
  addToken(solver, to, namespaceToken(solver, module));
  if (module.exports.length === 0) connect(solver, moduleObject(solver, module).exports, to, OP.RESET);
}

/** Binds every imported variable and every required module. */
export function linkModules(solver: Solver): void {
  const { program, walk } = solver;
  for (const module of program.modules.values()) {
    for (const entry of module.imports) {
      takeSteps(() => importInto(solver, program.resolve(module, entry.source), entry.imported, cellOf(walk, entry.variable), new Set()));
    }
  }
  for (const { node, resolution } of walk.constraints.requires) takeSteps(() => importInto(solver, resolution, "*", node, new Set()));
  for (const { node, name } of walk.constraints.globals) if (name !== "") bindGlobal(solver, node, name);
}

const ROOTS = new Set(["globalThis", "global", "window", "self"]);

function bindGlobal(solver: Solver, node: Node, name: string): void {
  const fn = solver.graph.owners[node];
  if (fn === undefined) return;
  if (name === "module") return addToken(solver, node, moduleObject(solver, fn.module).token);
  if (name === "exports") return connect(solver, moduleObject(solver, fn.module).exports, node, OP.RESET);
  const { root } = solver.index.library("globals");
  if (ROOTS.has(name)) {
    addToken(solver, node, solver.globalObject);
    return addApi(solver, node, root);
  }
  const api = root.members.get(name);
  if (api !== undefined) addApi(solver, node, api);
  const written = solver.globalObject.fields.get(name);
  if (written !== undefined) connect(solver, written, node, OP.RESET);
  else listenToFields(solver.globalObject, (field, cell) => (field === name ? connect(solver, cell, node, OP.RESET) : undefined));
}
