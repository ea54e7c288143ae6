import type { Preset } from "../finding.js";
import type { Rule } from "../rule.js";

/** From the narrowest on; each holds those before it. */
export const PRESETS: readonly Preset[] = ["recommended", "strict", "audit"];

/** What may count as untrusted, see `AnalyzeOptions`. */
export const ENTRIES = ["mcp", "all"] as const;

/** Ids of the rules that run under a preset. */
export function activeRules(rules: ReadonlyMap<string, Rule>, preset: Preset): ReadonlySet<string> {
  return new Set([...rules].filter(([, rule]) => holds(preset, rule.preset)).map(([id]) => id));
}

/** Whether what belongs to `narrow` is shown under `preset`. */
export function holds(preset: Preset, narrow: Preset): boolean {
  return PRESETS.indexOf(narrow) <= PRESETS.indexOf(preset);
}

/** The preset of this name; the narrowest when there is none. */
export function presetNamed(name: unknown): Preset {
  return PRESETS.find((one) => one === name) ?? "recommended";
}
