import type { Block, Expr, Stmt } from "../../ir/ir.js";
import { lowerUpdate } from "./assignments.js";
import { lowerIf, lowerSwitch, lowerTry } from "./branches.js";
import { lowerClass } from "./classes.js";
import { lowerExpr, lowerNamed } from "./expressions.js";
import { lowerFunctionDeclaration } from "./functions.js";
import { lowerHint } from "./hints.js";
import { declareBlock } from "./hoist.js";
import { lowerDoWhile, lowerEach, lowerFor, lowerWhile } from "./loops.js";
import { MAX_DEPTH, declareName, findVariable, lowerUnknown, makeBlock, makeScope } from "./lowering.js";
import type { Lowering } from "./lowering.js";
import { lowerExport, lowerExportAll, lowerExportDefault, lowerImports } from "./modules.js";
import { makeAssign, makeStmt, readVariable } from "./nodes.js";
import { assignPattern } from "./patterns.js";
import { lowerEnum, lowerExportAssignment, lowerImportEquals, lowerNamespace } from "./typescript.js";
import type * as es from "oxc-parser";

export function lowerStatements(l: Lowering, nodes: readonly (es.Statement | es.Directive)[], out: Stmt[]): void {
  for (const node of nodes) lowerStatement(l, node, out);
}

/** Lowers one statement to none, one or several; what is nested too deeply becomes `unknown`. */
export function lowerStatement(l: Lowering, node: es.Statement | es.Directive, out: Stmt[]): void {
  if (l.depth >= MAX_DEPTH) {
    out.push(makeStmt(lowerUnknown(l, node, "nested too deeply", [])));
    return;
  }
  l.depth++;
  dispatch(l, node, out);
  l.depth--;
}

function dispatch(l: Lowering, node: es.Statement | es.Directive, out: Stmt[]): void {
  switch (node.type) {
    case "ExpressionStatement":
      if (node.directive === null || node.directive === undefined) lowerEffect(l, node.expression, out);
      return;
    case "VariableDeclaration":
      if (node.declare !== true) lowerVariables(l, node, out);
      return;
    case "ReturnStatement":
      out.push({ kind: "return", value: node.argument === null ? undefined : lowerExpr(l, node.argument), start: node.start, end: node.end });
      return;
    case "IfStatement":
      lowerIf(l, node, out);
      return;
    case "BlockStatement":
      out.push(lowerBlock(l, node.body, node.start, node.end));
      return;
    case "FunctionDeclaration":
      lowerFunctionDeclaration(l, node, out);
      return;
    case "ClassDeclaration":
      lowerClassDeclaration(l, node, out);
      return;
    case "ThrowStatement":
      out.push({ kind: "throw", value: lowerExpr(l, node.argument), start: node.start, end: node.end });
      return;
    case "TryStatement":
      lowerTry(l, node, out);
      return;
    case "SwitchStatement":
      lowerSwitch(l, node, out);
      return;
    case "BreakStatement":
      out.push({ kind: "break", label: node.label?.name, start: node.start, end: node.end });
      return;
    case "ContinueStatement":
      out.push({ kind: "continue", label: node.label?.name, start: node.start, end: node.end });
      return;
    case "LabeledStatement":
      lowerLabeled(l, node, out);
      return;
    case "ForStatement":
      lowerFor(l, node, [], out);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      lowerEach(l, node, [], out);
      return;
    case "WhileStatement":
      lowerWhile(l, node, [], out);
      return;
    case "DoWhileStatement":
      lowerDoWhile(l, node, [], out);
      return;
    case "ImportDeclaration":
      lowerImports(l, node);
      return;
    case "ExportNamedDeclaration":
      lowerExport(l, node, out);
      return;
    case "ExportDefaultDeclaration":
      lowerExportDefault(l, node, out);
      return;
    case "ExportAllDeclaration":
      lowerExportAll(l, node);
      return;
    case "TSExportAssignment":
      lowerExportAssignment(l, node, out);
      return;
    case "TSImportEqualsDeclaration":
      lowerImportEquals(l, node, out);
      return;
    case "TSEnumDeclaration":
      lowerEnum(l, node, out);
      return;
    case "TSModuleDeclaration":
      lowerNamespace(l, node, out);
      return;
    case "WithStatement":
      out.push(makeStmt(lowerUnknown(l, node, "with statement", [lowerExpr(l, node.object)])), lowerBody(l, node.body));
      return;
    case "EmptyStatement":
    case "DebuggerStatement":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSNamespaceExportDeclaration":
    case "TSDeclareFunction":
      return;
    default:
      out.push(makeStmt(lowerUnknown(l, node, node.type, [])));
  }
}

