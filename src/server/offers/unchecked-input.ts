import { placeText } from "../../finding.js";
import type { FunctionIr } from "../../ir/ir.js";
import { type Reach, reachedWithin } from "../../graph/solve/dispatch.js";
import { byEnclosing } from "../../graph/enclosing.js";
import { type CallSite, type Node, NO_NODE } from "../../graph/graph.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { nodesOf } from "../../graph/nodes-of.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { type ApiCall, type Solver, tokensAt } from "../../graph/solver.js";
import type { Taint } from "../../graph/taint/taint.js";
import { clearedBits } from "../../graph/dangers/transfers.js";
import { DANGERS } from "../../models/kinds.js";
import type { SchemaRow } from "../../models/model.js";
import { locate } from "../../program/program.js";
import { once } from "../values/lazily.js";
import type { Tool, UncheckedInput } from "../view/view.js";

/** Functions that are called by a handler, and by these in turn, are where programs look at what they were sent. */
const NEAR: Reach = { depth: 3, most: 200 };

/**
 * Handlers of tools whose schema is only shown, and that look at no value's type themselves. Law: a test in any of the functions near the handler speaks for all tools
 * that it serves, as nothing tells which arguments it is about.
 */
export function findUnchecked(solver: Solver, taint: Taint, registrations: readonly Registration[], tools: readonly Tool[]): UncheckedInput[] {
  const served = (one: Registration): Tool[] => {
    const places = new Set(one.handlers.map(({ fn }) => placeText(locate(fn.module, fn))));
    return tools.filter(({ handlers }) => handlers.some((place) => places.has(placeText(place))));
  };
  const looks = once(() => findLooks(solver));
  const open = registrations.filter((one) => isUnheld(one.row) && one.handlers.length > 0 && !one.handlers.some(({ fn }) => looksAtInput(solver, taint, looks(), one, fn)));
  const listed = open.filter(({ row }) => row.what === "request").map((one) => ({ location: solver.graph.locate(one.site.node), listed: true, tools: served(one) }));
  const [first, ...others] = open.filter(({ row }) => row.what === "tool");
  const given = first === undefined ? [] : [{ location: solver.graph.locate(first.site.node), listed: false, tools: [...new Set([first, ...others].flatMap(served))] }];
  return [...listed, ...given].filter((one) => one.tools.length > 0);
}

/** Nothing holds the arguments against a schema before the handler gets them. */
function isUnheld({ what, method, advertised }: Registration["row"]): boolean {
  return (what === "request" && method?.includes("tools/call") === true) || (what === "tool" && advertised === true);
}

/** A place that tells of values what they are. */
interface Look {
  readonly values: readonly Node[];
  /** Nothing is known of what is called there but its name: that counts where it is given the whole input. */
  readonly byName: boolean;
}

/** The looks at values that functions and those written in them hold. */
function findLooks(solver: Solver): ReadonlyMap<FunctionIr, readonly Look[]> {
  const { graph } = solver;
  const apiCalls = new Map<CallSite, ApiCall[]>();
  for (const call of solver.apiCalls) if (call.effects.guards.length > 0) apiCalls.set(call.site, [...(apiCalls.get(call.site) ?? []), call]);
  const looks: { readonly fn: FunctionIr; readonly look: Look }[] = [];
  for (const node of nodesOf(graph, "binary")) {
    const def = graph.defs[node];
    const fn = graph.owners[node];
    if (fn === undefined || def?.kind !== "binary" || !/^[!=]==?$/.test(def.op)) continue;
    for (const [side, other] of [[def.left, def.right], [def.right, def.left]] as const) {
      const asked = graph.defs[graph.origin(side)];
      const type = graph.defs[graph.origin(other)];
      // that something is an object, or there at all, tells nothing of its fields
      if (asked?.kind === "unary" && asked.op === "typeof" && !(type?.kind === "const" && (type.value === "object" || type.value === "undefined"))) looks.push({ fn, look: { values: [asked.value], byName: false } });
    }
  }
  for (const site of graph.calls) {
    const values = judgedBy(solver, site, apiCalls.get(site) ?? []);
    if (values.length > 0) looks.push({ fn: site.fn, look: { values, byName: false } });
    else if (site.targets.length === 0 && !solver.resolved.has(site) && VALIDATES.test(nameOf(solver, site) ?? "")) looks.push({ fn: site.fn, look: { values: site.args.map(({ node }) => node), byName: true } });
  }
  return new Map([...byEnclosing(looks, ({ fn }) => fn)].map(([fn, list]) => [fn, list.map(({ look }) => look)]));
}

