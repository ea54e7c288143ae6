import type { LineTrace } from "../analyze/line.js";
import type { Finding, Preset } from "../finding.js";
import type { Package } from "../package.js";
import { holds } from "../analyze/preset.js";
import type { Suppressed, Suppression } from "../policy/suppress.js";
import { escapeLines } from "./escape.js";
import type { TerminalLook } from "./index.js";

/** What `mcp-boundary trace` tells of. */
export interface TraceResult {
  readonly trace: LineTrace;
  /** What the configuration and the comments make of it. */
  readonly heard: Suppression;
  /** Whose rules count as reporting. */
  readonly preset: Preset;
  readonly package: Package;
}

export const TRACE_FORMATS = ["text", "json"] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** What is known of a line, in the given format. Only that format's code is loaded. */
export async function reportTrace(result: TraceResult, format: TraceFormat, look: TerminalLook): Promise<string> {
  return format === "json" ? (await import("./trace-json.js")).traceJson(result) : escapeLines((await import("./trace-text.js")).traceText(result, look));
}

/** What becomes of a finding: it is reported, somebody silenced it, a wider preset alone shows it, or the configuration switches its rule off. */
export type Fate = { readonly shown: "reported" } | { readonly shown: "silenced"; readonly by: Suppressed["by"]; readonly reason: string } | { readonly shown: "wider" } | { readonly shown: "off" };

/** What becomes of a finding under the preset and the configuration. */
export function fateOf({ heard, preset }: TraceResult, finding: Finding): Fate {
  const isSame = (other: Finding): boolean => other.rule === finding.rule && other.fingerprint === finding.fingerprint && other.location.file === finding.location.file;
  const suppressed = heard.suppressed.find((one) => isSame(one.finding));
  if (suppressed !== undefined) return { shown: "silenced", by: suppressed.by, reason: suppressed.reason };
  if (heard.findings.some(isSame)) return { shown: "reported" };
  return { shown: holds(preset, finding.preset) ? "off" : "wider" };
}

/** The findings that stand on the line, and those of the sinks on it that stand elsewhere. */
export function findingsAt({ trace }: TraceResult): Finding[] {
  const { file, line } = trace.location;
  const ofSinks = new Set(trace.expressions.flatMap(({ sinks }) => sinks.flatMap(({ findings }) => findings)));
  return trace.analysis.findings.filter((finding) => ofSinks.has(finding) || (finding.location.file === file && finding.location.line === line));
}
