import type { Finding, Location } from "../finding.js";
import { count } from "./count.js";
import { countSeverities } from "./index.js";
import type { Look, Result } from "./index.js";
import { escapeText } from "./escape.js";
import { createExcerpts } from "./excerpt.js";
import type { Excerpts } from "./excerpt.js";
import { gapLines } from "./gap-lines.js";
import { cleanText } from "./mask.js";
import { type Paint, paintOf } from "./paint.js";
import { wrap } from "./wrap.js";
import type { Silence } from "../policy/suppress.js";

/** The report for a person: findings in the order of their places, with their way from source to sink, then what was seen and what was not. */
export function reportText(result: Result, look: Look): string {
  const paint = paintOf(look.colour);
  const place = (location: Location): string => `${escapeText(look.display(location.file))}:${location.line}:${location.column}`;
  const excerpts = createExcerpts((file) => result.analysis.text(file));
  const blocks: string[] = [];

  for (const item of inOrder(result)) {
    const rule = "rule" in item ? `  ${paint("cyan", `mcp/${item.rule}`)}` : "";
    const head = `${paint("bold", place(item.location))}  ${severityWord(item.severity, paint)}${rule}`;
    const rest = "rule" in item ? stepLines(item, excerpts, place, paint) : excerptLines(item.location, excerpts, "  ", paint);
    blocks.push([head, ...wrap(cleanText(item.message)).map((line) => `  ${line}`), ...rest].join("\n"));
  }
  if (look.gaps && result.analysis.gaps.length > 0) {
    blocks.push(gapLines(result.analysis.gaps, place, paint).join("\n"));
  }
  blocks.push(summaryLines(result, look, paint).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

type Item = Finding | Result["directives"][number];

function inOrder(result: Result): Item[] {
  const items: Item[] = [...result.findings, ...result.directives];
  return items.sort((a, b) => compareText(a.location.file, b.location.file) || a.location.line - b.location.line || a.location.column - b.location.column);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function severityWord(severity: Finding["severity"], paint: Paint): string {
  return severity === "error" ? paint("red", "error") : paint("yellow", "warning");
}

/** The ways in and out of a flow tell most: of a long one the middle is left to the formats for programs. */
const MOST_STEPS = 10;
const FIRST_STEPS = 4;
const LAST_STEPS = 4;

function stepLines(finding: Finding, excerpts: Excerpts, place: (location: Location) => string, paint: Paint): string[] {
  const { steps } = finding;
  if (steps.length === 0) return ["", ...excerptLines(finding.location, excerpts, "  ", paint)];
  const left = steps.length > MOST_STEPS ? { from: FIRST_STEPS, to: steps.length - LAST_STEPS } : { from: steps.length, to: steps.length };
  const lines = [""];
  let shown: Location | undefined;
  steps.forEach(({ location, text }, index) => {
    if (index === left.from) lines.push(paint("dim", `     … ${left.to - left.from} steps, which --format json shows`));
    if (index >= left.from && index < left.to) return;
    const [first = "", ...more] = wrap(cleanText(text));
    lines.push(`  ${paint("dim", `${index + 1}. ${place(location)}`)}  ${first}`, ...more.map((line) => `     ${line}`));
    lines.push(...excerptLines(location, excerpts, "     ", paint, shown));
    shown = location;
  });
  return lines;
}

/** The marked line. Below `before`, which stands on the same line, the marks are enough. */
function excerptLines(location: Location, excerpts: Excerpts, margin: string, paint: Paint, before?: Location): string[] {
  const excerpt = excerpts(location);
  if (excerpt === undefined) return [];
  const bar = paint("dim", "|");
  const again = before?.file === location.file && before.line === location.line && excerpts(before)?.text === excerpt.text;
  return [...(again ? [] : [`${margin}${bar} ${excerpt.text}`]), `${margin}${bar} ${" ".repeat(excerpt.indent)}${paint("red", "^".repeat(excerpt.width))}`];
}

function summaryLines(result: Result, look: Look, paint: Paint): string[] {
  const { summary } = result.analysis;
  const { errors, warnings } = countSeverities(result);
  const lines = result.analysis.failures.map((failure) => `${paint("red", "failed")}  mcp/${failure.rule}  ${cleanText(failure.message)}`);
  const found = [
    errors > 0 ? paint("red", count(errors, "error")) : count(0, "error"),
    warnings > 0 ? paint("yellow", count(warnings, "warning")) : count(0, "warning"),
    ...suppressedWords(result),
  ];
  const gaps = count(summary.gaps, "gap") + (summary.gaps > 0 && !look.gaps ? " (--gaps lists them)" : "");
  const seen = [`${count(summary.tools, "tool")} found`, `${summary.handlersEvaluated} of ${count(summary.handlers, "handler")} evaluated`, gaps];
  const severities = errors + warnings + result.suppressed.length === 0 ? "" : ` (${found.join(", ")})`;
  const problems = result.directives.length === 0 ? "" : ` and ${count(result.directives.length, "problem")} with what silences findings`;
  lines.push(`${count(result.findings.length, "finding")}${problems}${severities} in ${count(summary.files, "file")}: ${seen.join(", ")}`);
  return lines;
}

const SILENCED: Readonly<Record<Silence, string>> = { comment: "by comments", configuration: "by the configuration", capability: "by design", baseline: "in the baseline" };

/** How many were silenced, and by whom unless comments did it all. */
function suppressedWords({ suppressed }: Result): string[] {
  if (suppressed.length === 0) return [];
  const by = (Object.keys(SILENCED) as Silence[]).flatMap((one) => {
    const silenced = suppressed.filter((item) => item.by === one).length;
    return silenced === 0 ? [] : [`${silenced} ${SILENCED[one]}`];
  });
  const isPlain = suppressed.every((one) => one.by === "comment");
  return [`${suppressed.length} suppressed${isPlain ? "" : `: ${by.join(", ")}`}`];
}
