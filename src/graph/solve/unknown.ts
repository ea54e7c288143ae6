import type { SinkKind } from "../../models/kinds.js";
import type { Api, Place } from "../../models/api.js";
import { type Argument, type Node, NO_NODE } from "../graph.js";
import { recordApi } from "./invoke.js";
import { propagate, settleObjects, type Solver, tokensAt } from "../solver.js";

/** Calls of telling methods (`query`, `goto`) on receivers that nothing is known of get the rows that the models have for such. */
export function resolveUnknown(solver: Solver): void {
  const { graph, index } = solver;
  for (let at = 0, end = graph.calls.length; at < end; at += 1) {
    const site = graph.calls[at];
    if (site?.method === undefined || solver.resolved.has(site) || site.isNew) continue;
    if (isKnown(solver, site.callee) || isPattern(solver, site.receiver)) continue;
    const known = kindsOf(solver, site.callee);
    for (const api of [index.unknown.get(site.method), memberOfUnknown(solver, site.receiver)?.members.get(site.method)]) {
      if (api === undefined) continue;
      const sinks = api.onCall.sinks.filter(({ row, place }) => !known.has(row.kind) && isWritten(solver, site.args, place));
      recordApi(solver, site, api, { ...api.onCall, sinks }, site.args);
    }
  }
  propagate(solver);
  settleObjects(solver);
}

/** The kinds of sinks that the models know of the receiver's library: there a name alone says nothing more. */
function kindsOf(solver: Solver, callee: number): Set<SinkKind> {
  return new Set(tokensAt(solver, callee).flatMap((token) => (token.kind === "api" && token.api.library.name !== "globals" ? [...token.api.library.kinds] : [])));
}

const MOST_NODES = 200;

/** The receiver may be a regular expression: its `exec` and `test` are the language's. */
function isPattern(solver: Solver, receiver: Node): boolean {
  const { graph } = solver;
  const seen = new Set<Node>();
  const work = [receiver];
  for (let at = work.pop(); at !== undefined && seen.size < MOST_NODES; at = work.pop()) {
    if (at === NO_NODE || seen.has(at)) continue;
    seen.add(at);
    const def = graph.defs[at];
    if (def?.kind === "regex") return true;
    if (def?.kind === "sigma") work.push(def.of);
    else if (def?.kind === "call") {
      const callee = graph.defs[def.site.callee];
      if (callee?.kind === "global" && callee.name === "RegExp") return true;
    }
    for (const source of graph.sourcesOf(at)) work.push(source);
  }
  return false;
}

/** A field that a row speaks of is written by the program: whatever a caller may hand on under that name says nothing of the receiver. */
function isWritten(solver: Solver, args: readonly Argument[], { from, path }: Place): boolean {
  const [first] = path;
  const arg = args[from];
  if (first?.kind !== "member" || arg === undefined) return true;
  return tokensAt(solver, arg.node).some((token) => token.fields.has(first.name));
}

/** What the models say of the member or the call's result that a node is: `x.Runtime`, `x.createQueryBuilder()`. */
function memberOfUnknown(solver: Solver, node: Node): Api | undefined {
  const { graph, index } = solver;
  let at = graph.origin(node);
  for (let hops = 0; hops < 4; hops += 1) {
    const def = graph.defs[at];
    if (def?.kind === "get") return index.unknown.get(def.field);
    if (def?.kind === "call") return def.site.method === undefined ? undefined : index.unknown.get(def.site.method)?.called;
    const from = graph.sourcesOf(at);
    if (from.length !== 1 || from[0] === undefined) return undefined;
    at = graph.origin(from[0]);
  }
  return undefined;
}

/** The callee is a function of the program, or belongs to a place that the models know. */
function isKnown(solver: Solver, callee: number): boolean {
  return tokensAt(solver, callee).some((token) => token.kind !== "api" || !token.api.opaque);
}
