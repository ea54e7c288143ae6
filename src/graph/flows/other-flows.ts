import { type CandidateFlow, findFlows, type FlowGraph } from "./flows.js";
import type { Node } from "../graph.js";
import type { TaintSource } from "../offers/registrations.js";
import type { Sink } from "../sinks/sinks.js";

/** The flows of other sources into other sinks, on the same graph, up to what masks them. */
export function findOtherFlows(graph: FlowGraph, sources: readonly TaintSource[], sinks: readonly Sink[], masks: ReadonlySet<Node>): CandidateFlow[] {
  if (sources.length === 0 || sinks.length === 0) return [];
  const taint = graph.spread(sources, masks);
  taint.demand(sinks.map(({ node }) => node));
  return findFlows({ ...graph, taint, sinks });
}
