import type { Preset } from "./finding.js";
import type { Rule } from "./rule.js";

/** From the narrowest on; each holds those before it. */
const ORDER: readonly Preset[] = ["recommended", "strict", "audit"];

/** Ids of the rules that run under a preset. */
export function activeRules(rules: ReadonlyMap<string, Rule>, preset: Preset): ReadonlySet<string> {
  const last = ORDER.indexOf(preset);
  return new Set([...rules].filter(([, rule]) => ORDER.indexOf(rule.preset) <= last).map(([id]) => id));
}
