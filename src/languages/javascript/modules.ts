import type { Stmt, Variable } from "../../ir/ir.js";
import { lowerClass } from "./classes.js";
import { lowerNamed } from "./expressions.js";
import { lowerFunction, lowerFunctionDeclaration } from "./functions.js";
import { addVariable, findVariable } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { makeAssign, makeStmt, readVariable } from "./nodes.js";
import { lowerStatement } from "./statements.js";
import type * as es from "oxc-parser";

export function lowerImports(l: Lowering, node: es.ImportDeclaration): void {
  l.esm = true;
  const source = node.source.value;
  const { specifiers } = node;
  const declared = node.importKind === "type";
  const typeOnly = declared || (specifiers.length > 0 && specifiers.every((one) => one.type === "ImportSpecifier" && one.importKind === "type"));
  l.module.requests.push({ source, via: typeOnly ? "type" : "import", start: node.start, end: node.end });
  for (const specifier of specifiers) {
    const variable = findVariable(l, specifier.local.name);
    if (variable === undefined) continue;
    variable.writes++;
    const imported = specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : specifier.type === "ImportDefaultSpecifier" ? "default" : "*";
    const own = specifier.type === "ImportSpecifier" && specifier.importKind === "type";
    l.module.imports.push({ source, imported, variable, typeOnly: declared || own, start: specifier.start, end: specifier.end });
  }
}

function nameOf(name: es.ModuleExportName): string {
  return name.type === "Literal" ? name.value : name.name;
}

export function lowerExport(l: Lowering, node: es.ExportNamedDeclaration, out: Stmt[]): void {
  l.esm = true;
  if (node.declaration !== null) {
    lowerStatement(l, node.declaration, out);
    for (const { name, start, end } of declaredNames(node.declaration)) {
      const variable = findVariable(l, name);
      if (variable !== undefined) l.module.exports.push({ name, variable, start, end });
    }
    return;
  }
  if (node.source !== null) {
    const source = node.source.value;
    const typeOnly = node.exportKind === "type" || (node.specifiers.length > 0 && node.specifiers.every((one) => one.exportKind === "type"));
    l.module.requests.push({ source, via: typeOnly ? "type" : "export", start: node.start, end: node.end });
    for (const one of node.specifiers) l.module.exports.push({ name: nameOf(one.exported), source, imported: nameOf(one.local), start: one.start, end: one.end });
    return;
  }
  for (const one of node.specifiers) {
    // A name that no scope declares is a type, which leaves nothing to export.
    const variable = findVariable(l, nameOf(one.local));
    if (variable !== undefined) l.module.exports.push({ name: nameOf(one.exported), variable, start: one.start, end: one.end });
  }
}

type Named = { readonly name: string; readonly start: number; readonly end: number };

/** The names that a declaration binds, in source order. */
export function declaredNames(node: es.Declaration): Named[] {
  switch (node.type) {
    case "VariableDeclaration": {
      const names: Named[] = [];
      if (node.declare !== true) for (const { id } of node.declarations) collectNames(id, names);
      return names;
    }
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return node.id === null || node.declare === true || node.body === null ? [] : [node.id];
    case "TSEnumDeclaration":
      return node.declare ? [] : [node.id];
    case "TSImportEqualsDeclaration":
      return [node.id];
    case "TSModuleDeclaration": {
      let id: es.TSModuleDeclaration["id"] | es.TSTypeName = node.id;
      while (id.type === "TSQualifiedName") id = id.left;
      return id.type === "Identifier" && !node.declare && !node.global ? [id] : [];
    }
    default:
      return [];
  }
}

function collectNames(pattern: es.BindingPattern, out: Named[]): void {
  switch (pattern.type) {
    case "Identifier":
      out.push(pattern);
      return;
    case "AssignmentPattern":
      collectNames(pattern.left, out);
      return;
    case "ObjectPattern":
      for (const property of pattern.properties) collectNames(property.type === "RestElement" ? property.argument : property.value, out);
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) {
        if (element !== null) collectNames(element.type === "RestElement" ? element.argument : element, out);
      }
  }
}

export function lowerExportDefault(l: Lowering, node: es.ExportDefaultDeclaration, out: Stmt[]): void {
  l.esm = true;
  const variable = lowerDefault(l, node, out);
  if (variable !== undefined) l.module.exports.push({ name: "default", variable, start: node.start, end: node.end });
}

function lowerDefault(l: Lowering, node: es.ExportDefaultDeclaration, out: Stmt[]): Variable | undefined {
  const declared = node.declaration;
  switch (declared.type) {
    case "TSInterfaceDeclaration":
    case "TSDeclareFunction":
    case "TSEmptyBodyFunctionExpression":
      return undefined;
    case "FunctionDeclaration": {
      if (declared.id !== null) return lowerFunctionDeclaration(l, declared, out);
      if (declared.body === null) return undefined;
      const variable = declareDefault(l, "function");
      variable.writes++;
      l.scope.functions.push({ variable, fn: lowerFunction(l, declared, "default", "function", undefined) });
      return variable;
    }
    case "ClassDeclaration": {
      if (declared.id !== null) {
        lowerStatement(l, declared, out);
        return findVariable(l, declared.id.name);
      }
      return assignDefault(l, declareDefault(l, "class"), lowerClass(l, declared, "default"), node, out);
    }
    case "Identifier": {
      // `export default name` of a value that never changes is that value itself.
      const known = findVariable(l, declared.name);
      if (known !== undefined && (known.kind === "function" || known.kind === "class" || known.kind === "const" || known.kind === "import")) return known;
      return assignDefault(l, declareDefault(l, "const"), lowerNamed(l, declared, ""), node, out);
    }
    default:
      return assignDefault(l, declareDefault(l, "const"), lowerNamed(l, declared, "default"), node, out);
  }
}

/** No name of the program reaches it: `default` is a reserved word. */
function declareDefault(l: Lowering, kind: "const" | "function" | "class"): Variable {
  const variable = addVariable(l, "default", kind);
  l.scope.variables.push(variable);
  return variable;
}

function assignDefault(l: Lowering, variable: Variable, value: ReturnType<typeof lowerNamed>, node: es.ExportDefaultDeclaration, out: Stmt[]): Variable {
  out.push(makeStmt(makeAssign(readVariable(variable, node), value, true, node)));
  return variable;
}

export function lowerExportAll(l: Lowering, node: es.ExportAllDeclaration): void {
  l.esm = true;
  const source = node.source.value;
  l.module.requests.push({ source, via: node.exportKind === "type" ? "type" : "export", start: node.start, end: node.end });
  if (node.exported === null) l.module.exports.push({ name: "*", source, start: node.start, end: node.end });
  else l.module.exports.push({ name: nameOf(node.exported), source, imported: "*", start: node.start, end: node.end });
}
