import type { FunctionIr, Span, Stmt } from "../../ir/ir.js";

/** Whether `first` has been run on every way to `second`: it stands before it, and under no condition that `second` does not stand under too. */
export function runsBefore(fn: FunctionIr, first: Span, second: Span): boolean {
  return inList(fn.body.body, first, second);
}

function inList(list: readonly Stmt[], first: Span, second: Span): boolean {
  const from = list.findIndex((statement) => contains(statement, first));
  const to = list.findIndex((statement) => contains(statement, second));
  const [earlier, later] = [list[from], list[to]];
  if (earlier === undefined || later === undefined) return false;
  return earlier === later ? inStatement(earlier, first, second) : from < to && isAlwaysRun(earlier, first);
}

function inStatement(statement: Stmt, first: Span, second: Span): boolean {
  const both = listsOf(statement).find((list) => [first, second].every((span) => list.some((one) => contains(one, span))));
  if (both !== undefined) return inList(both, first, second);
  // two calls in one expression: the arguments of a call, or what stands before in a chain
  return listsOf(statement).length === 0 && first.end <= second.end && first.start <= second.start && first.end !== second.end;
}

/** A statement that is run runs what is inside of it. */
function isAlwaysRun(statement: Stmt, inner: Span): boolean {
  switch (statement.kind) {
    case "expr":
      return true;
    case "block":
      return statement.body.some((one) => contains(one, inner) && isAlwaysRun(one, inner));
    case "label":
      return isAlwaysRun(statement.body, inner);
    case "if":
      return contains(statement.test, inner);
    default:
      return false;
  }
}

/** The lists of statements in a statement that are run one after the other. */
function listsOf(statement: Stmt): (readonly Stmt[])[] {
  switch (statement.kind) {
    case "block":
      return [statement.body];
    case "if":
      return [[statement.then], ...(statement.else === undefined ? [] : [[statement.else]])];
    case "loop":
    case "each":
    case "label":
      return [[statement.body]];
    case "switch":
      return statement.cases.map(({ body }) => body);
    case "try":
      return [statement.body.body, ...(statement.handler === undefined ? [] : [statement.handler.body]), ...(statement.finalizer === undefined ? [] : [statement.finalizer.body])];
    default:
      return [];
  }
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
