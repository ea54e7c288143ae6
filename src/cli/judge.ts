import { join } from "node:path";
import { rules } from "../../rules/index.js";
import type { Analysis } from "../analyze.js";
import { type Baseline, compareWithBaseline, type KnownFinding } from "../policy/baseline.js";
import type { Project } from "./project.js";
import { filePolicies } from "../policy/policy.js";
import { judgeByPolicy } from "../policy/judge.js";
import { isInside, statOf, toModulePath } from "../program/disk.js";
import { REASON_RULE, suppress, type DirectiveProblem, type Suppressed, type Suppression } from "../policy/suppress.js";

/** How findings are to be judged. */
export interface Judging {
  /** Comments in the source are heard. */
  readonly inlineConfig: boolean;
  /** A day as ISO 8601 writes it. */
  readonly today: string;
}

/** The findings as they count: after the configuration, the baseline and the comments, in this order, which is that of the ESLint plugin. */
export async function judgeFindings(analysis: Analysis, project: Project, { inlineConfig, today }: Judging): Promise<Suppression> {
  const { policy, config, target, whole, baseline } = project;
  const file = config.file === undefined ? "" : toModulePath(target.root, config.file);
  const { analysis: judged, suppressed, problems } = judgeByPolicy(analysis, policy, rules, { today, file, whole });
  const { known, fresh, gone } = baseline === undefined ? { known: [], fresh: judged.findings, gone: [] } : compareWithBaseline(judged.findings, baseline, target.root);
  const at = filePolicies(policy, rules);
  // a comment above a finding that the baseline knows is in use: whoever prunes needs it
  const rest = { ...judged, findings: fresh, wider: [...judged.wider, ...known] };
  const heard = inlineConfig
    ? await suppress(rest, { known: new Set([...rules.keys(), REASON_RULE]), active: (path) => new Set(at(path).severities.keys()) }, today)
    : { findings: fresh, suppressed: [], directives: [] };
  const stale = baseline === undefined ? [] : staleProblems(baseline, gone.filter(fixedIn(baseline, analysis, project)), target.root);
  return {
    findings: heard.findings,
    suppressed: [...suppressed, ...known.map((finding): Suppressed => ({ finding, reason: "", by: "baseline" })), ...heard.suppressed],
    directives: [...problems, ...stale, ...heard.directives],
  };
}

/** Whether an entry that no finding answers to is fixed, and not merely out of sight: its file was analysed or is gone, and its rule ran there. */
export function fixedIn(baseline: Baseline, analysis: Pick<Analysis, "files">, { target, policy }: Project): (known: KnownFinding) => boolean {
  const analysed = new Set(analysis.files);
  const at = filePolicies(policy, rules);
  return ({ file, rule }) => {
    const absolute = join(baseline.file, "..", file);
    if (!isInside(target.root, absolute)) return false;
    const path = toModulePath(target.root, absolute);
    return statOf(absolute) === undefined || (analysed.has(path) && at(path).severities.has(rule.replace(/^mcp\//, "")));
  };
}

const MOST_NAMED = 3;

/** A ratchet turns one way: what is fixed has to leave the baseline, or it could come back unseen. */
function staleProblems(baseline: Baseline, gone: readonly KnownFinding[], root: string): DirectiveProblem[] {
  if (gone.length === 0) return [];
  const named = [...new Set(gone.map(({ rule, file }) => `${rule} in ${file}`))];
  const more = named.length > MOST_NAMED ? `, and ${named.length - MOST_NAMED} more` : "";
  const message = `${gone.length === 1 ? "1 finding of the baseline is" : `${gone.length} findings of the baseline are`} fixed (${named.slice(0, MOST_NAMED).join(", ")}${more}): run mcp-boundary baseline --prune.`;
  return [{ location: { file: toModulePath(root, baseline.file), line: 1, column: 1, endLine: 1, endColumn: 1 }, severity: "error", message }];
}
