import type { AnalyzeOptions, Seen } from "./analysis.js";
import { findGaps } from "./gaps.js";
import { analyzeFlows, type FlowGraph } from "../graph/flows/flows.js";
import type { OfferedTools } from "../graph/flows/offered.js";
import { findLeads } from "../graph/offers/registering.js";
import type { Expr } from "../ir/ir.js";
import { javascript } from "../languages/javascript.js";
import { models as ownModels } from "../models/index.js";
import { type Collected, collectProgram, linkProgram } from "../program/load.js";
import type { Program } from "../program/program.js";
import { type Ran, runProgram } from "../run/initialise.js";
import type { Value } from "../run/values.js";
import { dependsOnSdk, isClient, offeringLibraries, settingFiles } from "../server/sdk.js";
import { readServer, type ServerOfProgram } from "../server/server.js";
import type { Tool } from "../server/view/view.js";

/** A program with what both engines see of its server. */
export interface SeenServer {
  readonly program: Program;
  readonly graph: FlowGraph;
  readonly leads: ReturnType<typeof findLeads>;
  readonly ran: Ran;
  readonly server: ServerOfProgram;
}

/** What is known of a program, and what else is to be seen of it. */
export interface Sight {
  /** Its files. */
  readonly collected?: Collected;
  /** Expressions whose values are noted. */
  readonly asked?: (program: Program) => Map<Expr, Value[]>;
}

/** The files of the program of the options; of a workspace, what takes part in its servers. */
export function collect(options: AnalyzeOptions): Collected {
  const { root, paths, texts, cache } = options;
  // with all entries, a package needs no MCP to be read
  const concerns = options.entries === "all" ? undefined : offeringLibraries(options.models ?? ownModels);
  return collectProgram({ root, language: [javascript], concerns, settings: settingFiles(options.models ?? ownModels), ...(paths === undefined ? {} : { paths }), ...(texts === undefined ? {} : { texts }), ...(cache === undefined ? {} : { cache }) });
}

/** The program of the options, or the share of it: its modules, parsed and linked. */
export function load(options: AnalyzeOptions, collected: Collected = collect(options)): Program {
  return linkProgram(collected, options.share);
}

/**
 * Collect, parse and link; build, solve and taint; run the initialisers, and read the server off. Expressions that are asked about are noted by both
 * engines. Throws a UserError when a path cannot be analysed.
 */
export function seeServer(options: AnalyzeOptions, { asked, collected }: Sight = {}): SeenServer {
  options.onPhase?.("program");
  const program = load(options, collected);
  options.onPhase?.("graph");
  const models = options.models ?? ownModels;
  const observed = asked?.(program);
  const graph = analyzeFlows(program, models, options.entries, observed?.keys());
  const leads = findLeads(graph.solver, graph.registrations);
  options.onPhase?.("run");
  const ran = runProgram(program, models, { ...leads, ...(observed === undefined ? {} : { observed }) });
  options.onPhase?.("server");
  const server = readServer(graph, ran);
  const offered = offeredBy(server);
  return { program, graph: offered === undefined ? graph : { ...graph, offered }, leads, ran, server };
}

/** What the tools are called and take; undefined where a name is not known. */
function offeredBy({ registered }: ServerOfProgram): OfferedTools | undefined {
  const byName = new Map<string, Tool[]>();
  for (const tool of registered) {
    if (tool.name === undefined) return undefined;
    byName.set(tool.name, [...(byName.get(tool.name) ?? []), tool]);
  }
  return {
    has: (name) => byName.has(name),
    takes: (name, argument) => byName.get(name)?.some(({ input }) => input?.properties === undefined || input.open === true || input.properties.some((property) => property.name === argument)) !== false,
  };
}

/** Asked last: rules may spend bounds. */
export function whatWasSeen({ program, graph, ran, server }: SeenServer): Seen {
  const gaps = findGaps(program, graph, server, ran.gaps);
  return {
    gaps,
    summary: { files: program.modules.size, lines: program.lines, tools: server.tools.length, handlers: server.handlers, handlersEvaluated: server.handlersResolved, gaps: gaps.length },
    dependsOnSdk: dependsOnSdk(program) || server.handlers > 0,
    needsTools: (!server.withoutTools && !isClient(program)) || server.foreign.length > 0,
  };
}
