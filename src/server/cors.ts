import { unbound } from "../graph/binding.js";
import type { Graph, Node } from "../graph/graph.js";
import { nodesAt, type Registration } from "../graph/registrations.js";
import type { Solver } from "../graph/solver.js";
import { valueAt } from "./graph-values.js";
import type { SettingsOf } from "./settings.js";
import { alternatives, fieldOf, readable, type Value } from "./value.js";
import type { OpenOrigin } from "./view.js";

const HEADER = /^["'`]?access-control-allow-origin["'`]?$/i;

/** Where pages of every origin are let in: by a library's middleware, or by a header that the program writes. */
export function findOpenOrigins(solver: Solver, settings: SettingsOf, registrations: readonly Registration[]): OpenOrigin[] {
  const reader = { binding: unbound(solver), settings };
  const read = (node: Node): Value => valueAt(reader, node);
  return [...registrations.flatMap((one) => (one.row.what === "cors" ? fromLibrary(solver, read, one) : [])), ...fromHeaders(solver, read)];
}

/** All of these libraries let everybody in when nothing is said. */
function fromLibrary(solver: Solver, read: (node: Node) => Value, registration: Registration): OpenOrigin[] {
  const { row, site } = registration;
  const found = (how: OpenOrigin["how"]): OpenOrigin[] => [{ location: solver.graph.locate(site.node), how, everywhere: true }];
  const options = nodesAt(solver, registration, row.options).map(read);
  if (options.length === 0) return found("by default");
  const origins = options.flatMap((one) => fieldOf(one, "origin") ?? []).flatMap((one) => [...alternatives(one)]);
  if (origins.length === 0) return options.every((one) => one.kind === "object" && !one.open && !one.fields.has("origin")) ? found("by default") : [];
  if (origins.some((one) => one.kind === "constant" && one.value === true)) return found("reflected");
  return origins.some((one) => readable(one) === "*" || (one.kind === "list" && one.items.some((item) => readable(item) === "*"))) ? found("star") : [];
}

/** `setHeader(name, value)` and its kin, and headers in an object. */
function fromHeaders(solver: Solver, read: (node: Node) => Value): OpenOrigin[] {
  const { graph } = solver;
  const modules = new Set([...solver.program.modules.values()].filter(({ text }) => /access-control-allow-origin/i.test(text)));
  if (modules.size === 0) return [];
  const found: OpenOrigin[] = [];
  const tell = (at: Node, value: Node): void => {
    const how = [...alternatives(read(value))].some((one) => readable(one) === "*") ? "star" as const : isReflected(graph, value) ? "reflected" as const : undefined;
    if (how !== undefined) found.push({ location: graph.locate(at), how, everywhere: false });
  };
  for (const site of graph.calls) {
    const [name, value] = site.args;
    if (modules.has(site.fn.module) && name !== undefined && value !== undefined && HEADER.test(graph.text(name.node))) tell(site.node, value.node);
  }
  graph.defs.forEach((def) => {
    if (def?.kind === "object") for (const [field, value] of def.fields) if (HEADER.test(field)) tell(value, value);
  });
  return found;
}

/** The request's own Origin, as it came: no test lies between. */
function isReflected(graph: Graph, node: Node): boolean {
  const def = graph.defs[node];
  if (def?.kind === "logical") return isReflected(graph, def.left);
  return def?.kind === "get" && def.field === "origin" && /headers$/.test(graph.text(def.object));
}
