import type { Cleared } from "./cleared.js";
import type { Each } from "./each.js";
import type { CallSite, Node } from "./graph.js";
import type { ApiCall, Solver } from "./solver.js";

/** Judges tests. Built once the graph is solved; `isTainted` tells whether a value, or what it has in a field, may be the attacker's at all. */
export interface Judge {
  readonly solver: Solver;
  readonly isTainted: (node: Node, field?: string) => boolean;
  readonly callsOf: ReadonlyMap<CallSite, readonly ApiCall[]>;
  readonly sigmas: Map<Node, Cleared>;
  readonly summaries: Map<string, Cleared>;
  /** Summaries that are being made. */
  readonly open: Set<string>;
  /** What was tested was tested for each member of this. */
  readonly each?: Each;
}

/** What a test says of one value (`subject`, by its origin) while it is being collected. */
export interface Inference {
  readonly judge: Judge;
  readonly subject: Node;
  readonly cleared: Cleared;
}
