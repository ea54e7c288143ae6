import { count } from "./count.js";
import { countSeverities } from "./index.js";
import type { Look, Result } from "./index.js";
import { cleanText } from "./mask.js";
import { type Problem, problemsOf } from "./problems.js";

/** Annotations that GitHub takes of a step for each severity; more are dropped without a word (https://docs.github.com/en/rest/checks/runs, "limits" of the runner). */
const MOST = 10;

/**
 * Annotations as workflow commands (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions), the errors first, and what is above GitHub's limit as plain
 * lines of the log. No text of the project can be a command: line breaks are written out, and no line starts with its text.
 */
export function reportGithub(result: Result, look: Look): string {
  const left = { error: MOST, warn: MOST };
  const lines = problemsOf(result, true).map((problem) => (left[problem.severity]-- > 0 ? annotation(problem, look) : logLine(problem, look)));
  const { errors, warnings } = countSeverities(result);
  const cut = lines.filter((line) => !line.startsWith("::")).length;
  if (cut > 0) lines.push(`${cut} more than GitHub annotates ${cut === 1 ? "stands" : "stand"} in the lines above.`);
  lines.push(`mcp-boundary: ${count(errors, "error")}, ${count(warnings, "warning")}, ${result.suppressed.length} suppressed, ${count(result.analysis.summary.tools, "tool")} found, ${count(result.analysis.summary.gaps, "gap")}`);
  return `${lines.join("\n")}\n`;
}

function annotation({ severity, rule, message, location }: Problem, look: Look): string {
  const { line, column, endLine, endColumn } = location;
  const properties = {
    file: look.repository(location.file),
    line: String(line),
    endLine: String(endLine),
    // columns of a stretch over several lines are refused
    ...(line === endLine ? { col: String(column), endColumn: String(Math.max(column, endColumn - 1)) } : {}),
    title: rule ?? "mcp-boundary",
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(cleanText(value))}`).join(",");
  return `::${severity === "error" ? "error" : "warning"} ${written}::${data(cleanText(message))}`;
}

function logLine({ severity, rule, message, location }: Problem, look: Look): string {
  return `${severity === "error" ? "error" : "warning"} ${cleanText(look.repository(location.file))}:${location.line}:${location.column} ${rule ?? "mcp-boundary"} ${cleanText(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
