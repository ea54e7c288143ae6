import type { Analysis } from "../analyze.js";
import type { Finding, Location, Severity } from "../finding.js";

/** Who silenced a finding: a comment, an entry of the configuration, a capability that is declared there, the baseline. */
export type Silence = "comment" | "configuration" | "capability" | "baseline";

/** A finding that is set aside. It is counted all the same. */
export interface Suppressed {
  readonly finding: Finding;
  /** What the comment says behind `--`, or the entry; "" when no reason is given. */
  readonly reason: string;
  readonly by: Silence;
}

/** A comment or an entry that does not do what it should: it has no effect, names a rule that does not exist, gives no reason, or its day is over. */
export interface DirectiveProblem {
  readonly location: Location;
  readonly severity: Severity;
  readonly message: string;
}

/** An analysis after the comments in the source were heard. */
export interface Suppression {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly directives: readonly DirectiveProblem[];
}

/** Which rules there are, and which of them run in a file. Ids are without the namespace. */
export interface RuleIds {
  readonly known: ReadonlySet<string>;
  active(file: string): ReadonlySet<string>;
}

/** The rule by which the ESLint plugin speaks of comments themselves; the command line does it without one. */
export const REASON_RULE = "suppression-reason";

/**
 * Takes away the findings that `eslint-disable` comments turn off. The comments are judged by ESLint itself, which is loaded only when a file
 * holds one that can concern us: most runs never pay for it. What is in `wider` is not shown, and keeps comments in use. `today` is the day by which those that count until a day are judged.
 */
export async function suppress(analysis: Analysis, rules: RuleIds, today: string): Promise<Suppression> {
  const byFile = groupByFile(analysis.findings);
  const wider = groupByFile(analysis.wider);
  const touched = analysis.files.filter((file) => canHoldDirective(analysis.text(file), byFile.has(file)));
  if (touched.length === 0) return { findings: analysis.findings, suppressed: [], directives: [] };

  const { createJudge } = await import("./suppress-judge.js");
  const judge = createJudge(rules, today);
  const kept = new Map<Finding, Finding | undefined>();
  const suppressed: Suppressed[] = [];
  const directives: DirectiveProblem[] = [];
  for (const file of touched) {
    const unshown = wider.get(file) ?? [];
    const verdict = judge(file, analysis.text(file) ?? "", [...(byFile.get(file) ?? []), ...unshown]);
    for (const [finding, shown] of verdict.kept) kept.set(finding, shown);
    suppressed.push(...verdict.suppressed.filter(({ finding }) => !unshown.includes(finding)));
    directives.push(...verdict.directives);
  }
  const findings = analysis.findings.map((finding) => (kept.has(finding) ? kept.get(finding) : finding)).filter((finding) => finding !== undefined);
  return { findings, suppressed, directives };
}

function groupByFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byFile.get(finding.location.file);
    if (list === undefined) byFile.set(finding.location.file, [finding]);
    else list.push(finding);
  }
  return byFile;
}

/** A blanket comment matters only where something was found; one that names a rule of ours matters everywhere, it may be unused. */
function canHoldDirective(text: string | undefined, hasFindings: boolean): boolean {
  if (text === undefined || !text.includes("eslint")) return false;
  return hasFindings || text.includes("mcp/");
}
