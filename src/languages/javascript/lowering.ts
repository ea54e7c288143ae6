import type { Block, ClassIr, Expr, FunctionIr, FunctionKind, ModuleIr, Span, Stmt, Variable, VariableKind } from "../../ir/ir.js";
import type * as es from "oxc-parser";

/** A name that stands for a member of an object: an exported `let` of a namespace, a member inside its own enum. */
export interface Alias {
  readonly object: Variable;
  readonly key: string;
  /** The member's value where it is a known constant. */
  readonly value: string | number | undefined;
}

/** The names of one block or function while it is lowered. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** Takes the variables that are fresh at each entry. */
  readonly variables: Variable[];
  readonly functions: { variable: Variable; fn: FunctionIr }[];
  /** `var` declarations end here. */
  readonly hoists: boolean;
  names: Map<string, Variable> | undefined;
  aliases: Map<string, Alias> | undefined;
}

/** The state of lowering one module. */
export interface Lowering {
  readonly module: ModuleIr;
  fn: FunctionIr;
  scope: Scope;
  /** Nodes between the root and the one at hand, bounded by MAX_DEPTH. */
  depth: number;
  /** Functions in blocks are also `var` of the function around (Annex B of ECMA-262). */
  sloppy: boolean;
  /** Some function may hold a `var`; without one the walk that hoists is left out. */
  readonly hoisting: boolean;
  esm: boolean;
  /** `require`, `module` or `exports` was read. */
  commonjs: boolean;
  /** Variables that hold what `createRequire` gave. */
  readonly requires: Set<Variable>;
  /** Type aliases by name, for hints. */
  readonly types: Map<string, es.TSType>;
  /** Names that a namespace or enum has exported so far; it may be written in several pieces. */
  readonly namespaces: Map<Variable, Map<string, string | number | undefined>>;
  /** Number of labels that were made here. */
  labels: number;
}

/** Nodes deeper than this become `unknown`: every engine behind recurses over the ir on an ordinary stack. */
export const MAX_DEPTH = 500;
/** Left-leaning chains are cut into pieces of this length, joined by temporaries. */
export const MAX_CHAIN = 100;

export function makeScope(parent: Scope | undefined, hoists: boolean): Scope {
  return { parent, variables: [], functions: [], hoists, names: undefined, aliases: undefined };
}

/** The same list without room for more: one that was pushed to keeps room for sixteen. */
export function exact<T>(list: T[]): T[] {
  return list.length === 0 ? list : list.slice();
}

/** The block of a scope, once all in it is lowered. */
export function makeBlock(scope: Scope, body: Stmt[], start: number, end: number): Block {
  return { kind: "block", variables: exact(scope.variables), functions: exact(scope.functions), body: exact(body), start, end };
}

/** Starts a module: its root function and the state in which the statements are lowered. */
export function startLowering(path: string, text: string): Lowering {
  // The root and its module hold each other; the module's slot is filled at once below.
  const module = { path, text, format: "esm", imports: [], exports: [], requests: [], functions: [], classes: [], unsupported: [] } as unknown as ModuleIr;
  const root: FunctionIr = {
    name: "", kind: "module", async: true, generator: false, params: [], variables: [], parent: undefined, module, owner: undefined,
    body: { kind: "block", variables: [], functions: [], body: [], start: 0, end: text.length }, start: 0, end: text.length,
  };
  module.root = root;
  module.functions.push(root);
  return {
    module, fn: root, scope: makeScope(undefined, true), depth: 0, sloppy: false, hoisting: /\bvar\b/.test(text), esm: false, commonjs: false,
    requires: new Set(), types: new Map(), namespaces: new Map(), labels: 0,
  };
}

/** A function of the function at hand, with an empty body. */
export function addFunction(l: Lowering, at: Span, name: string, kind: FunctionKind, async: boolean, generator: boolean, owner: ClassIr | undefined): FunctionIr {
  const fn: FunctionIr = {
    name, kind, async, generator, params: [], variables: [], parent: l.fn, module: l.module, owner,
    body: { kind: "block", variables: [], functions: [], body: [], start: at.start, end: at.end }, start: at.start, end: at.end,
  };
  l.module.functions.push(fn);
  return fn;
}

