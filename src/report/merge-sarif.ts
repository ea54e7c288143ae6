import { sum, unique } from "../analyze/join.js";
import { UserError } from "../errors.js";
import { comparePlaces, type Location } from "../finding.js";
import { complaintsAbout, isRecord } from "../models/shape.js";
import { escapeJson } from "./escape.js";
import { countFiles, inOrder, isOfFile, type Merged, silenceRank } from "./merge.js";
import { leftOutSentence, MOST_GAPS, MOST_RESULTS, writeWithin } from "./sarif-limits.js";
import { type Shard, shardShape } from "./shard.js";

interface Place {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number; readonly startColumn: number; readonly endLine: number; readonly endColumn: number } };
}

interface Notification {
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Place[];
  readonly descriptor?: { readonly id: string; readonly index: number };
  readonly associatedRule?: { readonly id: string; readonly index: number };
}

interface Told {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: string;
  readonly locations: readonly Place[];
  readonly suppressions?: readonly { readonly properties?: { readonly by?: string } }[];
}

/** A run as this package writes it, as far as it is read here. */
interface Run {
  readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly { readonly id: string }[]; readonly notifications: readonly { readonly id: string }[] } };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly Notification[]; readonly toolConfigurationNotifications: readonly Notification[] }];
  readonly results: readonly Told[];
  readonly properties: { readonly summary: Readonly<Record<"files" | "lines" | "tools" | "handlers" | "handlersEvaluated" | "gaps", number>>; readonly preset: string; readonly suppressed: number; readonly shard?: Shard };
}

interface Log {
  readonly runs: readonly [Run];
}

