import type { Gap, Location } from "./finding.js";
import { constantsOf } from "./graph/constants.js";
import type { FlowGraph } from "./graph/flows.js";
import { locate, type Program } from "./program/program.js";
import type { ServerOfProgram } from "./server/server.js";

/** Everything that the analysis could not see, sorted by place. */
export function findGaps(program: Program, graph: FlowGraph, server: ServerOfProgram, gapsOfRun: readonly Gap[]): Gap[] {
  const { solver } = graph;
  const gaps: Gap[] = [...program.gaps, ...gapsOfRun];
  for (const module of program.modules.values()) {
    for (const { message, start, end } of module.unsupported) gaps.push({ kind: "syntax", message, location: locate(module, { start, end }) });
  }
  for (const node of solver.walk.constraints.dynamicImports) {
    const { values, open } = constantsOf(solver, node);
    if (open || values.size === 0) gaps.push({ kind: "dynamic", message: "the module that is loaded here is computed", location: solver.graph.locate(node) });
  }
  for (const { row, site } of server.unresolved) gaps.push({ kind: "handler", message: `the handler of this ${row.what} could not be resolved`, location: solver.graph.locate(site.node) });
  for (const tool of server.tools) if (tool.name === undefined) gaps.push({ kind: "tool", message: "the name of this tool could not be resolved", location: tool.location });
  for (const node of solver.capped) gaps.push({ kind: "bound", message: "too many different objects meet here; the others are left out", location: solver.graph.locate(node) });
  if (graph.taint.isSpent()) gaps.push({ kind: "bound", message: "too many taint facts; some flows may be missing", location: start(program) });
  return unique(gaps).sort((a, b) => compare(a.location, b.location) || (a.message < b.message ? -1 : 1));
}

function start(program: Program): Location {
  const [file] = program.modules.keys();
  return { file: file ?? ".", line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function unique(gaps: readonly Gap[]): Gap[] {
  const seen = new Set<string>();
  return gaps.filter((gap) => {
    const key = `${gap.kind}:${gap.message}:${gap.location.file}:${gap.location.line}:${gap.location.column}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function compare(a: Location, b: Location): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
