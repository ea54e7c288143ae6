import type { TracedSink } from "../analyze/sinks.js";
import type { JudgedWay } from "../graph/flows/judged-ways.js";
import { dangerNames } from "../models/kinds.js";
import { escapeJson } from "./escape.js";
import { maskSecrets } from "./mask.js";
import { fateOf, findingsAt, type TraceResult } from "./trace.js";

/** What is known of a line as JSON, ended by a line break; docs/trace.md describes it. */
export function traceJson(result: TraceResult): string {
  const { trace, preset } = result;
  const findings = findingsAt(result);
  const document = {
    version: 1,
    tool: { name: result.package.name, version: result.package.version },
    location: trace.location,
    preset,
    expressions: trace.expressions.map(({ location, text, values, may, calls, passed, untrusted, ways, tests, admits, sinks }) => ({
      location, text, values, may, calls: calls ?? null, passed, untrusted, ways: ways.map(wayEntry), tests: tests.map(({ leaves, ...test }) => ({ ...test, leaves: leaves ?? null })), admits: admits ?? null,
      sinks: sinks.map((sink) => sinkEntry(sink, sink.findings.map((finding) => findings.indexOf(finding)))),
    })),
    findings: findings.map((finding) => ({
      rule: `mcp/${finding.rule}`, severity: finding.severity, confidence: finding.confidence, preset: finding.preset, ...fateOf(result, finding), message: finding.message, location: finding.location, steps: finding.steps, replay: finding.replay ?? null,
    })),
    spent: trace.spent.map(({ message, location }) => ({ message, location })),
  };
  return `${escapeJson(JSON.stringify(document, (_key, value: unknown) => (typeof value === "string" ? maskSecrets(value) : value), 2))}\n`;
}

function wayEntry({ input, source, offers, isTrusted, steps, left }: JudgedWay): object {
  return { input, source: source.kind, offers, trusted: isTrusted, steps, left: dangerNames(left) };
}

function sinkEntry({ kind, callee, argument, location, hurts, verdict, why, ways, roots }: TracedSink, findings: readonly number[]): object {
  return { kind, callee, argument, location, hurts, verdict, why: why ?? null, findings, ways: ways.map(wayEntry), roots };
}
