import type { ModuleIr } from "../ir/ir.js";
import type { Resolution } from "../program/program.js";
import { memberOf } from "../models/api.js";
import { derive } from "./fields.js";
import { ANY_FIELD, type Node, OP } from "./graph.js";
import { addApi, addToken, connect, fieldOf, listenToFields, objectToken, type Solver } from "./solver.js";
import { newToken, type Token } from "./tokens.js";
import { cellOf } from "./walk.js";

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

/** `to` holds what the module exports under a name. */
export function addExport(solver: Solver, module: ModuleIr, name: string, to: Node): void {
  exportInto(solver, module, name, to, new Set());
}

function exportInto(solver: Solver, module: ModuleIr, name: string, to: Node, seen: Set<ModuleIr>): void {
  if (seen.has(module) || name.startsWith("%")) return;
  seen.add(module);
  // what a user's model says of an export stands in place of its code
  const own = solver.index.own(module.path, name);
  if (own !== undefined) return addApi(solver, to, memberOf(own.root, name));
  let found = false;
  for (const entry of module.exports) {
    if (entry.name === "*" || (entry.name !== name && name !== ANY_FIELD)) continue;
    found = true;
    if (entry.variable !== undefined) connect(solver, cellOf(solver.walk, entry.variable), to, OP.RESET);
    else if (entry.source !== undefined) importInto(solver, solver.program.resolve(module, entry.source), entry.imported ?? name, to, seen);
  }
  if (found && name !== ANY_FIELD) return;
  for (const entry of module.exports) {
    if (entry.name === "*" && entry.source !== undefined && name !== "default") importInto(solver, solver.program.resolve(module, entry.source), name, to, seen);
  }
  if (module.format === "commonjs" || !found) {
    const { exports } = moduleObject(solver, module);
    if (name === "default") connect(solver, exports, to, OP.RESET);
    connect(solver, derive(solver, exports, name), to, OP.RESET);
  }
}

/** `to` holds export `name` ("*": the namespace) of what a specifier resolved to. */
function importInto(solver: Solver, resolution: Resolution, name: string, to: Node, seen: Set<ModuleIr>): void {
  if (resolution.kind === "package") {
    const { root } = solver.index.library(resolution.name);
    addApi(solver, to, name === "*" ? root : memberOf(root, name));
  } else if (resolution.kind === "module") {
    if (name === "*") addModule(solver, resolution.module, to);
    else exportInto(solver, resolution.module, name, to, seen);
  }
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
      importInto(solver, program.resolve(module, entry.source), entry.imported, cellOf(walk, entry.variable), new Set());
    }
  }
  for (const { node, resolution } of walk.constraints.requires) importInto(solver, resolution, "*", node, new Set());
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
