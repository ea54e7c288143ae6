import type { Finding, Location, Preset, Step } from "../finding.js";
import type { Rule } from "../rule.js";
import type { Suppressed } from "../policy/suppress.js";
import type { Look, Result } from "./index.js";
import { escapeJson } from "./escape.js";
import { createExcerpts } from "./excerpt.js";
import type { Excerpts } from "./excerpt.js";
import { cleanText } from "./mask.js";
import { cleanReplay } from "./replay.js";
import { countFitting, leftOutSentence, MOST_GAPS, shortened, writeWithin } from "./sarif-limits.js";

/** What one may expect of a preset's rules; code hosts sort by it. */
const PRECISION: Readonly<Record<Preset, string>> = { recommended: "high", strict: "medium", audit: "low" };
const RANK: Readonly<Record<Finding["confidence"], number>> = { high: 90, medium: 60, low: 30 };

/** What a place needs: its line of source, and how its file is addressed. */
interface Places {
  readonly excerpts: Excerpts;
  readonly address: (file: string) => string;
}

/** A finding with who silenced it, where somebody did. */
interface Listed {
  readonly finding: Finding;
  readonly silenced: Suppressed | undefined;
}

/**
 * The report for code hosts: SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), one run. Uris are relative to the linted folder, unless another was named.
 * Only the rules that something is said of are described: code hosts take what they show of a rule from the run that reports it.
 * What is suppressed is left out unless it is asked for: GitHub shows it as open alerts. What GitHub would refuse for its size is left out as well, warnings first.
 */
export function reportSarif(result: Result, look: Pick<Look, "repository" | "suppressed">): string {
  const places: Places = { excerpts: createExcerpts((file) => result.analysis.text(file)), address: look.repository };
  const all: Listed[] = [...result.findings.map((finding) => ({ finding, silenced: undefined })), ...(look.suppressed === true ? result.suppressed.map((silenced) => ({ finding: silenced.finding, silenced })) : [])];
  const worstFirst = [...all].sort((a, b) => Number(b.finding.severity === "error") - Number(a.finding.severity === "error"));
  return writeWithin(countFitting(worstFirst.map(({ finding }) => finding)), (most) => {
    const shown = most === all.length ? all : worstFirst.slice(0, most);
    return `${escapeJson(JSON.stringify(describeLog(result, shown, all.length - shown.length, places), undefined, 2))}\n`;
  });
}

