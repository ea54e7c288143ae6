import type { Node } from "./graph.js";

/** A test, and how it came out. */
export interface Decision {
  readonly test: Node;
  readonly truth: boolean;
}

/** The tests that a place lies behind, the last one first; `either`: control came on one of these ways. */
export interface Trail {
  readonly decision: Decision | undefined;
  readonly either: readonly (Trail | undefined)[];
  readonly before: Trail | undefined;
}
