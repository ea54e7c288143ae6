import type { FunctionIr, ModuleIr, Span } from "../../ir/ir.js";
import type { SinkRow } from "../../models/model.js";
import type { Fact, Source } from "../dangers/facts.js";
import type { CallSite } from "../graph.js";
import type { Sink } from "../sinks/sinks.js";
import type { Solver } from "../solver.js";

/** Where the input of a flow comes in, for whoever calls what serves it. */
export interface FlowEntry {
  /** The function whose parameter it is a part of; undefined where a library hands it over in another way. */
  readonly fn: FunctionIr | undefined;
  /** The parameter's position. */
  readonly param: number;
  /** Fields that lead to the input, outermost first; what cannot be named is `[]` or `?`. */
  readonly path: readonly string[];
  /** From so many other inputs the sink is reached as well. */
  readonly others: number;
}

/** The call that does harm, and the row that says at which place of it. */
export interface SinkStart {
  readonly module: ModuleIr;
  readonly span: Span;
  readonly row: SinkRow;
  /** Calls of functions that hand the input on to it, from the place of the finding on. */
  readonly through: readonly { readonly module: ModuleIr; readonly span: Span }[];
  /** The functions that the input passes on its way, each with the place up to which it has to be run. */
  readonly way: ReadonlyMap<FunctionIr, number>;
}

/** The entry of a flow whose input lies at this path of a source. */
export function entryOf({ graph }: Solver, { node }: Source, path: readonly string[], others: number): FlowEntry {
  const def = graph.defs[node];
  return def?.kind === "param" ? { fn: def.fn, param: def.index, path, others } : { fn: undefined, param: 0, path, others };
}

/** Where a list is written in another function than it is used, the call that uses it. `calls` lead from the finding to the sink. */
export function startOf({ graph }: Solver, { site, through = [], row }: Sink, calls: readonly CallSite[], facts: readonly Fact[]): SinkStart {
  const all = [...calls, ...through];
  const last = all.at(-1) ?? site;
  const way = new Map<FunctionIr, number>();
  for (const { node } of facts) noteWay(way, graph.owners[node], graph.starts[node]);
  for (const { fn, start } of all) noteWay(way, fn, start);
  return { ...placeOf(last), row, through: all.filter((one) => one !== last).map(placeOf), way };
}

function noteWay(way: Map<FunctionIr, number>, fn: FunctionIr | undefined, start: number | undefined): void {
  if (fn !== undefined && start !== undefined) way.set(fn, Math.max(start, way.get(fn) ?? 0));
}

function placeOf({ fn, start, end }: CallSite): { readonly module: ModuleIr; readonly span: Span } {
  return { module: fn.module, span: { start, end } };
}
