import { type CallSite, type Def, type FunctionNodes, type Graph, type Node, type Truth } from "../graph.js";
import { inferOutcome } from "./calls.js";
import type { Inference } from "./judge.js";

/** The calls whose promises stand in the list that `Promise.allSettled` got, in their order. */
function settledBy({ graph }: { readonly graph: Graph }, results: Node): readonly (CallSite | undefined)[] {
  const def = graph.defs[graph.origin(results)];
  const list = def?.kind === "call" && def.site.method === "allSettled" ? graph.defs[graph.origin(def.site.args[0]?.node ?? results)] : undefined;
  if (list?.kind !== "array" || list.items.some(({ spread }) => spread)) return [];
  return list.items.map(({ node }) => {
    const item = graph.defs[graph.origin(node)];
    return item?.kind === "call" ? item.site : undefined;
  });
}

/** `results[0].status === "rejected"`: what the call whose promise that was tells by having been fulfilled. */
export function inferSettled(inference: Inference, status: Node, word: unknown, same: boolean): void {
  const { solver } = inference.judge;
  const result = saysFulfilled(solver.graph, status, word, same);
  const def = result === undefined ? undefined : solver.graph.defs[solver.graph.origin(result)];
  if (def?.kind !== "get") return;
  const site = settledBy(solver, def.object)[Number(def.field)];
  if (site !== undefined) inferOutcome(inference, site, "returned", true);
}

/** The settled result that a comparison of its status tells to be fulfilled. */
function saysFulfilled(graph: Graph, status: Node, word: unknown, same: boolean): Node | undefined {
  const def = graph.defs[graph.origin(status)];
  return def?.kind === "get" && def.field === "status" && word === (same ? "fulfilled" : "rejected") ? def.object : undefined;
}

/** `results.some((one) => one.status === "rejected")` false: all were fulfilled. */
export function inferAllSettled(inference: Inference, results: Node, { params, exits }: FunctionNodes, truth: boolean): void {
  const { solver } = inference.judge;
  const sites = settledBy(solver, results);
  if (sites.length > 0 && exits.length > 0 && exits.every(({ value }) => isFulfilled(solver.graph, value, truth, params[0]))) inferEach(inference, sites);
}

/** `for (const one of results) if (one.status === "rejected") throw one.reason`: all were fulfilled. */
export function inferSettledLoop(inference: Inference, results: Node, ends: readonly Node[]): void {
  const { graph } = inference.judge.solver;
  const sites = settledBy(inference.judge.solver, results);
  if (sites.length > 0 && ends.every((end) => hasPassed(graph, end))) inferEach(inference, sites);
}

function inferEach(inference: Inference, sites: readonly (CallSite | undefined)[]): void {
  for (const site of sites) if (site !== undefined) inferOutcome(inference, site, "returned", true);
}

/** One of the tests on a version of a loop's item tells that it was fulfilled. */
function hasPassed(graph: Graph, end: Node): boolean {
  const item = graph.origin(end);
  for (let def: Def | undefined = graph.defs[end]; def?.kind === "sigma"; def = graph.defs[def.of]) if (isFulfilled(graph, def.test, def.truth, item)) return true;
  return false;
}

function isFulfilled(graph: Graph, test: Node, truth: Truth, item: Node | undefined): boolean {
  const def = test < 0 ? undefined : graph.defs[graph.origin(test)];
  if (def?.kind === "unary" && def.op === "!" && typeof truth === "boolean") return isFulfilled(graph, def.value, !truth, item);
  if (def?.kind !== "binary" || typeof truth !== "boolean") return false;
  const word = graph.defs[graph.origin(def.right)];
  const same = /^===?$/.test(def.op) ? truth : /^!==?$/.test(def.op) ? !truth : undefined;
  const result = same === undefined || word?.kind !== "const" ? undefined : saysFulfilled(graph, def.left, word.value, same);
  return result !== undefined && graph.origin(result) === item;
}

/** The promises that a list of settled results tells of. */
export function promisesSettled(graph: Graph, results: Node): readonly Node[] {
  return settledBy({ graph }, results).flatMap((site) => (site === undefined ? [] : [site.node]));
}
