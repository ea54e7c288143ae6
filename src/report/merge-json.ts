import { sum, unique } from "../analyze/join.js";
import { UserError } from "../errors.js";
import { comparePlaces, type Location, type Severity } from "../finding.js";
import { complaintsAbout } from "../models/shape.js";
import { escapeJson } from "./escape.js";
import { reportShape } from "./json-shape.js";
import { countFiles, inOrder, isOfFile, type Merged, silenceRank } from "./merge.js";
import type { Shard } from "./shard.js";

/** The report of `--format json`, as far as it is read here. */
interface Report {
  readonly version: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly preset: string;
  readonly shard?: Shard;
  readonly summary: Readonly<Record<"files" | "lines" | "tools" | "handlers" | "handlersEvaluated" | "gaps" | "errors" | "warnings" | "suppressed", number>>;
  readonly findings: readonly Told[];
  readonly suppressed: readonly (Told & { readonly by: string })[];
  readonly directives: readonly { readonly severity: Severity; readonly location: Location }[];
  readonly gaps: readonly { readonly message: string; readonly location: Location }[];
  readonly failures: readonly { readonly rule: string; readonly message: string }[];
}

interface Told {
  readonly rule: string;
  readonly severity: Severity;
  readonly location: Location;
}

/** Joins the json reports of all shares into the one that a run without shares writes. Throws a UserError where they do not belong together. */
export function mergeJson(reports: readonly { readonly name: string; readonly value: unknown }[]): Merged {
  const ordered = inOrder(reports.map(({ name, value }) => {
    const [complaint] = complaintsAbout(value, reportShape);
    if (complaint !== undefined) throw new UserError(`"${name}" is no json report of this release: ${complaint}.`);
    const document = value as Report;
    return { name, document, shard: document.shard, origin: JSON.stringify([document.version, document.tool, document.preset]) };
  }));
  const documents = ordered.map(({ document }) => document);
  const summaries = documents.map(({ summary }) => summary);
  const findings = unique(documents.flatMap((one) => one.findings)).sort(compareTold);
  const suppressed = unique(documents.flatMap((one) => one.suppressed)).sort((a, b) => silenceRank(a.by) - silenceRank(b.by) || compareTold(a, b));
  const directives = unique(documents.flatMap((one) => one.directives)).sort((a, b) => Number(isOfFile(b.location)) - Number(isOfFile(a.location)) || comparePlaces(a.location, b.location));
  const gaps = unique(documents.flatMap((one) => one.gaps)).sort((a, b) => comparePlaces(a.location, b.location) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
  const failures = unique(documents.flatMap((one) => one.failures));
  const errors = [...findings, ...directives].filter(({ severity }) => severity === "error").length;
  const warnings = findings.length + directives.length - errors;
  const tools = sum(summaries, "tools");
  const { shard: _shard, ...first } = documents[0] as Report;
  const document = {
    ...first,
    summary: { ...countFiles(ordered.map(({ shard }) => shard)), tools, handlers: sum(summaries, "handlers"), handlersEvaluated: sum(summaries, "handlersEvaluated"), gaps: gaps.length, errors, warnings, suppressed: suppressed.length },
    findings, suppressed, directives, gaps, failures,
  };
  return {
    text: `${escapeJson(JSON.stringify(document, undefined, 2))}\n`,
    errors, warnings,
    failures: failures.map(({ rule, message }) => `rule ${rule} failed: ${message}`),
    lacksTools: tools === 0 && ordered.some(({ shard }) => shard.expectsTools),
  };
}

function compareTold(a: Told, b: Told): number {
  return comparePlaces(a.location, b.location) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
