import type { Location } from "../finding.js";
import { html } from "./html-text.js";
import { countSeverities } from "./index.js";
import type { Look, Result } from "./index.js";
import { code, plain, prose, table } from "./markdown-text.js";
import { type Problem, problemsOf } from "./problems.js";

/** Rows and ways that are shown: GitHub refuses a job summary above 1 MiB. */
const MOST_ROWS = 300;
const MOST_WAYS = 30;
const MOST_STEPS = 20;

/** A page of Markdown for job summaries and comments: what was found, the ways of the first findings, what was and was not seen. Nothing in a text of the project is markup. */
export function reportMarkdown(result: Result, look: Look): string {
  const place = ({ file, line }: Location): string => code(`${look.repository(file)}:${line}`);
  const problems = problemsOf(result, true);
  const { errors, warnings } = countSeverities(result);
  const { summary, gaps, failures } = result.analysis;
  const counts = [["errors", errors], ["warnings", warnings], ["suppressed", result.suppressed.length], ["tools", summary.tools], ["files", summary.files], ["gaps", summary.gaps]] as const;
  const rows = problems.slice(0, MOST_ROWS).map(({ severity, rule, location, message }) => [severity === "error" ? "**error**" : "warning", rule === undefined ? "" : ruleLink(rule, result), place(location), prose(message)]);
  const blocks = [
    "# mcp-boundary",
    table(counts.map(([name]) => name), [counts.map(([, count]) => String(count))]),
    ...failures.map(({ rule, message }) => `**Rule ${code(`mcp/${rule}`)} failed**: ${plain(message)}`),
    ...(rows.length === 0 ? ["Nothing is reported. That does not mean that there is no hole."] : [table(["severity", "rule", "where", "what"], rows)]),
    ...(problems.length > MOST_ROWS ? [`… and ${problems.length - MOST_ROWS} more.`] : []),
    ...problems.filter(({ finding }) => (finding?.steps.length ?? 0) > 0).slice(0, MOST_WAYS).map((problem) => way(problem, place)),
    ...(look.gaps && gaps.length > 0 ? ["## Gaps", gaps.slice(0, MOST_ROWS).map(({ kind, message, location }) => `- ${place(location)} ${plain(kind)}: ${plain(message)}`).join("\n")] : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function ruleLink(rule: string, { package: { homepage } }: Result): string {
  return `[${rule}](${homepage}/blob/main/docs/rules/${rule.replace(/^mcp\//, "")}.md)`;
}

/** The way of a finding, folded away. */
function way({ rule, location, finding }: Problem, place: (location: Location) => string): string {
  const steps = finding?.steps ?? [];
  const shown = steps.slice(0, MOST_STEPS).map((step, index) => `${index + 1}. ${place(step.location)} ${prose(step.text)}`);
  const more = steps.length > MOST_STEPS ? [`\n… ${steps.length - MOST_STEPS} more steps.`] : [];
  return [`<details><summary>${html(rule ?? "")} in ${html(`${location.file}:${location.line}`)}</summary>`, [...shown, ...more].join("\n"), "</details>"].join("\n\n");
}
