import type { Fact } from "../dangers/facts.js";
import type { Node } from "../graph.js";
import { PLACE } from "../guards/respelled.js";
import type { Solver } from "../solver.js";

/** Tells the nodes that hold what a program keeps beyond a call: fields of its objects, variables that closures share. */
export function keptBy({ graph, tokens }: Solver): (node: Node) => boolean {
  let slots: ReadonlySet<Node> | undefined;
  return (node) => {
    slots ??= new Set(tokens.flatMap((token) => (token.kind === "object" || token.kind === "instance" ? [...token.fields.values()] : [])));
    return slots.has(node) || graph.defs[node]?.kind === "cell";
  };
}

/** A root that came into a value in the same context, and that this very call chose. What was kept from an earlier one is a setting. */
export function liesAnywhere(isKept: (node: Node) => boolean, root: readonly Fact[] | undefined, { context }: Fact): boolean {
  return root?.some((fact) => fact.context === context && fact.path === undefined && (fact.bits & PLACE) !== 0 && isOfThisCall(isKept, fact)) === true;
}

/** So many facts are looked at for a way by which nothing was kept. */
const MOST_BEFORE = 200;

/** Some way from a source to the fact leads through nothing that was kept. */
function isOfThisCall(isKept: (node: Node) => boolean, fact: Fact): boolean {
  const seen = new Set([fact]);
  for (const one of seen) {
    if (seen.size > MOST_BEFORE) return true;
    for (const { from } of one.origins) {
      if (from === undefined) return true;
      if (!isKept(from.node)) seen.add(from);
    }
  }
  return false;
}
