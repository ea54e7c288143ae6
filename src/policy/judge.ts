import type { Analysis } from "../analyze.js";
import type { Finding, Location } from "../finding.js";
import { CAPABILITIES, fileMatcher, filePolicies, isShown, type Policy, toolMatcher } from "./policy.js";
import { activeRules, holds, PRESETS } from "../analyze/preset.js";
import type { Rule } from "../rule.js";
import type { DirectiveProblem, Suppressed } from "./suppress.js";
import { isOver } from "./suppress-reason.js";

/** What a policy makes of an analysis. */
export interface Judged {
  /** With the findings that are left, in the severity that the policy gives them. */
  readonly analysis: Analysis;
  readonly suppressed: readonly Suppressed[];
  /** Entries without effect, and those whose day is over. */
  readonly problems: readonly DirectiveProblem[];
}

/** What surrounds a judgement. */
export interface Circumstances {
  /** A day as ISO 8601 writes it. */
  readonly today: string;
  /** The configuration, for problems: its path relative to the root, and how sentences name it. */
  readonly file: string;
  /** All that the configuration speaks of was analysed, under its preset or a wider one: an entry without effect is one too many. */
  readonly whole: boolean;
}

/** Why an entry of the configuration silences a finding. */
type Silencer = (finding: Finding) => Suppressed | undefined;

/** Findings as a policy shows them: rules switched off are gone, what is by design or silenced by an entry is set aside. */
export function judgeByPolicy(analysis: Analysis, policy: Policy, rules: ReadonlyMap<string, Rule>, { today, file, whole }: Circumstances): Judged {
  const at = filePolicies(policy, rules);
  const used = new Set<string>();
  const silence = silencerOf(policy, used);
  const shown: Finding[] = [];
  const wider: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of [...analysis.findings, ...analysis.wider]) {
    const local = at(finding.location.file);
    const severity = local.severities.get(finding.rule);
    if (severity === undefined) continue;
    const judged = severity === finding.severity || !local.named.has(finding.rule) ? finding : { ...finding, severity };
    const isOpen = isShown(finding, local, rules);
    const silenced = silence(judged);
    if (silenced === undefined) (isOpen ? shown : wider).push(judged);
    else if (isOpen) suppressed.push(silenced);
  }
  const location: Location = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const unused = whole ? unusedEntries(policy, rules, used) : new Map<string, string>();
  const problems = [
    ...policy.suppressions.flatMap(({ until }, index): DirectiveProblem[] =>
      until !== undefined && isOver(until, today) && !unused.has(`suppressions[${index}]`) ? [{ location, severity: "error", message: `suppressions[${index}] counted until ${until}: mend what it silences, or look at it again and give another day.` }] : []),
    ...[...unused].map(([name, why]): DirectiveProblem => ({ location, severity: "warn", message: `${name} ${why}` })),
  ];
  return { analysis: { ...analysis, findings: shown, wider }, suppressed, problems };
}

/** Silences by the entries of the policy; `used` takes in the names of those that did. */
export function silencerOf(policy: Policy, used = new Set<string>()): Silencer {
  const suppressions = policy.suppressions.map((entry, index) => ({ ...entry, name: `suppressions[${index}]`, inFile: fileMatcher(entry.files, policy), isTool: entry.tools === undefined ? undefined : toolMatcher(entry.tools) }));
  const capabilities = policy.capabilities.map((entry, index) => ({ ...entry, name: `capabilities[${index}]`, isTool: toolMatcher(entry.tools), sinks: new Set<string>(entry.may.flatMap((word) => CAPABILITIES[word])) }));
  return (finding) => {
    const { tools, sink, rule, beyondTools = false } = finding;
    for (const { name, inFile, isTool, reason, ...entry } of suppressions) {
      if (entry.rule !== `mcp/${rule}` || !inFile(finding.location.file)) continue;
      if (isTool !== undefined && (tools.length === 0 || beyondTools || !tools.every(isTool))) continue;
      used.add(name);
      return { finding, reason, by: "configuration" };
    }
    if (sink === undefined || tools.length === 0 || beyondTools) return undefined;
    // law: a tool that nobody declared, or what is no tool, makes it a finding, whoever else reaches the place
    const granted = tools.map((tool) => capabilities.find(({ isTool, sinks }) => sinks.has(sink) && isTool(tool)));
    if (granted.some((entry) => entry === undefined)) return undefined;
    const entries = [...new Set(granted)].filter((entry) => entry !== undefined);
    for (const { name } of entries) used.add(name);
    return { finding, reason: [...new Set(entries.map(({ reason }) => reason))].join("; "), by: "capability" };
  };
}

/** Names of entries that did nothing, and what is to be said of each. */
function unusedEntries(policy: Policy, rules: ReadonlyMap<string, Rule>, used: ReadonlySet<string>): Map<string, string> {
  const widest = PRESETS.findLast((preset) => preset === policy.preset || policy.overrides.some((one) => one.preset === preset)) ?? policy.preset;
  const active = activeRules(rules, widest);
  const entries = [
    ...policy.suppressions.filter(({ rule }) => active.has(rule.replace(/^mcp\//, ""))).map((entry): [string, string] => [`suppressions[${policy.suppressions.indexOf(entry)}]`, `silences nothing: ${entry.rule} finds nothing there.`]),
    ...policy.capabilities.map(({ tools, may }, index): [string, string] => [`capabilities[${index}]`, `has no effect: nothing that ${tools.map((tool) => `\`${tool}\``).join(", ")} may reach by ${may.join(", ")} is reported.`]),
  ];
  return new Map(entries.filter(([name]) => !used.has(name)));
}

/** Whether entries count as unused that did nothing under `run`: under a narrower preset than the configuration's they may have nothing to do. */
export function coversPreset(run: Policy["preset"], configured: Policy["preset"]): boolean {
  return holds(run, configured);
}
