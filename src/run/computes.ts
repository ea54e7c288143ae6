import type { Run } from "./run.js";
import type { ApiValue, Site, Value } from "./values.js";

/** Calls a library's function that is known to depend on its arguments alone; undefined when it is none. */
export function compute(_run: Run, _callee: ApiValue, _args: readonly Value[], _isNew: boolean, _site: Site): { readonly value: Value } | undefined {
  return undefined;
}