/** A block with a scope of its own. */
export function lowerBlock(l: Lowering, nodes: readonly (es.Statement | es.Directive)[], start: number, end: number): Block {
  const outer = l.scope;
  const scope = makeScope(outer, false);
  l.scope = scope;
  const body: Stmt[] = [];
  declareBlock(l, nodes);
  lowerStatements(l, nodes, body);
  l.scope = outer;
  return makeBlock(scope, body, start, end);
}

/** The body of an `if` or loop as one statement. */
export function lowerBody(l: Lowering, node: es.Statement): Stmt {
  if (node.type === "BlockStatement") {
    if (l.depth >= MAX_DEPTH) return makeStmt(lowerUnknown(l, node, "nested too deeply", []));
    l.depth++;
    const block = lowerBlock(l, node.body, node.start, node.end);
    l.depth--;
    return block;
  }
  const block = lowerBlock(l, [node], node.start, node.end);
  const only = block.body[0];
  return only !== undefined && block.body.length === 1 && block.variables.length === 0 && block.functions.length === 0 ? only : block;
}

/** An expression whose value nobody uses. */
export function lowerEffect(l: Lowering, node: es.Expression, out: Stmt[]): void {
  switch (node.type) {
    case "UpdateExpression":
      out.push(makeStmt(lowerUpdate(l, node, false)));
      return;
    case "SequenceExpression":
      for (const item of node.expressions) lowerEffect(l, item, out);
      return;
    case "AssignmentExpression":
      if (node.left.type === "ObjectPattern" || node.left.type === "ArrayPattern") {
        const writes: Expr[] = [];
        assignPattern(l, node.left, lowerExpr(l, node.right), false, node, writes);
        for (const write of writes) out.push(makeStmt(write));
        return;
      }
      out.push(makeStmt(lowerExpr(l, node)));
      return;
    default:
      out.push(makeStmt(lowerExpr(l, node)));
  }
}

/** Declarators in order; one without a value says nothing, its variable is fresh where its block is entered. */
export function lowerVariables(l: Lowering, node: es.VariableDeclaration, out: Stmt[]): void {
  for (const declarator of node.declarations) {
    const { id, init } = declarator;
    if (init === null) {
      if (id.type === "Identifier") hintVariable(l, id);
      continue;
    }
    const value = lowerNamed(l, init, id.type === "Identifier" ? id.name : "");
    const writes: Expr[] = [];
    assignPattern(l, id, value, true, declarator, writes);
    for (const write of writes) out.push(makeStmt(write));
  }
}

function hintVariable(l: Lowering, id: es.BindingIdentifier): void {
  const hint = lowerHint(l, id.typeAnnotation);
  if (hint === undefined) return;
  const variable = findVariable(l, id.name);
  if (variable !== undefined) variable.hint = hint;
}

function lowerClassDeclaration(l: Lowering, node: es.Class, out: Stmt[]): void {
  if (node.id === null || node.declare === true) return;
  const value = lowerClass(l, node, "");
  const variable = l.scope.names?.get(node.id.name) ?? declareName(l, l.scope, node.id.name, "class");
  out.push(makeStmt(makeAssign(readVariable(variable, node.id), value, true, node)));
}

/** The label of a loop stands directly around it, inside the block that holds the variables of the head. */
function lowerLabeled(l: Lowering, node: es.LabeledStatement, out: Stmt[]): void {
  const labels = [node.label.name];
  let body = node.body;
  while (body.type === "LabeledStatement") {
    labels.push(body.label.name);
    body = body.body;
  }
  switch (body.type) {
    case "ForStatement":
      lowerFor(l, body, labels, out);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      lowerEach(l, body, labels, out);
      return;
    case "WhileStatement":
      lowerWhile(l, body, labels, out);
      return;
    case "DoWhileStatement":
      lowerDoWhile(l, body, labels, out);
      return;
    default:
      out.push(wrapLabels(lowerBody(l, body), labels));
  }
}

/** Puts labels around a statement, the first one outermost. */
export function wrapLabels(body: Stmt, labels: readonly string[]): Stmt {
  let stmt = body;
  for (let i = labels.length - 1; i >= 0; i--) {
    const label = labels[i];
    if (label !== undefined) stmt = { kind: "label", label, body: stmt, start: body.start, end: body.end };
  }
  return stmt;
}
