import type { Completion, Escape } from "./activation.js";
import { type Condition, type Doubt, dropConditions, Exited, type Run, Thrown } from "./run.js";
import { applyChanges, type Changes, mergeChanges, runArm } from "./state.js";
import { join } from "./unknown.js";
import type { Site, Value } from "./values.js";

/** How a piece of the program ended: with a value, or abruptly. */
export interface Ended {
  readonly value: Value;
  readonly completion: Completion | undefined;
}

export type Arm = () => Ended;

interface Ran extends Ended {
  readonly changes: Changes;
}

/**
 * Runs what stands under an unknown condition. Of two arms that both run, each starts from the same state; their writes are merged. An arm that ends
 * abruptly leaves the other's state, and is remembered by the call that it stands in.
 */
export function branch(run: Run, escapes: Escape[], test: Value, site: Site, then: Arm, otherwise: Arm, likely?: boolean): Ended {
  const chosen = run.strategy.decide(test, site, likely);
  if (chosen !== "both") return under(run, { what: "test", site, holds: chosen }, chosen ? then : otherwise);
  return merge(run, escapes, "test", site, then, otherwise);
}

/** Runs something of which it is not known whether it happens. */
export function possibly(run: Run, escapes: Escape[], what: Doubt, site: Site, body: Arm): Ended {
  const chosen = run.strategy.maybe(what, site);
  const nothing: Arm = () => ({ value: undefined, completion: undefined });
  if (chosen !== "both") return chosen ? body() : nothing();
  return merge(run, escapes, what, site, body, nothing);
}

function merge(run: Run, escapes: Escape[], what: Condition["what"], site: Site, then: Arm, otherwise: Arm): Ended {
  const a = runOne(run, { what, site, holds: true }, then);
  const b = runOne(run, { what, site, holds: false }, otherwise);
  if (a.completion === undefined && b.completion === undefined) {
    mergeChanges(run.state, a.changes, b.changes, site);
    return { value: join(a.value, b.value, "a value that depends on a condition", site), completion: undefined };
  }
  if (a.completion === undefined || b.completion === undefined) {
    const [going, ended] = a.completion === undefined ? [a, b] : [b, a];
    leave(run, escapes, ended);
    applyChanges(run.state, going.changes);
    if (what === "test") run.conditions.push({ what, site, holds: going === a });
    return { value: going.value, completion: undefined };
  }
  return endBoth(run, escapes, site, a, b);
}

/** Both arms end abruptly: in the same way if they can, else in the way that is not a throw. */
function endBoth(run: Run, escapes: Escape[], site: Site, a: Ran, b: Ran): Ended {
  const [first, second] = [a.completion, b.completion];
  if (first?.kind === "return" && second?.kind === "return") {
    mergeChanges(run.state, a.changes, b.changes, site);
    return { value: undefined, completion: { kind: "return", value: join(first.value, second.value, "a result that depends on a condition", site) } };
  }
  const [kept, left] = second !== undefined && isFinal(first) && !isFinal(second) ? [b, a] : [a, b];
  leave(run, escapes, left);
  applyChanges(run.state, kept.changes);
  return { value: undefined, completion: kept.completion };
}

function isFinal(completion: Completion | undefined): boolean {
  return completion?.kind === "throw" || completion?.kind === "exit";
}

/** What ended abruptly in one arm is taken up again where it leads. What is thrown may be caught, and nobody knows it. */
function leave(run: Run, escapes: Escape[], { completion, changes }: Ran): void {
  if (completion === undefined) return;
  run.doubts += 1;
  if (!isFinal(completion)) escapes.push({ completion, changes });
}

function runOne(run: Run, condition: Condition, arm: Arm): Ran {
  run.merging += 1;
  try {
    const { result: { value, completion }, changes } = runArm(run.state, () => under(run, condition, arm));
    return { value, completion, changes };
  } finally {
    run.merging -= 1;
  }
}

/** Runs an arm with its condition noted; what it throws becomes its completion. */
function under(run: Run, condition: Condition, arm: Arm): Ended {
  const { conditions, spent } = run;
  const { length } = conditions;
  const { depth } = spent;
  conditions.push(condition);
  try {
    return arm();
  } catch (error) {
    if (error instanceof Thrown) return { value: undefined, completion: { kind: "throw", error } };
    if (error instanceof Exited) return { value: undefined, completion: { kind: "exit" } };
    throw error;
  } finally {
    dropConditions(run, length);
    spent.depth = depth;
  }
}

/** Ends as `ended` did: what was thrown is thrown again. */
export function valueOf(ended: Ended): Value {
  const { completion } = ended;
  if (completion?.kind === "throw") throw completion.error;
  if (completion?.kind === "exit") throw new Exited("the program ends itself");
  return ended.value;
}
