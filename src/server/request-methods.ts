import { type Binding, heldAt, unbound } from "../graph/binding.js";
import type { Node } from "../graph/graph.js";
import type { Solver } from "../graph/solver.js";
import { valueAt } from "./graph-values.js";
import type { SettingsOf } from "./settings.js";
import { alternatives, readable } from "./value.js";

/** Methods of requests that change something; `del` is how some clients name the call. */
export const CHANGING = /^(?:delete|put|patch|del)$/i;

/** The methods that the options of a request may name under a binding, in capitals, each once, but for GET, which is meant where nothing is said. */
export type MethodsOf = (binding: Binding, args: readonly Node[]) => Iterable<string>;

/** A reader of methods. What a field may be without a binding is read once: the one thing that it may be is what it is under any. */
export function readMethods(solver: Solver, settings: SettingsOf): MethodsOf {
  const known = new Map<Node, ReadonlySet<string>>();
  const read = (binding: Binding, field: Node): Set<string> => new Set([...alternatives(valueAt({ binding, settings }, field))].flatMap((one) => readable(one)?.toUpperCase() ?? []));
  return function* (binding, args) {
    const told = new Set(["GET"]);
    for (const field of methodFields(binding, args)) {
      const all = known.get(field) ?? read(unbound(solver), field);
      known.set(field, all);
      for (const method of all.size < 2 ? all : read(binding, field)) {
        if (told.has(method)) continue;
        told.add(method);
        yield method;
      }
    }
  };
}

function methodFields(binding: Binding, args: readonly Node[]): Set<Node> {
  const fields = new Set<Node>();
  for (const arg of args) {
    for (const token of heldAt(binding, arg).tokens) {
      const field = token.fields.get("method");
      if (field !== undefined) fields.add(field);
    }
  }
  return fields;
}
