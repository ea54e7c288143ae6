import { ALL_DANGERS, type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { clearedBetween } from "./between.js";
import { clearField } from "../dangers/cleared.js";
import type { CallSite, Exit, Node } from "../graph.js";
import type { Inference, Judge } from "./judge.js";
import { mayBe, type Outcome } from "./summaries.js";

/**
 * `const { ok, path } = check(x)`: with this outcome the other parts of the result come from the returns that give it, with the tests that
 * they had passed there. The subject is the result, or a part that was read of it.
 */
export function inferResult({ judge, subject, cleared }: Inference, site: CallSite, outcome: Outcome): void {
  const { graph } = judge.solver;
  const result = graph.origin(site.node);
  const def = graph.defs[subject];
  const part = def?.kind === "get" && graph.origin(def.object) === result ? def.field : undefined;
  if (result !== subject && part === undefined) return;
  for (const [field, bits] of clearedParts(judge, site, outcome)) {
    if (part === field) cleared.self |= bits;
    else if (part === undefined && bits !== NO_DANGERS) clearField(cleared, field, bits);
  }
}

/** What was cleared of each field of the returned objects, on every way to the outcome. */
function clearedParts(judge: Judge, site: CallSite, outcome: Outcome): Map<string, Dangers> {
  const { graph } = judge.solver;
  const parts = new Map<string, Dangers>();
  const exits = site.targets.flatMap((target) => target.exits.filter((exit) => mayBe(graph, exit, outcome)));
  exits.forEach((exit, index) => {
    const value = graph.defs[graph.origin(exit.value)];
    const fields = value?.kind === "object" ? value.fields : new Map<string, Node>();
    if (index === 0) for (const field of fields.keys()) parts.set(field, ALL_DANGERS);
    for (const [field, bits] of parts) {
      const node = fields.get(field);
      parts.set(field, node === undefined ? NO_DANGERS : bits & clearedAtExit(judge, exit, node));
    }
  });
  return parts;
}

/** The tests that a value had passed when the function ended, its own result among them: `return { ok: inside(path), path }`. */
function clearedAtExit(judge: Judge, exit: Exit, node: Node): Dangers {
  const { graph } = judge.solver;
  const origin = graph.origin(node);
  let bits = clearedBetween(judge, node, origin).self;
  for (const version of exit.changes.values()) {
    if (version !== origin && graph.origin(version) === origin) bits |= clearedBetween(judge, version, origin).self;
  }
  return bits;
}
