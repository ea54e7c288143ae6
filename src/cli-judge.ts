import { rules } from "../rules/index.js";
import type { Analysis } from "./analyze.js";
import type { Project } from "./cli-project.js";
import { filePolicies } from "./policy.js";
import { judgeByPolicy } from "./policy-judge.js";
import { toModulePath } from "./program/disk.js";
import { REASON_RULE, suppress, type Suppression } from "./suppress.js";

/** How findings are to be judged. */
export interface Judging {
  /** Comments in the source are heard. */
  readonly inlineConfig: boolean;
  /** A day as ISO 8601 writes it. */
  readonly today: string;
}

/** The findings as they count: after the configuration, then the comments. */
export async function judgeFindings(analysis: Analysis, { policy, config, target, whole }: Project, { inlineConfig, today }: Judging): Promise<Suppression> {
  const file = config.file === undefined ? "" : toModulePath(target.root, config.file);
  const judged = judgeByPolicy(analysis, policy, rules, { today, file, whole });
  const at = filePolicies(policy, rules);
  const known = new Set([...rules.keys(), REASON_RULE]);
  const heard = inlineConfig
    ? await suppress(judged.analysis, { known, active: (path) => new Set(at(path).severities.keys()) }, today)
    : { findings: judged.analysis.findings, suppressed: [], directives: [] };
  return { findings: heard.findings, suppressed: [...judged.suppressed, ...heard.suppressed], directives: [...judged.problems, ...heard.directives] };
}
