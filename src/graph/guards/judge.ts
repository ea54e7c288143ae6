import type { Cleared } from "../dangers/cleared.js";
import type { Each } from "./each.js";
import type { CallSite, Node } from "../graph.js";
import type { ApiCall, Solver } from "../solver.js";

/** Judges tests. Built once the graph is solved; `isTainted` tells whether a value, or what it has in a field, may be the attacker's at all. */
export interface Judge {
  readonly solver: Solver;
  readonly isTainted: (node: Node, field?: string) => boolean;
  readonly callsOf: ReadonlyMap<CallSite, readonly ApiCall[]>;
  readonly sigmas: Map<Node, Cleared>;
  readonly summaries: Map<string, Cleared>;
  /** Summaries that are being made. */
  readonly open: Set<string>;
  readonly putOff: PutOff;
  /** What is asked is whether a value may be this very text: a test that the text does not come through rules all dangers out. */
  readonly text?: string;
  /** What was tested was tested for each member of this. */
  readonly each?: Each;
}

/** Questions that were put off because too many were open. */
export interface PutOff {
  /** Grows with each of them, and with each answer that hangs on one. */
  count: number;
  readonly asks: (() => unknown)[];
  /** They are being asked. */
  isAsking: boolean;
  /** Summaries that hang on one, to be dropped when the outermost question was gone through. */
  readonly drops: (() => void)[];
  readonly hanging: Set<Cleared>;
}

/** What a test says of one value (`subject`, by its origin) while it is being collected. */
export interface Inference {
  readonly judge: Judge;
  readonly subject: Node;
  readonly cleared: Cleared;
  /** The test is one against this root, which may be the caller's. */
  readonly root?: Node;
}
