import { createHash } from "node:crypto";
import { joinShares } from "./analyze/join.js";
import type { Analysis, AnalyzeOptions, Failure } from "./analyze/analysis.js";
import { collect, type SeenServer, seeServer, whatWasSeen } from "./analyze/server.js";
import { rules as allRules } from "../rules/index.js";
import { compareFindings, type Finding, type Replay } from "./finding.js";
import { type CandidateFlow, findCarriedFlows, findFlows, type FlowGraph } from "./graph/flows/flows.js";
import { groupAlike, speakFor } from "./graph/flows/alike.js";
import { linkSinks } from "./graph/sinks/links-followed.js";
import { models as ownModels } from "./models/index.js";
import { createParseCache } from "./program/load.js";
import type { Program } from "./program/program.js";
import { countShares } from "./program/share.js";
import { lineAt, locate } from "./program/program.js";
import { activeRules, holds } from "./analyze/preset.js";
import type { Ask, Flow, Report, Rule } from "./rule.js";
import { makeReplayer, type Replayer } from "./run/replay/replay.js";
import { keyPathFlows } from "./server/flows/key-paths.js";
import { readLeaks } from "./server/flows/leaks.js";
import { archiveFlows, patternFlows, remoteFlows } from "./server/flows/other-flows.js";
import { requestPathFlows } from "./server/flows/request-paths.js";
import { wholeOutputFlows } from "./server/flows/whole-outputs.js";
import type { ServerOfProgram } from "./server/server.js";
import { shapeOf } from "./analyze/shape.js";

/**
 * Collect, parse and link; build, solve and taint; ask the rules. The packages of a very large program are analysed in shares, one after the other, so that memory
 * suffices. Throws a UserError when a path cannot be analysed.
 */
export function analyze(options: AnalyzeOptions): Analysis {
  options.onPhase?.("program");
  const collected = collect(options);
  const count = options.share === undefined ? countShares(collected) : 1;
  if (count === 1) return askRules(seeServer(options, { collected }), options);
  return joinShares(count, (share) => {
    const asked = { ...options, share, withServer: false };
    return askRules(seeServer(asked, { collected }), asked);
  });
}

/** The same of a program that was seen already. */
export function askRules(seen: SeenServer, options: AnalyzeOptions): Analysis {
  const { program, graph, leads, server } = seen;
  options.onPhase?.("rules");
  const replayer = makeReplayer(program, options.models ?? ownModels, leads);
  const preset = options.preset ?? "recommended";
  const { reports, failures } = check(ask(graph, server, replayer), activeRules(allRules, preset), options.rules);
  const findings = separate(reports.map(({ id, rule, report }) => toFinding(program, id, rule, report)).sort(compareFindings));
  options.onPhase?.("gaps");
  return {
    root: program.root,
    ...(options.withServer === true ? { server } : {}),
    findings: findings.filter((finding) => holds(preset, finding.preset)),
    wider: findings.filter((finding) => !holds(preset, finding.preset)),
    failures,
    ...whatWasSeen(seen),
    files: [...program.modules.keys()],
    text: (file) => program.modules.get(file)?.text,
  };
}

function ask(graph: FlowGraph, server: ServerOfProgram, replayer: Replayer): Ask {
  let flows: Flow[] | undefined;
  const leaks = readLeaks(graph);
  return {
    server,
    *flows({ to, from = [] }) {
      if (from.includes("archive")) return yield* toFlows(archiveFlows(graph), replayer);
      if (from.includes("whole")) return yield* toFlows(wholeOutputFlows(graph), replayer);
      if (from.includes("remote")) return yield* toFlows(remoteFlows(graph, to.includes("result") ? "result" : "description"), replayer);
      if (to.includes("pattern")) return yield* toFlows(patternFlows(graph), replayer);
      if (to.includes("key")) return yield* toFlows(keyPathFlows(graph), replayer);
      if (to.includes("segment")) return yield* toFlows(requestPathFlows(graph), replayer);
      flows ??= gatherFlows(findFlows(graph), replayer);
      for (const flow of flows) if (to.includes(flow.sink)) yield flow;
      if (to.includes("link")) yield* toFlows(findFlows(graph, linkSinks(graph.sinks)), replayer);
      if (to.includes("header")) yield* toFlows(findCarriedFlows(graph), replayer);
      if (to.includes("result") || to.includes("log")) yield* from.includes("error") ? toFlows(leaks(to, from), replayer) : tellLeaks(leaks(to, from), replayer);
    },
  };
}

/** Of many flows with one cause so many are replayed, and as many again until one is proved, up to the most. */
const FIRST_REPLAYED = 3;
const MOST_REPLAYED = 9;