function describeLog(result: Result, shown: readonly Listed[], leftOut: number, places: Places): object {
  const { analysis } = result;
  const said = new Set([...shown.map(({ finding }) => finding.rule), ...analysis.failures.map(({ rule }) => rule)]);
  const described = [...result.rules].filter(([id]) => said.has(id));
  const indexes = new Map(described.map(([id], index) => [id, index]));
  const gaps = analysis.gaps.slice(0, MOST_GAPS);
  const gapKinds = [...new Set(gaps.map((gap) => gap.kind))].sort();
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: result.package.name,
            version: result.package.version,
            semanticVersion: result.package.version,
            informationUri: result.package.homepage,
            rules: described.map(([id, rule]) => describeRule(id, rule, result.package.homepage)),
            notifications: gapKinds.map((kind) => ({ id: `gap/${kind}`, shortDescription: { text: `What the analysis could not see: ${kind}.` } })),
          },
        },
        automationDetails: { id: `${result.package.name}/${result.preset}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: analysis.failures.length === 0,
            toolExecutionNotifications: [
              ...analysis.failures.map((failure) => ({
                level: "error",
                message: { text: `Rule mcp/${failure.rule} failed: ${cleanText(failure.message)}` },
                ...(indexes.has(failure.rule) ? { associatedRule: { id: `mcp/${failure.rule}`, index: indexes.get(failure.rule) } } : {}),
              })),
              ...(leftOut === 0 ? [] : [{ level: "warning", message: { text: leftOutSentence(leftOut) } }]),
              ...gaps.map((gap) => ({
                level: "note",
                message: { text: cleanText(gap.help === undefined ? gap.message : `${gap.message}. ${gap.help}.`) },
                descriptor: { id: `gap/${gap.kind}`, index: gapKinds.indexOf(gap.kind) },
                locations: [{ physicalLocation: describePlace(gap.location, places) }],
              })),
            ],
            toolConfigurationNotifications: result.directives.map((directive) => ({
              level: directive.severity === "error" ? "error" : "warning",
              message: { text: cleanText(directive.message) },
              locations: [{ physicalLocation: describePlace(directive.location, places) }],
            })),
          },
        ],
        results: shown.map(({ finding, silenced }) => ({ ...describeFinding(finding, indexes.get(finding.rule), places), ...(silenced === undefined ? {} : { suppressions: [describeSuppression(silenced)] }) })),
        properties: { summary: { ...analysis.summary }, preset: result.preset, suppressed: result.suppressed.length, ...(result.shard === undefined ? {} : { shard: result.shard }) },
      },
    ],
  };
}

function describeRule(id: string, rule: Rule, homepage: string): object {
  return {
    id: `mcp/${id}`,
    name: id.replace(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.title },
    fullDescription: { text: plainText(rule.why) },
    help: { text: `${plainText(rule.why)}\n\n${plainText(rule.fix)}`, markdown: `${rule.why.trim()}\n\n**How to mend it.** ${rule.fix.trim()}` },
    helpUri: `${homepage}/blob/main/docs/rules/${id}.md`,
    defaultConfiguration: { level: levelOf(rule.severity) },
    properties: {
      tags: ["security", ...rule.cwe.map((cwe) => `external/cwe/cwe-${String(cwe).padStart(3, "0")}`), ...rule.owasp],
      "security-severity": rule.score.toFixed(1),
      precision: PRECISION[rule.preset],
      preset: rule.preset,
    },
  };
}

function describeSuppression({ reason, by }: Suppressed): object {
  return { kind: by === "comment" ? "inSource" : "external", status: "accepted", ...(reason === "" ? {} : { justification: cleanText(reason) }), properties: { by } };
}

function describeFinding(finding: Finding, index: number | undefined, places: Places): object {
  return {
    ruleId: `mcp/${finding.rule}`,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levelOf(finding.severity),
    message: { text: cleanText(finding.message) },
    locations: [{ physicalLocation: describePlace(finding.location, places) }],
    ...(finding.steps.length === 0
      ? {}
      : { codeFlows: [{ threadFlows: [{ locations: shortened(finding.steps).map((step) => ({ location: describeStep(step, places), importance: "essential" })) }] }], relatedLocations: describeEnds(finding, places) }),
    partialFingerprints: { "mcpBoundary/v1": finding.fingerprint },
    rank: RANK[finding.confidence],
    properties: { ...(finding.tools[0] === undefined ? {} : { tool: cleanText(finding.tools[0]) }), tools: finding.tools.map(cleanText), confidence: finding.confidence, ...(finding.replay === undefined ? {} : { replay: cleanReplay(finding.replay) }) },
  };
}

const MOST_ALIKE = 200;

/** The source, the real sink where the finding stands elsewhere, and what it speaks for: code hosts list them below the message. */
function describeEnds(finding: Finding, places: Places): object[] {
  const ends = [finding.steps[0], finding.steps.at(-1)].filter((step) => step !== undefined && !samePlace(step.location, finding.location));
  const others = (finding.alike ?? []).slice(0, MOST_ALIKE).map((location): Step => ({ location, text: "has the same cause" }));
  return [...new Set([...ends, ...others])].map((step, index) => ({ id: index + 1, ...(step === undefined ? {} : describeStep(step, places)) }));
}

function describeStep(step: Step, places: Places): object {
  return { physicalLocation: describePlace(step.location, places), message: { text: cleanText(step.text) } };
}

function describePlace(location: Location, { excerpts, address }: Places): object {
  const excerpt = excerpts(location);
  return {
    artifactLocation: { uri: encodeUri(address(location.file)) },
    region: {
      startLine: location.line,
      startColumn: location.column,
      endLine: location.endLine,
      endColumn: location.endColumn,
    },
    ...(excerpt === undefined ? {} : { contextRegion: { startLine: location.line, endLine: location.endLine, snippet: { text: excerpt.text } } }),
  };
}

function samePlace(a: Location, b: Location): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

function levelOf(severity: Finding["severity"]): "error" | "warning" {
  return severity === "error" ? "error" : "warning";
}

/** Each segment percent-encoded. A lone surrogate, which no encoding of a file name has, becomes the replacement character. */
function encodeUri(file: string): string {
  return file.split("/").map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd"))).join("/");
}

/** Markdown with the marks for code, strength and links taken off. */
function plainText(markdown: string): string {
  return markdown.trim().replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\*\*|`/g, "");
}
