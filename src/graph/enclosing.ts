import type { FunctionIr } from "../ir/ir.js";

/** A function is one of these, or is written inside one. */
export function standsIn(fn: FunctionIr, among: ReadonlySet<FunctionIr>): boolean {
  for (let at: FunctionIr | undefined = fn; at !== undefined && at.kind !== "module"; at = at.parent) if (among.has(at)) return true;
  return false;
}

/** Items by the functions that they stand in, each function that these are written in among them. */
export function byEnclosing<T>(items: Iterable<T>, functionOf: (item: T) => FunctionIr): Map<FunctionIr, T[]> {
  const found = new Map<FunctionIr, T[]>();
  for (const item of items) {
    for (let at: FunctionIr | undefined = functionOf(item); at !== undefined && at.kind !== "module"; at = at.parent) {
      const list = found.get(at);
      if (list === undefined) found.set(at, [item]);
      else list.push(item);
    }
  }
  return found;
}