/** Joins the SARIF files of all shares into the one that a run without shares writes. Throws a UserError where they do not belong together. */
export function mergeSarif(reports: readonly { readonly name: string; readonly value: unknown }[]): Merged {
  const ordered = inOrder(reports.map(({ name, value }) => {
    if (!isOwn(value)) throw new UserError(`"${name}" is no SARIF file of mcp-boundary.`);
    const [run] = value.runs;
    return { name, document: value, shard: run.properties.shard, origin: JSON.stringify([run.tool.driver.version, run.automationDetails.id]) };
  }));
  const runs = ordered.map(({ document }) => document.runs[0]);
  const [first] = runs as [Run];
  const notes = runs.map(({ invocations: [one] }) => one);
  const results = unique(runs.flatMap((run) => run.results), "ruleIndex").sort((a, b) => rankOf(a) - rankOf(b) || compareTold(a, b));
  const failures = unique(notes.flatMap((one) => one.toolExecutionNotifications.filter(({ level }) => level === "error").map(({ associatedRule, ...rest }) => ({ ...rest, ...(associatedRule === undefined ? {} : { associatedRule: { ...associatedRule, index: 0 } }) }))));
  const gaps = unique(notes.flatMap((one) => one.toolExecutionNotifications.filter(({ level }) => level === "note").map((gap) => ({ ...gap, ...(gap.descriptor === undefined ? {} : { descriptor: { ...gap.descriptor, index: 0 } }) }))))
    .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)) || (a.message.text < b.message.text ? -1 : a.message.text > b.message.text ? 1 : 0));
  const directives = unique(notes.flatMap((one) => one.toolConfigurationNotifications)).sort((a, b) => Number(isOfFile(placeOf(b))) - Number(isOfFile(placeOf(a))) || comparePlaces(placeOf(a), placeOf(b)));
  const summaries = runs.map(({ properties }) => properties.summary);
  const allGaps = sum(summaries, "gaps");
  const isComplete = notes.every((one, at) => one.toolExecutionNotifications.filter(({ level }) => level === "note").length === summaries[at]?.gaps);
  const summary = { ...countFiles(ordered.map(({ shard }) => shard)), tools: sum(summaries, "tools"), handlers: sum(summaries, "handlers"), handlersEvaluated: sum(summaries, "handlersEvaluated"), gaps: isComplete ? gaps.length : allGaps };
  const shownGaps = gaps.slice(0, MOST_GAPS);
  const kinds = [...new Map(runs.flatMap((run) => run.tool.driver.notifications.map((one) => [one.id, one] as const))).values()].filter(({ id }) => shownGaps.some(({ descriptor }) => descriptor?.id === id)).sort(compareIds);
  const described = [...new Map(runs.flatMap((run) => run.tool.driver.rules.map((rule) => [rule.id, rule] as const))).values()].sort(compareIds);

  const text = writeWithin(Math.min(results.length, MOST_RESULTS), (most) => {
    const worstFirst = [...results].sort((a, b) => Number(b.level === "error") - Number(a.level === "error"));
    const shown = most === results.length ? results : worstFirst.slice(0, most);
    const said = new Set([...shown.map(({ ruleId }) => ruleId), ...failures.flatMap(({ associatedRule }) => associatedRule?.id ?? [])]);
    const rules = described.filter(({ id }) => said.has(id));
    const indexes = new Map(rules.map(({ id }, index) => [id, index]));
    const { shard: _shard, ...properties } = first.properties;
    const run = {
      ...first,
      tool: { ...first.tool, driver: { ...first.tool.driver, rules, notifications: kinds } },
      invocations: [{
        ...first.invocations[0],
        executionSuccessful: notes.every(({ executionSuccessful }) => executionSuccessful),
        toolExecutionNotifications: [
          ...failures.map((failure) => ({ ...failure, ...(failure.associatedRule === undefined ? {} : { associatedRule: { ...failure.associatedRule, index: indexes.get(failure.associatedRule.id) } }) })),
          ...(most === results.length ? [] : [{ level: "warning", message: { text: leftOutSentence(results.length - most) } }]),
          ...shownGaps.map((gap) => ({ ...gap, ...(gap.descriptor === undefined ? {} : { descriptor: { ...gap.descriptor, index: kinds.findIndex(({ id }) => id === gap.descriptor?.id) } }) })),
        ],
        toolConfigurationNotifications: directives,
      }],
      results: shown.map((result) => ({ ...result, ...(result.ruleIndex === undefined ? {} : { ruleIndex: indexes.get(result.ruleId) }) })),
      properties: { ...properties, summary, suppressed: runs.reduce((total, one) => total + one.properties.suppressed, 0) },
    };
    return `${escapeJson(JSON.stringify({ ...ordered[0]?.document, runs: [run] }, undefined, 2))}\n`;
  });
  const judged = [...results.filter(({ suppressions }) => suppressions === undefined), ...directives];
  const errors = judged.filter(({ level }) => level === "error").length;
  return { text, errors, warnings: judged.length - errors, failures: failures.map(({ message }) => message.text), lacksTools: summary.tools === 0 && ordered.some(({ shard }) => shard.expectsTools) };
}

/** Whether a value looks like a file of this package; whoever writes another by hand may see it fail. */
function isOwn(value: unknown): value is Log {
  if (!isRecord(value) || !Array.isArray(value["runs"]) || value["runs"].length !== 1) return false;
  const run: unknown = value["runs"][0];
  if (!isRecord(run) || !isRecord(run["properties"]) || !isRecord(run["tool"]) || !Array.isArray(run["results"]) || !Array.isArray(run["invocations"])) return false;
  const driver = run["tool"]["driver"];
  if (!isRecord(driver) || driver["name"] !== "mcp-boundary" || !Array.isArray(driver["rules"]) || !Array.isArray(driver["notifications"]) || !isRecord(run["automationDetails"])) return false;
  const { shard } = run["properties"];
  return isRecord(run["properties"]["summary"]) && (shard === undefined || complaintsAbout(shard, shardShape).length === 0);
}

function placeOf({ locations }: { readonly locations?: readonly Place[] }): Location {
  const place = locations?.[0]?.physicalLocation;
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = place?.region ?? {};
  return { file: decodeURIComponent(place?.artifactLocation.uri ?? ""), line: startLine, column: startColumn, endLine, endColumn };
}

function rankOf({ suppressions }: Told): number {
  return suppressions === undefined ? -1 : silenceRank(suppressions[0]?.properties?.by);
}

function compareTold(a: Told, b: Told): number {
  return comparePlaces(placeOf(a), placeOf(b)) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

function compareIds(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
