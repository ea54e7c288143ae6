import type { Analysis } from "../src/analyze.js";
import type { Finding, Gap, Location } from "../src/finding.js";
import type { Rule } from "../src/rule.js";
import type { Result } from "../src/report/index.js";

/** The place of the `nth` occurrence of `needle` in a text. */
export function placeOf(file: string, text: string, needle: string, nth = 0): Location {
  let start = text.indexOf(needle);
  for (let turn = 0; turn < nth; turn += 1) start = text.indexOf(needle, start + 1);
  if (start < 0) throw new Error(`"${needle}" is not in ${file}`);
  const before = text.slice(0, start).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { file, line, column, endLine: line, endColumn: column + needle.length };
}

export function finding(location: Location, more: Partial<Finding> = {}): Finding {
  return {
    rule: "no-shell-injection",
    severity: "error",
    confidence: "high",
    message: "`command` of tool `run` reaches child_process.exec. Pass arguments as a list.",
    location,
    steps: [],
    tools: ["run"],
    preset: "recommended",
    fingerprint: `f-${location.file}-${location.line}-${location.column}`,
    ...more,
  };
}

/** An analysis made by hand. */
export function analysisOf(texts: Readonly<Record<string, string>>, findings: readonly Finding[], more: Partial<Analysis> & { gaps?: readonly Gap[] } = {}): Analysis {
  const files = Object.keys(texts).sort();
  const gaps = more.gaps ?? [];
  return {
    root: "/project",
    findings,
    wider: [],
    gaps,
    failures: [],
    summary: { files: files.length, lines: 10, tools: 1, handlers: 2, handlersEvaluated: 1, gaps: gaps.length },
    dependsOnSdk: true,
    needsTools: true,
    files,
    text: (file) => texts[file],
    ...more,
  };
}

function made(title: string, preset: Rule["preset"], severity: Rule["severity"]): Rule {
  return {
    title,
    preset,
    severity,
    cwe: [78, 1427],
    owasp: ["MCP05:2025"],
    score: 9.8,
    why: "Why with `code` and a [link](https://example.org/x).",
    fix: "Mend **it**.",
    check: () => [],
  };
}

export const sampleRules: ReadonlyMap<string, Rule> = new Map([
  ["no-shell-injection", made("Tool input in a shell command", "recommended", "error")],
  ["no-sql-injection", made("Tool input in a query", "recommended", "error")],
  ["prefer-care", made("Something to look at", "audit", "warn")],
]);

export function resultOf(analysis: Analysis, more: Partial<Result> = {}): Result {
  return {
    analysis,
    findings: analysis.findings,
    suppressed: [],
    directives: [],
    rules: sampleRules,
    preset: "recommended",
    package: { name: "mcp-boundary", version: "1.2.3", homepage: "https://example.org/mcp-boundary" },
    ...more,
  };
}
