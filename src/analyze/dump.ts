import { analyzeFlows, findFlows, type FlowGraph } from "../graph/flows/flows.js";
import type { AnalyzeOptions } from "./analysis.js";
import { load } from "./server.js";
import { dumpGraph } from "./dump-graph.js";
import { dumpRun } from "./dump-run.js";
import { placeText, type Replay } from "../finding.js";
import { printModule } from "../ir/print.js";
import { findLeads } from "../graph/offers/registering.js";
import { models as ownModels } from "../models/index.js";
import { type Program, type Resolution } from "../program/program.js";
import { printServer, serverData } from "../server/print.js";
import { runProgram } from "../run/initialise.js";
import { makeReplayer, type Replayer } from "../run/replay/replay.js";
import { readServer, type ServerOfProgram } from "../server/server.js";

/** The steps of the pipeline whose result can be printed. */
export type DumpStep = "ir" | "program" | "graph" | "run" | "server" | "flows" | "replay";

/** The result of one step as plain text. Stable: the same sources give the same text. Throws a UserError when a path cannot be analysed. */
export function dump(options: AnalyzeOptions, step: DumpStep): string {
  const program = load(options);
  const lines = linesOf(program, step, options);
  return lines.map((line) => `${line}\n`).join("");
}

/** The server of a program as JSON, for other programs: what `--dump server` prints, in the shape of `Server`. Throws a UserError when a path cannot be analysed. */
export function dumpServerData(options: AnalyzeOptions): string {
  const data = serverData(serverOf(load(options), options));
  return `${JSON.stringify(data, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2)}\n`;
}

function serverOf(program: Program, { entries, models = ownModels }: AnalyzeOptions): ServerOfProgram {
  const graph = analyzeFlows(program, models, entries);
  return readServer(graph, runProgram(program, models, findLeads(graph.solver, graph.registrations)));
}

function linesOf(program: Program, step: DumpStep, options: AnalyzeOptions): string[] {
  if (step === "program") return dumpProgram(program);
  if (step === "ir") return [...program.modules.values()].map((module) => printModule(module));
  const models = options.models ?? ownModels;
  if (step === "server") return printServer(serverOf(program, options));
  const graph = analyzeFlows(program, models, options.entries);
  if (step === "graph") return dumpGraph(program, graph);
  if (step === "flows") return dumpFlows(graph);
  const leads = findLeads(graph.solver, graph.registrations);
  return step === "replay" ? dumpReplay(graph, makeReplayer(program, models, leads)) : dumpRun(runProgram(program, models, leads));
}

function dumpProgram(program: Program): string[] {
  const lines = [`program of ${program.modules.size} modules, ${program.lines} lines`];
  for (const name of program.dependencies) lines.push(`dependency ${name}`);
  for (const module of program.modules.values()) {
    lines.push(`module ${module.path} ${module.format}`);
    const told = new Set<string>();
    for (const { source, via } of module.requests) {
      const line = `  ${via} ${JSON.stringify(source)} is ${describe(program.resolve(module, source))}`;
      if (!told.has(line)) lines.push(line);
      told.add(line);
    }
  }
  for (const gap of program.gaps) lines.push(`gap ${gap.kind} ${placeText(gap.location)} ${gap.message}`);
  return lines;
}

function describe(resolution: Resolution): string {
  switch (resolution.kind) {
    case "module":
      return `module ${resolution.module.path}`;
    case "package":
      return `package ${resolution.name}`;
    default:
      return resolution.kind;
  }
}

function dumpFlows(graph: FlowGraph): string[] {
  const flows = findFlows(graph);
  return [
    `${flows.length} flows`,
    ...flows.flatMap((flow) => [
      `flow ${flow.kind} ${placeText(flow.location)} ${flow.callee}`,
      `  from ${flow.input}`,
      ...(flow.tools.length === 0 ? [] : [`  tools ${flow.tools.map((name) => JSON.stringify(name)).join(", ")}`]),
      `  dangers ${flow.dangers.join(" ")}`,
      `  confidence ${flow.confidence}`,
      ...flow.steps.map((step) => `  step ${placeText(step.location)} ${step.text}`),
    ]),
  ];
}

function dumpReplay(graph: FlowGraph, replayer: Replayer): string[] {
  const flows = findFlows(graph);
  replayer.expect(flows);
  return flows.flatMap((flow) => {
    const verdict = replayer.replay(flow);
    return [`${verdict.verdict} ${flow.kind} ${placeText(flow.location)} ${flow.callee}`, `  from ${flow.input}`, `  ${verdictText(verdict)}`];
  });
}

function verdictText(verdict: Replay): string {
  switch (verdict.verdict) {
    case "proved":
      return `passes for ${JSON.stringify(verdict.input)}: it ${verdict.how}`;
    case "refuted":
      return `${verdict.tried} attacks are turned away`;
    default:
      return verdict.why;
  }
}
