import type { VariableKind } from "../../ir/ir.js";
import { addVariable, declareName } from "./lowering.js";
import type { Lowering, Scope } from "./lowering.js";
import type * as es from "oxc-parser";

type Statement = es.Statement | es.Directive;

/** Declares what the statements of one block bind in that block: let, const, class, function, import, enum, namespace. */
export function declareBlock(l: Lowering, statements: readonly Statement[]): void {
  for (const node of statements) declareStatement(l, node);
}

function declareStatement(l: Lowering, node: Statement): void {
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind !== "var" && node.declare !== true) declareVariables(l, l.scope, node, node.kind === "let" ? "let" : "const");
      return;
    case "FunctionDeclaration":
      if (node.id !== null && node.declare !== true && node.body !== null) declareName(l, l.scope, node.id.name, "function");
      return;
    case "ClassDeclaration":
      if (node.id !== null && node.declare !== true) declareName(l, l.scope, node.id.name, "class");
      return;
    case "ImportDeclaration":
      for (const specifier of node.specifiers) declareName(l, l.scope, specifier.local.name, "import");
      return;
    case "TSImportEqualsDeclaration":
      declareName(l, l.scope, node.id.name, "const");
      return;
    case "TSEnumDeclaration":
      if (!node.declare) declareName(l, l.scope, node.id.name, "const");
      return;
    case "TSModuleDeclaration":
      declareNamespace(l, node);
      return;
    case "TSTypeAliasDeclaration":
      l.types.set(node.id.name, node.typeAnnotation);
      return;
    case "ExportNamedDeclaration":
      if (node.declaration !== null) declareStatement(l, node.declaration);
      return;
    case "ExportDefaultDeclaration": {
      const declared = node.declaration;
      if ((declared.type === "FunctionDeclaration" || declared.type === "ClassDeclaration") && declared.id !== null) declareStatement(l, declared);
      return;
    }
    case "LabeledStatement":
      declareStatement(l, node.body);
      return;
    default:
      return;
  }
}

function declareNamespace(l: Lowering, node: es.TSModuleDeclaration | es.TSGlobalDeclaration): void {
  if (node.declare || node.global || node.body === null || !hasValues(node.body)) return;
  const name = namespacePath(node.id)[0];
  if (name !== undefined) declareName(l, l.scope, name, "const");
}

/** The names of `namespace a.b.c`, outermost first; empty for `declare module "x"`. */
export function namespacePath(id: es.TSModuleDeclaration["id"]): string[] {
  const names: string[] = [];
  let rest: es.TSModuleDeclaration["id"] | es.TSTypeName = id;
  while (rest.type === "TSQualifiedName") {
    names.push(rest.right.name);
    rest = rest.left;
  }
  if (rest.type === "Identifier") names.push(rest.name);
  return names.reverse();
}

/** A namespace of nothing but types leaves no object behind. */
export function hasValues(body: es.TSModuleBlock): boolean {
  return body.body.some((node) => {
    const inner = node.type === "ExportNamedDeclaration" && node.declaration !== null ? node.declaration : node;
    switch (inner.type) {
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
      case "TSDeclareFunction":
        return false;
      case "TSModuleDeclaration":
        return !inner.declare && inner.body !== null && hasValues(inner.body);
      case "VariableDeclaration":
      case "ClassDeclaration":
      case "FunctionDeclaration":
      case "TSEnumDeclaration":
        return inner.declare !== true;
      default:
        return true;
    }
  });
}

function declareVariables(l: Lowering, scope: Scope, node: es.VariableDeclaration, kind: VariableKind): void {
  for (const { id, init } of node.declarations) {
    if (id.type !== "Identifier") {
      declarePattern(l, scope, id, kind);
      continue;
    }
    const variable = declareName(l, scope, id.name, kind);
    if (init !== null && isCreateRequire(init)) l.requires.add(variable);
  }
}

/** `createRequire(…)` and `module.createRequire(…)`: what they give is called like `require`. */
function isCreateRequire(init: es.Expression): boolean {
  if (init.type !== "CallExpression") return false;
  const callee = init.callee;
  if (callee.type === "Identifier") return callee.name === "createRequire";
  return callee.type === "MemberExpression" && !callee.computed && callee.property.name === "createRequire";
}

/** Declares every name that a pattern binds. */
export function declarePattern(l: Lowering, scope: Scope, pattern: es.BindingPattern, kind: VariableKind): void {
  switch (pattern.type) {
    case "Identifier":
      declareName(l, scope, pattern.name, kind);
      return;
    case "AssignmentPattern":
      declarePattern(l, scope, pattern.left, kind);
      return;
    case "ObjectPattern":
      for (const property of pattern.properties) declarePattern(l, scope, property.type === "RestElement" ? property.argument : property.value, kind);
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) {
        if (element !== null) declarePattern(l, scope, element.type === "RestElement" ? element.argument : element, kind);
      }
  }
}

/** Declares the `var` names of a function's statements, nested blocks included; in sloppy mode also its functions in blocks. */
export function hoistVars(l: Lowering, statements: readonly Statement[]): void {
  if (!l.hoisting && !l.sloppy) return;
  for (const node of statements) hoistStatement(l, node, true);
}

function hoistBlock(l: Lowering, statements: readonly Statement[]): void {
  for (const node of statements) hoistStatement(l, node, false);
}

function hoistStatement(l: Lowering, statement: Statement, top: boolean): void {
  let node = statement;
  // A chain of `else if` is as deep as it is long.
  while (node.type === "IfStatement") {
    hoistStatement(l, node.consequent, false);
    if (node.alternate === null) return;
    node = node.alternate;
  }
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var" && node.declare !== true) declareVariables(l, l.scope, node, "var");
      return;
    case "ExportNamedDeclaration":
      if (node.declaration !== null) hoistStatement(l, node.declaration, top);
      return;
    case "FunctionDeclaration":
      if (!top && l.sloppy && node.id !== null && !(l.scope.names?.has(node.id.name) ?? false)) declareName(l, l.scope, node.id.name, "var");
      return;
    case "BlockStatement":
      hoistBlock(l, node.body);
      return;
    case "ForStatement":
      if (node.init?.type === "VariableDeclaration") hoistStatement(l, node.init, false);
      hoistStatement(l, node.body, false);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      if (node.left.type === "VariableDeclaration") hoistStatement(l, node.left, false);
      hoistStatement(l, node.body, false);
      return;
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
    case "WithStatement":
      hoistStatement(l, node.body, top && node.type === "LabeledStatement");
      return;
    case "TryStatement":
      hoistBlock(l, node.block.body);
      if (node.handler !== null) hoistBlock(l, node.handler.body.body);
      if (node.finalizer !== null) hoistBlock(l, node.finalizer.body);
      return;
    case "SwitchStatement":
      for (const one of node.cases) hoistBlock(l, one.consequent);
      return;
    default:
      return;
  }
}

/** A variable for a parameter or loop item that is a pattern. */
export function addUnnamed(l: Lowering, kind: "param" | "temp" | "catch"): ReturnType<typeof addVariable> {
  return addVariable(l, `%${l.fn.variables.length}`, kind);
}
