import { type Binding, heldAt, unbound } from "../../graph/solve/binding.js";
import type { Node } from "../../graph/graph.js";
import type { Solver } from "../../graph/solver.js";
import { valueAt } from "../values/graph-values.js";
import type { SettingsOf } from "../values/settings.js";
import { alternatives, readable } from "../values/value.js";

/** Methods of requests that change something; `del` is how some clients name the call. */
export const CHANGING = /^(?:delete|put|patch|del)$/i;

/** The methods that the options of a request may name under a binding, in capitals, each once, but for GET, which is meant where nothing is said. */
export type MethodsOf = (binding: Binding, args: readonly Node[]) => Iterable<string>;

/** A reader of methods. What a field may be without a binding is read once: the one thing that it may be is what it is under any, and so are all where a binding tells none apart. */
export function readMethods(solver: Solver, settings: SettingsOf): MethodsOf {
  const known = new Map<Node, { readonly all: ReadonlySet<string>; readonly makers: ReadonlySet<Node> }>();
  const read = (binding: Binding, field: Node): Set<string> => new Set([...alternatives(valueAt({ binding, settings }, field))].flatMap((one) => readable(one)?.toUpperCase() ?? []));
  const readAll = (field: Node): { readonly all: ReadonlySet<string>; readonly makers: ReadonlySet<Node> } => {
    let found = known.get(field);
    if (found === undefined) {
      const free = unbound(solver);
      known.set(field, (found = { all: read(free, field), makers: heldAt(free, field).makers }));
    }
    return found;
  };
  return function* (binding, args) {
    const told = new Set(["GET"]);
    for (const field of methodFields(binding, args)) {
      const { all, makers } = readAll(field);
      for (const method of all.size < 2 || isSame(makers, heldAt(binding, field).makers) ? all : read(binding, field)) {
        if (told.has(method)) continue;
        told.add(method);
        yield method;
      }
    }
  };
}

function isSame(a: ReadonlySet<Node>, b: ReadonlySet<Node>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
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
