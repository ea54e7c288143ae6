import type { Look, Result } from "./index.js";
import { cleanText } from "./mask.js";
import { type Problem, problemsOf } from "./problems.js";

/**
 * JUnit's XML, as GitLab, Jenkins and others read it: a case for each finding, which fails; one that is skipped for each that is suppressed; one in error for a rule that failed.
 * A run that reports nothing is one case that passes, for a report without cases counts as broken in some readers. Nothing stands in it besides what the schema of Jenkins' xunit
 * plugin knows, which refuses a whole file for one attribute more, such as `file` or `line`.
 */
export function reportJunit(result: Result, look: Look): string {
  const problems = problemsOf(result);
  const place = (file: string): string => look.repository(file);
  const cases = [
    ...problems.map((problem) => failedCase(problem, place)),
    ...result.suppressed.map(({ finding, reason, by }) => testCase(`mcp/${finding.rule}`, finding.location, place, `<skipped message="${attribute(reason === "" ? by : reason)}"/>`)),
    ...result.analysis.failures.map(({ rule, message }) => `    <testcase classname="mcp-boundary" name="mcp/${attribute(rule)}"><error type="failure" message="${attribute(message)}"/></testcase>`),
  ];
  if (cases.length === 0) cases.push('    <testcase classname="mcp-boundary" name="no findings"/>');
  const counts = `tests="${cases.length}" failures="${problems.length}" errors="${result.analysis.failures.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mcp-boundary" ${counts}>`,
    `  <testsuite name="mcp-boundary ${attribute(result.preset)}" ${counts} skipped="${result.suppressed.length}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function failedCase({ rule, severity, message, location, finding }: Problem, place: (file: string) => string): string {
  const steps = (finding?.steps ?? []).map(({ location: at, text }, index) => `${index + 1}. ${place(at.file)}:${at.line}:${at.column} ${text}`);
  const body = [`${place(location.file)}:${location.line}:${location.column}`, message, ...steps].map((line) => content(line)).join("\n");
  return testCase(rule ?? "mcp-boundary", location, place, `\n      <failure type="${severity}" message="${attribute(message)}">${body}</failure>\n    `);
}

function testCase(rule: string, { file, line, column }: Problem["location"], place: (file: string) => string, inside: string): string {
  return `    <testcase classname="${attribute(place(file))}" name="${attribute(rule)} ${line}:${column}">${inside}</testcase>`;
}

function content(text: string): string {
  // what XML 1.0 does not allow besides controls and lone surrogates, which are written out already
  return cleanText(text).replace(/[\ufffe\uffff]/g, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return content(text).replaceAll('"', "&quot;");
}
