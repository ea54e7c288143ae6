import { countSeverities } from "./index.js";
import type { Result } from "./index.js";
import type { Finding } from "../finding.js";
import { escapeJson } from "./escape.js";
import { maskSecrets } from "./mask.js";
import { cleanReplay } from "./replay.js";

/** The shape's own version: it goes up when a reader of the old shape would break. */
const VERSION = 1;

/** The report for programs: one JSON document, ended by a line break. */
export function reportJson(result: Result): string {
  const { analysis, directives, findings, suppressed } = result;
  const document = {
    version: VERSION,
    tool: { name: result.package.name, version: result.package.version },
    preset: result.preset,
    ...(result.shard === undefined ? {} : { shard: result.shard }),
    summary: { ...analysis.summary, ...countSeverities(result), suppressed: suppressed.length },
    findings: findings.map(plainFinding),
    suppressed: suppressed.map(({ finding, reason, by }) => ({ ...plainFinding(finding), reason: maskSecrets(reason), by })),
    directives: directives.map(({ severity, message, location }) => ({ severity, message: maskSecrets(message), location })),
    gaps: analysis.gaps.map(({ kind, message, help, location }) => ({ kind, message: maskSecrets(message), ...(help === undefined ? {} : { help: maskSecrets(help) }), location })),
    failures: analysis.failures.map(({ rule, message }) => ({ rule: `mcp/${rule}`, message: maskSecrets(message) })),
  };
  return `${escapeJson(JSON.stringify(document, undefined, 2))}\n`;
}

function plainFinding(finding: Finding): object {
  const { rule, severity, confidence, message, location, steps, tools, beyondTools, sink, alike, replay, suggestion, fingerprint } = finding;
  return {
    rule: `mcp/${rule}`,
    severity,
    confidence,
    message: maskSecrets(message),
    location,
    steps: steps.map((step) => ({ location: step.location, text: maskSecrets(step.text) })),
    tools: tools.map(maskSecrets),
    ...(beyondTools === undefined ? {} : { beyondTools }),
    ...(sink === undefined ? {} : { sink }),
    ...(alike === undefined ? {} : { alike }),
    ...(replay === undefined ? {} : { replay: cleanReplay(replay) }),
    ...(suggestion === undefined ? {} : { suggestion: { ...suggestion, text: maskSecrets(suggestion.text), from: maskSecrets(suggestion.from), to: maskSecrets(suggestion.to) } }),
    fingerprint,
  };
}