/** The values that a call holds against a schema, or of which it tells the type. */
function judgedBy(solver: Solver, site: CallSite, apiCalls: readonly ApiCall[]): Node[] {
  const { graph } = solver;
  const on = site.receiver === NO_NODE ? undefined : graph.defs[graph.origin(site.receiver)];
  const [first, second] = site.args.map(({ node }) => node);
  if (site.method === "isArray" && on?.kind === "global" && on.name === "Array" && first !== undefined) return [first];
  const guarded = apiCalls.flatMap(({ effects, args }) => effects.guards.flatMap(({ row, place }) => ((clearedBits(row.clears) & DANGERS.OPERATOR) === 0 ? [] : placeNodes(solver, site, args, place))));
  if (guarded.length > 0 || first === undefined) return guarded;
  for (const token of tokensAt(solver, site.callee)) {
    if (token.kind === "schema-method" && token.of.kind === "schema" && ENFORCES.has(token.of.api.library.schemaMethods.get(token.name)?.means)) return [first];
    // a predicate that was made of a JSON Schema
    if (token.kind === "schema" && token.api.onCall.schema?.means === "json") return [first];
    const means = token.kind === "api" ? token.api.onCall.schema?.means : undefined;
    if (means === "json-fits" || ENFORCES.has(means)) return [second ?? first];
  }
  return [];
}

const ENFORCES: ReadonlySet<SchemaRow["means"] | undefined> = new Set<SchemaRow["means"]>(["parse", "safe-parse"]);

/** What functions that hold values against a schema are called; asked only of those that nothing else is known of. */
const VALIDATES = /^(?:is|in|as)?(?:validat|assert|parse|safeParse|decode|check|coerce)/i;

/** The name by which something is called: a method, a function that was imported, or, for `decode(schema)(value)`, what gave it. */
function nameOf(solver: Solver, { method, callee }: CallSite, depth = 3): string | undefined {
  const { graph } = solver;
  const def = graph.defs[graph.origin(callee)];
  if (method !== undefined) return method;
  if (def?.kind === "call" && depth > 0) return nameOf(solver, def.site, depth - 1);
  if (def?.kind === "cell") return def.variable.name;
  const [from, ...others] = def === undefined ? graph.sourcesOf(graph.origin(callee)) : [];
  const cell = from === undefined || others.length > 0 ? undefined : graph.defs[graph.origin(from)];
  return cell?.kind === "cell" ? cell.variable.name : undefined;
}

function looksAtInput(solver: Solver, taint: Taint, looks: ReadonlyMap<FunctionIr, readonly Look[]>, registration: Registration, handler: FunctionIr): boolean {
  const isInput = (node: Node): boolean => taint.isTainted(node) && taint.facts[node]?.some(({ path }) => path === undefined) === true;
  const near = [...reachedWithin(solver, handler, NEAR)].flatMap((fn) => looks.get(fn) ?? []);
  return near.some(({ values, byName }) => values.some((node) => (!byName || isWhole(solver, registration, node, 8)) && isInput(node)));
}

/** The value is all that the handler was sent, and no part of it. */
function isWhole(solver: Solver, registration: Registration, node: Node, reach: number): boolean {
  const { graph } = solver;
  const at = graph.origin(node);
  const def = graph.defs[at];
  if (reach === 0 || node === NO_NODE) return false;
  if (def?.kind === "get") return registration.row.untrusted?.some(({ path }) => path.endsWith(`.${def.field}`)) === true;
  if (def?.kind === "logical") return isWhole(solver, registration, def.left, reach - 1);
  if (registration.handlers.some(({ params }) => params.includes(at))) return true;
  return graph.sourcesOf(at).some((from) => isWhole(solver, registration, from, reach - 1));
}
