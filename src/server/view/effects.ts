import type { Effect, Tool } from "./view.js";

/** What handlers may do, the most dangerous first. */
export const EFFECTS: readonly Effect[] = ["executes", "deletes", "writes", "queries", "sends", "reads"];

/** Orders tools by the worst that each does; those of which nothing is known stand last. */
export function worstFirst(a: Pick<Tool, "effects">, b: Pick<Tool, "effects">): number {
  return rank(a) - rank(b);
}

function rank({ effects: [worst] }: Pick<Tool, "effects">): number {
  return worst === undefined ? EFFECTS.length : EFFECTS.indexOf(worst);
}