/** A variable in the frame of the function at hand, in no scope yet. */
export function addVariable(l: Lowering, name: string, kind: VariableKind): Variable {
  const variables = l.fn.variables;
  const variable: Variable = { name, kind, owner: l.fn, index: variables.length, captured: false, writes: 0 };
  variables.push(variable);
  return variable;
}

/** A variable without a name that is fresh at each entry of the block at hand. */
export function addTemp(l: Lowering): Variable {
  const variable = addVariable(l, `%${l.fn.variables.length}`, "temp");
  l.scope.variables.push(variable);
  return variable;
}

/** Makes a name known in a scope. A name that is declared twice keeps its first variable. */
export function declareName(l: Lowering, scope: Scope, name: string, kind: VariableKind): Variable {
  scope.names ??= new Map();
  const known = scope.names.get(name);
  if (known !== undefined && known !== l.fn.self) return known;
  const variable = addVariable(l, name, kind);
  scope.names.set(name, variable);
  if (kind !== "var" && kind !== "param" && kind !== "import" && kind !== "catch") scope.variables.push(variable);
  return variable;
}

/** The variable of a name, without counting as a use. */
export function findVariable(l: Lowering, name: string): Variable | undefined {
  for (let scope: Scope | undefined = l.scope; scope !== undefined; scope = scope.parent) {
    const variable = scope.names?.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** What a name means as an expression, read or written. */
export function lowerName(l: Lowering, name: string, start: number, end: number): Extract<Expr, { kind: "var" | "global" | "get" | "const" }> {
  for (let scope: Scope | undefined = l.scope; scope !== undefined; scope = scope.parent) {
    const variable = scope.names?.get(name);
    if (variable !== undefined) {
      if (variable.owner !== l.fn) variable.captured = true;
      return { kind: "var", variable, start, end };
    }
    const alias = scope.aliases?.get(name);
    if (alias !== undefined) return lowerAlias(l, alias, start, end);
  }
  if (name === "arguments") {
    const variable = findArguments(l);
    if (variable !== undefined) return { kind: "var", variable, start, end };
  } else if (name === "undefined") {
    return { kind: "const", value: undefined, start, end };
  } else if (name === "require" || name === "module" || name === "exports") {
    l.commonjs = true;
  }
  return { kind: "global", name, start, end };
}

function lowerAlias(l: Lowering, alias: Alias, start: number, end: number): Extract<Expr, { kind: "get" | "const" }> {
  if (alias.value !== undefined) return { kind: "const", value: alias.value, start, end };
  if (alias.object.owner !== l.fn) alias.object.captured = true;
  return { kind: "get", object: { kind: "var", variable: alias.object, start, end }, key: { kind: "const", value: alias.key, start, end }, start, end };
}

function findArguments(l: Lowering): Variable | undefined {
  let fn: FunctionIr | undefined = l.fn;
  while (fn !== undefined && fn.kind === "arrow") fn = fn.parent;
  if (fn === undefined || fn.kind === "module" || fn.kind === "init" || fn.kind === "static-init") return undefined;
  let variable = fn.arguments;
  if (variable === undefined) {
    variable = { name: "arguments", kind: "var", owner: fn, index: fn.variables.length, captured: false, writes: 1 };
    fn.variables.push(variable);
    fn.arguments = variable;
  }
  if (fn !== l.fn) variable.captured = true;
  return variable;
}

/** Notes a construct that is not modelled and gives the `unknown` for it. */
export function lowerUnknown(l: Lowering, at: Span, what: string, parts: Expr[]): Expr {
  l.module.unsupported.push({ start: at.start, end: at.end, message: what });
  return { kind: "unknown", parts, what, start: at.start, end: at.end };
}
