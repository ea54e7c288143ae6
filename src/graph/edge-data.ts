import type { CallSite } from "./graph.js";

/** How a step of a library or of the language changes a value. */
export interface Mapping {
  /** Which facts go along: of the text itself; also of its items; of any part (JSON.stringify); or all, at the place where they are. */
  readonly take: "text" | "items" | "any" | "same";
  /** Which dangers are left of those that came. */
  readonly transfer: (dangers: number) => number;
  /** The value becomes this field of the result. */
  readonly put: readonly string[];
  /** The value is held against a schema: only what it admits goes along, at these places. */
  readonly leaves: readonly { readonly path: readonly string[]; readonly bits: number }[] | undefined;
}

/** How an argument arrives: `put` when it is an item of a rest parameter or of `arguments`. */
export interface Passing {
  readonly site: CallSite;
  readonly put: string | undefined;
}
