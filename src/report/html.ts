import type { Finding, Location } from "../finding.js";
import { createExcerpts, displayWidth, type Excerpt, type Excerpts } from "./excerpt.js";
import { escapeHtml, html, htmlProse } from "./html-text.js";
import { htmlPage } from "./html-page.js";
import { htmlTools } from "./html-tools.js";
import { countSeverities } from "./index.js";
import type { Look, Result } from "./index.js";
import { cleanText } from "./mask.js";
import { type Problem, problemsOf } from "./problems.js";

/** Findings that a browser shows without delay; the other formats have the rest. */
const MOST = 2000;
const MOST_STEPS = 60;

/** One self-contained page: summary, findings with their ways through the source, the tools of the server, and what was not seen. It needs no network and works without its script. */
export function reportHtml(result: Result, look: Look): string {
  const excerpts = createExcerpts((file) => result.analysis.text(file));
  const problems = problemsOf(result, true);
  const shown = problems.slice(0, MOST);
  return htmlPage("mcp-boundary report", [
    head(result),
    ...(problems.length === 0 ? ["<p>Nothing is reported. That does not mean that there is no hole.</p>"] : ["<main>", `<h2>Findings</h2>`, filters(shown), ...shown.map((problem) => article(problem, result, look, excerpts)), "</main>"]),
    ...(problems.length > MOST ? [`<p>${problems.length - MOST} more are left to the other formats.</p>`] : []),
    ...(problems.length === 0 ? [filters([])] : []),
    ...htmlTools(result, look),
    ...suppressedSection(result, look),
    ...gapSection(result, look),
  ].join("\n"));
}

function head(result: Result): string {
  const { errors, warnings } = countSeverities(result);
  const { summary, failures } = result.analysis;
  const counts = [["errors", errors, "error"], ["warnings", warnings, "warn"], ["suppressed", result.suppressed.length, ""], ["tools found", summary.tools, ""], [`of ${summary.handlers} handlers evaluated`, summary.handlersEvaluated, ""], ["files", summary.files, ""], ["gaps", summary.gaps, ""]] as const;
  return [
    "<header>",
    "<h1>mcp-boundary</h1>",
    `<p class="dim">${html(result.package.name)} ${html(result.package.version)}, preset ${html(result.preset)}</p>`,
    `<ul class="counts">${counts.map(([name, count, style]) => `<li${style === "" || count === 0 ? "" : ` class="${style}"`}><b>${count}</b>${name}</li>`).join("")}</ul>`,
    ...failures.map(({ rule, message }) => `<p class="error">Rule mcp/${html(rule)} failed: ${html(message)}</p>`),
    "</header>",
  ].join("\n");
}

function filters(problems: readonly Problem[]): string {
  const rules = countBy(problems.map(({ rule }) => rule ?? "mcp-boundary"));
  const tools = countBy(problems.flatMap(({ finding }) => finding?.tools ?? []));
  const severities = countBy(problems.map(({ severity }) => severity));
  return [
    "<form hidden>",
    select("severity", severities),
    select("rule", rules),
    select("tools", tools),
    '<label>words<input name="words" type="search" autocomplete="off"></label>',
    '<button type="reset">all</button>',
    `<output aria-live="polite"><b id="shown">${problems.length}</b> of ${problems.length} shown</output>`,
    '<span class="dim"><kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>/</kbd> search · <kbd>Esc</kbd> all</span>',
    "</form>",
  ].join("\n");
}

function countBy(names: readonly string[]): [name: string, count: number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function select(name: string, options: readonly (readonly [string, number])[]): string {
  const label = name === "tools" ? "tool" : name;
  return `<label>${label}<select name="${name}"><option value="">all</option>${options.map(([value, count]) => `<option value="${html(value)}">${html(value)} (${count})</option>`).join("")}</select></label>`;
}

function article(problem: Problem, result: Result, look: Look, excerpts: Excerpts): string {
  const { rule, severity, message, location, finding } = problem;
  const lists = { severity: [severity], rule: [rule ?? "mcp-boundary"], tools: finding?.tools ?? [] };
  const data = Object.entries(lists).map(([name, values]) => ` data-${name}="${escapeHtml(JSON.stringify(values.map(cleanText)))}"`).join("");
  const page = rule === undefined ? "" : ` <a href="${html(result.package.homepage)}/blob/main/docs/rules/${html(rule.slice("mcp/".length))}.md" rel="noreferrer">${html(rule)}</a>`;
  const sure = finding === undefined ? "" : ` <span class="dim">${finding.confidence} confidence${finding.replay?.verdict === "proved" ? ", proved" : ""}</span>`;
  return [
    `<article tabindex="-1"${data}>`,
    `<h3><span class="${severity}">${severity === "error" ? "error" : "warning"}</span>${page} ${place(location, look)}${sure}</h3>`,
    `<p>${htmlProse(message)}</p>`,
    finding === undefined || finding.steps.length === 0 ? code(excerpts(location)) : way(finding, look, excerpts),
    "</article>",
  ].join("\n");
}

function way({ steps }: Finding, look: Look, excerpts: Excerpts): string {
  const shown = steps.length > MOST_STEPS ? [...steps.slice(0, MOST_STEPS - 1), ...steps.slice(-1)] : steps;
  const items = shown.map(({ location, text }) => `<li>${htmlProse(text)} ${place(location, look)}${code(excerpts(location))}</li>`);
  return `<ol class="way">\n${items.join("\n")}\n</ol>`;
}

function place({ file, line, column }: Location, look: Look): string {
  return `<code>${html(look.repository(file))}:${line}:${column}</code>`;
}

/** A line of source with its stretch marked; the excerpt is fit to print already. */
function code(excerpt: Excerpt | undefined): string {
  if (excerpt === undefined) return "";
  const { text, indent, width } = excerpt;
  const from = unitsOf(text, indent);
  const to = from + unitsOf(text.slice(from), width);
  return `<pre>${escapeHtml(text.slice(0, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>${escapeHtml(text.slice(to))}</pre>`;
}

/** Length of the start of a text that fills so many columns. */
function unitsOf(text: string, columns: number): number {
  let units = 0;
  let left = columns;
  for (const character of text) {
    if (left <= 0 && displayWidth(character) > 0) break;
    left -= displayWidth(character);
    units += character.length;
  }
  return units;
}

function suppressedSection({ suppressed }: Result, look: Look): string[] {
  if (suppressed.length === 0) return [];
  const rows = suppressed.slice(0, MOST).map(({ finding, reason, by }) => `<tr><td>mcp/${html(finding.rule)}</td><td>${place(finding.location, look)}</td><td>${by}</td><td>${html(reason)}</td></tr>`);
  return [`<h2>Suppressed</h2>`, `<table><thead><tr><th>rule</th><th>where</th><th>by</th><th>reason</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`];
}

function gapSection({ analysis: { gaps } }: Result, look: Look): string[] {
  if (gaps.length === 0) return [];
  const items = gaps.slice(0, MOST).map(({ kind, message, help, location }) => `<li>${place(location, look)} ${kind}: ${htmlProse(message)}${help === undefined ? "" : ` <span class="dim">${htmlProse(help)}</span>`}</li>`);
  return [`<h2>Gaps</h2>`, `<details><summary>What the analysis could not see: ${gaps.length}</summary><ul>${items.join("\n")}</ul></details>`];
}
