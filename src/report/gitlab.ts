import { createHash } from "node:crypto";
import type { Look, Result } from "./index.js";
import { escapeJson } from "./escape.js";
import { cleanText } from "./mask.js";
import { type Problem, problemsOf } from "./problems.js";

/** Scores from which a flaw is critical, as CVSS rates them. */
const CRITICAL = 9;

/** The report that GitLab calls Code Quality (https://docs.gitlab.com/ci/testing/code_quality/): a list, each with a fingerprint of its own. Paths are relative to the repository. */
export function reportGitlab(result: Result, look: Look): string {
  const seen = new Map<string, number>();
  const entries = problemsOf(result).map((problem) => {
    const path = cleanText(look.repository(problem.location.file));
    const { line, endLine } = problem.location;
    return {
      description: cleanText(problem.message),
      check_name: problem.rule ?? "mcp-boundary",
      fingerprint: unique(problem, path, seen),
      severity: severityOf(problem, result),
      location: { path, lines: { begin: line, end: endLine } },
    };
  });
  return `${escapeJson(JSON.stringify(entries, undefined, 2))}\n`;
}

function severityOf({ severity, finding }: Problem, { rules }: Result): string {
  if (severity !== "error") return "minor";
  return (rules.get(finding?.rule ?? "")?.score ?? 0) >= CRITICAL ? "critical" : "major";
}

/** A finding's fingerprint is unique in its file alone, and what is said of comments has none. */
function unique({ rule, finding, message }: Problem, path: string, seen: Map<string, number>): string {
  const key = [path, rule ?? "", finding?.fingerprint ?? message].join("\0");
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return createHash("sha256").update(`${key}\0${count}`).digest("hex").slice(0, 32);
}
