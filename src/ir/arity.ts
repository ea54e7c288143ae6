import type { FunctionIr } from "./ir.js";

/** The length of a function, by which libraries tell callbacks apart: its parameters in front of the first that has a default or takes the rest. https://tc39.es/ecma262/#sec-function-definitions-static-semantics-expectedargumentcount */
export function arityOf({ params }: FunctionIr): number {
  const optional = params.findIndex(({ rest, hasDefault }) => rest || hasDefault);
  return optional < 0 ? params.length : optional;
}
