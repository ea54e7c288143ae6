import type { FunctionIr, Span } from "../ir/ir.js";
import type { Frame } from "./frame.js";
import { type Run, type Thrown } from "./run.js";
import { type Changes, mergeChanges } from "./state.js";
import type { Site, Value } from "./values.js";

/** How a statement ends other than by going on. */
export type Completion =
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  | { readonly kind: "throw"; readonly error: Thrown }
  | { readonly kind: "exit" };

/** An arm of an unknown condition that left the statement that it stood in, with what it had written by then. */
export interface Escape {
  readonly completion: Completion;
  readonly changes: Changes;
}

/** One call of a function as it runs. */
export interface Activation {
  readonly fn: FunctionIr;
  frame: Frame;
  self: Value;
  readonly newTarget: Value;
  /** Where `super` is looked up. */
  readonly home: Value;
  /** What a generator gave so far. */
  readonly yields: Value[] | undefined;
  readonly escapes: Escape[];
}

export function siteOf(act: Activation, span: Span): Site {
  return { module: act.fn.module, span };
}

const NONE: readonly Escape[] = [];

/** Takes up the escapes from `since` on that lead to here: what they wrote may be so. */
export function absorb(run: Run, act: Activation, since: number, site: Site, leadsHere: (completion: Completion) => boolean): readonly Escape[] {
  if (act.escapes.length <= since) return NONE;
  const taken = act.escapes.splice(since);
  const here = taken.filter(({ completion }) => leadsHere(completion));
  act.escapes.push(...taken.filter((escape) => !here.includes(escape)));
  for (const { changes } of here) mergeChanges(run.state, changes, new Map(), site);
  return here;
}