/** Of many flows with one cause one speaks for all. */
function gatherFlows(candidates: readonly CandidateFlow[], replayer: Replayer): Flow[] {
  const groups = groupAlike(candidates).map((all) => ({ all, asked: toFlows(all.slice(0, FIRST_REPLAYED), replayer) }));
  // those that speak for themselves come first: what is left of the bounds is for the search of a speaker
  for (const { all, asked } of groups) if (all.length === 1) for (const { replay } of asked) void replay;
  return groups.flatMap(({ all, asked }) => tellGroup(all, asked, replayer));
}

/** Of many ways on which one secret gets out one speaks for all. An error is mended where it is caught, and speaks for itself. */
function tellLeaks(candidates: readonly CandidateFlow[], replayer: Replayer): Flow[] {
  return groupAlike(candidates).flatMap((all) => toFlows(all.slice(0, 1), replayer).map((speaker) => (all.length === 1 ? speaker : speakFor(speaker, all))));
}

/** One that is proved, if one of those that are asked is, else the first that is not refuted. Law: what is refuted is told as its own, for it says nothing of the others. */
function tellGroup(all: readonly CandidateFlow[], first: readonly Flow[], replayer: Replayer): readonly Flow[] {
  if (all.length <= 1) return first;
  const asked = [...first];
  const next = (): Flow[] => toFlows(all.slice(asked.length, asked.length + FIRST_REPLAYED), replayer);
  while (asked.length < all.length && !asked.some(({ replay }) => replay.verdict === "proved") && (asked.length < MOST_REPLAYED || asked.every(({ replay }) => replay.verdict === "refuted"))) asked.push(...next());
  const refuted = asked.filter(({ replay }) => replay.verdict === "refuted");
  const open = asked.filter((flow) => !refuted.includes(flow));
  const speaker = open.find(({ replay }) => replay.verdict === "proved") ?? open[0];
  const others = all.filter((_, index) => index >= asked.length || open.includes(asked[index] as Flow)); // one was asked for each
  return speaker === undefined ? refuted : [...refuted, speakFor(speaker, others)];
}

function toFlows(candidates: readonly CandidateFlow[], replayer: Replayer): Flow[] {
  replayer.expect(candidates);
  return candidates.map((flow) => {
    let replay: Replay | undefined;
    return {
      ...flow, sink: flow.kind, source: flow.source.kind as Flow["source"],
      get replay() {
        return (replay ??= replayer.replay(flow));
      },
    };
  });
}

interface Reported {
  readonly id: string;
  readonly rule: Rule;
  readonly report: Report;
}

/** A rule that throws is named, and the others go on. */
function check(question: Ask, active: ReadonlySet<string>, asked: ReadonlySet<string> = active): { reports: Reported[]; failures: Failure[] } {
  const reports: Reported[] = [];
  const failures: Failure[] = [];
  for (const [id, rule] of allRules) {
    if (!active.has(id) || !asked.has(id)) continue;
    try {
      for (const report of rule.check(question)) reports.push({ id, rule, report });
    } catch (error) {
      failures.push({ rule: id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { reports, failures };
}

function toFinding(program: Program, id: string, rule: Rule, report: Report): Finding {
  const module = program.modules.get(report.location.file);
  const text = module === undefined ? "" : lineAt(module, report.location.line);
  return {
    rule: id, severity: rule.severity, confidence: report.confidence ?? "high", message: report.message, location: report.location, steps: report.steps ?? [], tools: report.tools ?? [], preset: report.preset ?? rule.preset,
    ...(report.replay === undefined ? {} : { replay: report.replay }),
    ...(report.beyondTools === true ? { beyondTools: true } : {}),
    ...(report.suggestion === undefined ? {} : { suggestion: report.suggestion }),
    ...(report.sink === undefined ? {} : { sink: report.sink }),
    ...(report.alike === undefined || report.alike.length === 0 ? {} : { alike: report.alike }),
    fingerprint: hash([id, report.preset ?? "", report.subject, ...[...(report.tools ?? [])].sort(), shapeOf(text, report.location)]),
  };
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
}

/** Findings of a file that are alike are told apart by their order, the same under every preset. */
function separate(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const key = `${finding.location.file}\0${finding.fingerprint}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count === 0 ? finding : { ...finding, fingerprint: hash([finding.fingerprint, String(count)]) };
  });
}

export { createParseCache, locate };
export type { Analysis, AnalyzeOptions, Failure, Phase, Summary } from "./analyze/analysis.js";
export type { Confidence, Finding, Gap, Location, Preset, Replay, Severity, Step } from "./finding.js";
export type { Model } from "./models/model.js";
export type { ParseCache } from "./program/load.js";
