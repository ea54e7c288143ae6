import { rules } from "../../rules/index.js";
import { type Baseline, knownIn } from "../policy/baseline.js";
import type { Finding, Preset } from "../finding.js";
import { filePolicies, type Policy } from "../policy/policy.js";
import { silencerOf } from "../policy/judge.js";
import { holds } from "../analyze/preset.js";

/** What becomes of a finding: the host shows it, the baseline knows it, or the configuration sets it aside. */
export type Fate = "shown" | "known" | "aside";

/** What the configuration and the baseline of a project make of a finding of a rule that the host runs under a preset of its own. */
export type FateOf = (finding: Finding, preset: Preset) => Fate;

/**
 * The configuration and the baseline as the plugin hears them. Which rules run, and how severe they are, is ESLint's to say; the file says where a rule is off or a preset narrower,
 * what is by design, what is silenced and what is known.
 */
export function createFates(policy: Policy, baseline: Baseline | undefined): FateOf {
  const at = filePolicies(policy, rules);
  const silence = silencerOf(policy);
  const isKnown = baseline === undefined ? () => false : knownIn(baseline, policy.root);
  return (finding, preset) => {
    const { rule: id, location: { file } } = finding;
    const local = at(file);
    const own = rules.get(id)?.preset ?? preset;
    const narrow = local.own ?? preset;
    if (local.off.has(id) || narrow === "off") return "aside";
    // a rule that the host runs is asked for, whatever the preset, unless the file says which preset holds there
    const isAsked = local.named.has(id) || local.own === undefined;
    const held = isAsked && !holds(narrow, own) ? own : narrow;
    if (!holds(held, finding.preset) || silence(finding) !== undefined) return "aside";
    return isKnown(finding) ? "known" : "shown";
  };
}
