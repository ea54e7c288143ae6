import type { Dangers } from "../models/kinds.js";
import type { Dispatch } from "./dispatch.js";
import type { CallSite, Edge, Graph, Node } from "./graph.js";

/** Field path inside a value, outermost first; interned. */
export interface Path {
  readonly id: number;
  readonly field: string;
  readonly rest: Path | undefined;
  readonly depth: number;
}

/** "At `path` of the value at `node`, in this call context, attacker-chosen text with these dangers left." */
export interface Fact {
  readonly node: Node;
  /** The parameter fact under which the function runs; undefined when no call order is known. */
  readonly context: Context | undefined;
  readonly path: Path | undefined;
  bits: Dangers;
  /** Where the dangers came from, in the order of arrival. */
  readonly origins: Origin[];
}

export interface Origin {
  /** Undefined at a source. */
  readonly from: Fact | undefined;
  readonly edge: Edge | undefined;
  readonly bits: Dangers;
  readonly source: Source | undefined;
}

/** Where untrusted input enters. */
export interface Source {
  readonly kind: string;
  /** Names of the tools, resources or prompts; empty when unknown. */
  readonly names: readonly string[];
  readonly node: Node;
  /** Path of the input within the value at the node: `["command"]`. */
  readonly path: readonly string[];
}

export interface Context {
  readonly id: number;
  readonly param: Node;
  readonly path: Path | undefined;
  readonly bits: Dangers;
  readonly callers: Map<CallSite, Set<Fact>>;
  readonly returns: Set<Fact>;
  /** Which of several tools it is that was called, where that decides what is called further. */
  readonly dispatch: Dispatch | undefined;
}

/** What the tabulation needs to know besides the graph. */
export interface TaintInput {
  readonly graph: Graph;
  readonly sources: readonly { source: Source; path: readonly string[]; bits: Dangers; dispatch: Dispatch | undefined }[];
  /** Dangers that a test clears; undefined for a run that ignores tests. */
  readonly clearedAt: ((sigma: Node) => { self: Dangers; fields: ReadonlyMap<string, Dangers> }) | undefined;
  /** What is left of the dangers of part `index` of a concatenation. */
  readonly holeTransfer: (concat: Node, index: number, bits: Dangers) => Dangers;
  /** A read of a member that a library gives a meaning: `url.hostname`. */
  readonly reads: ReadonlyMap<Node, (bits: Dangers) => Dangers>;
}

export interface Taint {
  readonly facts: readonly (readonly Fact[] | undefined)[];
  /** The bound on facts was met. */
  readonly spent: boolean;
}
