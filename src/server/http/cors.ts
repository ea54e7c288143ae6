import { unbound } from "../../graph/solve/binding.js";
import { singleText } from "../../graph/constants.js";
import { callsAt } from "../../graph/solve/dispatch.js";
import { type Graph, type Node, NO_NODE } from "../../graph/graph.js";
import { nodesOf } from "../../graph/nodes-of.js";
import { nodesAt, type Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import { valueAt } from "../values/graph-values.js";
import type { SettingsOf } from "../values/settings.js";
import { alternatives, fieldOf, readable, type Value } from "../values/value.js";
import type { OpenOrigin } from "../view/view.js";

const HEADER = /^access-control-allow-origin$/i;

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
  const given = nodesAt(solver, registration, row.options);
  const options = given.map(read);
  if (options.length === 0) return found("by default");
  if (given.some((node) => [...tokensAt(solver, node)].some((token) => letsAllIn(solver, token.fields.get("origin"))))) return found("reflected");
  const origins = options.flatMap((one) => fieldOf(one, "origin") ?? []).flatMap((one) => [...alternatives(one)]);
  if (origins.length === 0) return options.every((one) => one.kind === "object" && !one.open && !one.fields.has("origin")) ? found("by default") : [];
  if (origins.some((one) => one.kind === "constant" && one.value === true)) return found("reflected");
  return origins.some((one) => readable(one) === "*" || (one.kind === "list" && one.items.some((item) => readable(item) === "*"))) ? found("star") : [];
}

/** A function that says yes to every origin: by its callback, or by giving back what it was asked for. */
function letsAllIn(solver: Solver, asked: Node | undefined): boolean {
  const { graph } = solver;
  const functions = (asked === undefined ? [] : [...tokensAt(solver, asked)]).flatMap((token) => (token.kind === "function" ? [token.fn] : []));
  return functions.some(({ fn, params: [origin = NO_NODE, answer = NO_NODE], exits }) => {
    const isYes = (value: Node): boolean => {
      const def = value === NO_NODE ? undefined : graph.defs[graph.origin(value)];
      return value === origin || (def?.kind === "const" && def.value === true);
    };
    const answers = answer === NO_NODE ? [] : callsAt(graph, fn).filter((site) => graph.origin(site.callee) === answer);
    if (answers.length > 0) return answers.every(({ args }) => isYes(args[1]?.node ?? NO_NODE));
    return exits.length > 0 && exits.every(({ value }) => isYes(value));
  });
}

/** `setHeader(name, value)` and its kin, and headers in an object. */
function fromHeaders(solver: Solver, read: (node: Node) => Value): OpenOrigin[] {
  const { graph } = solver;
  if (![...solver.program.modules.values()].some(({ text }) => /access-control-allow-origin/i.test(text))) return [];
  const found: OpenOrigin[] = [];
  const tell = (at: Node, value: Node): void => {
    const how = [...alternatives(read(value))].some((one) => readable(one) === "*") ? "star" as const : isReflected(graph, value) ? "reflected" as const : undefined;
    if (how !== undefined) found.push({ location: graph.locate(at), how, everywhere: false });
  };
  for (const site of graph.calls) {
    const [name, value] = site.args;
    if (name !== undefined && value !== undefined && HEADER.test(singleText(solver, name.node) ?? "")) tell(site.node, value.node);
  }
  for (const node of nodesOf(graph, "object")) {
    const def = graph.defs[node];
    if (def?.kind === "object") for (const [field, value] of def.fields) if (HEADER.test(field)) tell(value, value);
  }
  return found;
}

/** `origin.startsWith("http://localhost")` holds of `http://localhost.example.com` as well. */
function isLooseTest(graph: Graph, test: Node): boolean {
  const def = graph.defs[graph.origin(test)];
  if (def?.kind === "logical") return isLooseTest(graph, def.left) && isLooseTest(graph, def.right);
  if (def?.kind !== "call") return def?.kind === "get";
  const start = def.site.method === "startsWith" ? graph.defs[graph.origin(def.site.args[0]?.node ?? NO_NODE)] : undefined;
  return start?.kind === "const" && typeof start.value === "string" && !/[:/]$|:\d+$/.test(start.value);
}

/** The request's own Origin, as it came: no test lies between that it would have to pass. */
function isReflected(graph: Graph, node: Node): boolean {
  const def = graph.defs[node];
  if (def?.kind === "sigma") return def.truth === true && isLooseTest(graph, def.test) && isReflected(graph, def.of);
  if (def?.kind === "logical") return isReflected(graph, def.left);
  return def?.kind === "get" && def.field === "origin" && /headers$/.test(graph.text(def.object));
}
