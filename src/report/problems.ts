import { comparePlaces, type Finding, type Location, type Severity } from "../finding.js";
import type { Result } from "./index.js";

/** A finding, or what is said of a comment or an entry: what a format lists. */
export interface Problem {
  /** The rule with its namespace; undefined for what is said of comments and entries. */
  readonly rule: string | undefined;
  readonly severity: Severity;
  readonly message: string;
  readonly location: Location;
  readonly finding: Finding | undefined;
}

/** Everything that a run reports, in the order of its places; `worstFirst`: errors in front, for hosts that cut lists. */
export function problemsOf({ findings, directives }: Pick<Result, "findings" | "directives">, worstFirst = false): Problem[] {
  const problems = [
    ...findings.map((finding): Problem => ({ rule: `mcp/${finding.rule}`, severity: finding.severity, message: finding.message, location: finding.location, finding })),
    ...directives.map(({ severity, message, location }): Problem => ({ rule: undefined, severity, message, location, finding: undefined })),
  ];
  const rank = ({ severity }: Problem): number => (worstFirst && severity !== "error" ? 1 : 0);
  return problems.sort((a, b) => rank(a) - rank(b) || comparePlaces(a.location, b.location));
}
