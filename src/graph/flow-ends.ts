import type { FunctionIr, ModuleIr, Span } from "../ir/ir.js";
import type { SinkRow } from "../models/model.js";
import type { Source } from "./facts.js";
import type { Sink } from "./sinks.js";
import type { Solver } from "./solver.js";

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
}

/** The entry of a flow whose input lies at this path of a source. */
export function entryOf({ graph }: Solver, { node }: Source, path: readonly string[], others: number): FlowEntry {
  const def = graph.defs[node];
  return def?.kind === "param" ? { fn: def.fn, param: def.index, path, others } : { fn: undefined, param: 0, path, others };
}

/** Where a list is written in another function than it is used, the call that uses it. */
export function startOf({ site, through, row }: Sink): SinkStart {
  const { fn, start, end } = through?.at(-1) ?? site;
  return { module: fn.module, span: { start, end }, row };
}
