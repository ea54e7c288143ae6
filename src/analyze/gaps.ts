import { comparePlaces, type Gap, type Location, placeText } from "../finding.js";
import { constantsOf } from "../graph/constants.js";
import type { FlowGraph } from "../graph/flows/flows.js";
import { locate, type Program } from "../program/program.js";
import { answerAt } from "../graph/offers/answering.js";
import { isClient } from "../server/sdk.js";
import type { ServerOfProgram } from "../server/server.js";

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
  for (const { row, site } of server.unresolved) gaps.push({ kind: "handler", message: `the handler of this ${row.what} could not be resolved`, help: HANDLER, location: solver.graph.locate(site.node) });
  for (const { site, package: name } of server.foreign) gaps.push({ kind: "handler", message: `the server that is connected here is made by \`${name}\`, which is no part of the program`, help: FOREIGN, location: solver.graph.locate(site.node) });
  const isListed = graph.registrations.some(({ row }) => row.by === "answering" && row.what === "tool");
  for (const { site, row } of graph.registrations) {
    // who passes requests on offers what another one does
    if (row.by !== "answering" || row.asked === undefined || isClient(program)) continue;
    if (answerAt(site)?.messages.length === 0) gaps.push({ kind: "handler", message: "where the request comes from that is answered here could not be resolved", help: MESSAGE, location: solver.graph.locate(site.node) });
    if (row.method?.includes("tools/call") === true && (server.tools.length === 0 || !isListed)) gaps.push({ kind: "tool", message: "tools are called here, and which there are could not be resolved", help: LIST, location: solver.graph.locate(site.node) });
  }
  for (const tool of server.tools) if (tool.name === undefined) gaps.push({ kind: "tool", message: "the name of this tool could not be resolved", help: NAME, location: tool.location });
  for (const { what, name, part, why, location } of server.unknown) {
    const whose = name === undefined ? `a ${what}` : `${what} \`${name}\``;
    gaps.push({ kind: "tool", message: `the ${part === "schema" ? "input schema" : "description"} of ${whose} could not be resolved: it is ${why}`, help: helpWith(part, why), location });
  }
  gaps.push(...findCrowds([...solver.capped].map((node) => solver.graph.locate(node))));
  if (graph.taint.isSpent()) gaps.push({ kind: "bound", message: "too many taint facts; some flows may be missing", location: start(program) });
  return unique(gaps).map(withHelp).sort((a, b) => comparePlaces(a.location, b.location) || (a.message < b.message ? -1 : 1));
}

/** One gap for a program: where objects crowd they crowd along whole ways, and each of these places would say the same. */
function findCrowds(places: readonly Location[]): Gap[] {
  const [first, ...others] = [...places].sort(comparePlaces);
  if (first === undefined) return [];
  const files = new Set(places.map(({ file }) => file)).size;
  const more = others.length === 0 ? "" : `, as at ${others.length} ${others.length === 1 ? "place" : "places"} more${files === 1 ? "" : ` in ${files} files`}`;
  return [{ kind: "bound", message: `too many different objects meet here${more}; those that came last are left out`, location: first }];
}

const CONFIG = "`models` of mcp-boundary.config.json";
const FOREIGN = "Give a folder that holds the source of that package as well, as a workspace does, or analyse it by itself";
const HANDLER = `Where the function comes from a library, or one of yours registers it, a row under \`registers\` in ${CONFIG} says which argument is the handler`;
const MESSAGE = "Read the method from the field `method` of the request, where it is told apart or before";
const LIST = "Where `tools/list` is answered, write the list in a field `tools` of the answer";
const NAME = `Where a function of yours registers it, a row under \`registers\` in ${CONFIG} says which argument is the name`;

/** What helps with gaps of a sort. */
const HELP: Readonly<Partial<Record<Gap["kind"], string>>> = {
  import: "Where the file is made by a build, build first; where it lies elsewhere, give the folder that holds both",
  dynamic: "Write out the modules that it may be, or import them where they are known",
  bound: "Give fewer folders or files at a time",
};

/** What helps where a text or a schema is not known, by what stopped the run. */
function helpWith(part: "description" | "schema", why: string): string {
  if (/\bfs\b|readFile/.test(why)) return "It is read from a file when the server starts: write it in a module, or import the file as JSON, so that it is known beforehand";
  if (/^the result of /.test(why)) return part === "schema" ? `A row under \`schemas\` in ${CONFIG} says what that call makes` : `A row under \`computes\` in ${CONFIG} says what that call gives; or write the text where it is used`;
  return `Write it as a constant that a module makes while it is loaded; what it takes from outside is not known beforehand`;
}

function withHelp(gap: Gap): Gap {
  const help = gap.help ?? HELP[gap.kind];
  return help === undefined ? gap : { ...gap, help };
}

function start(program: Program): Location {
  const [file] = program.modules.keys();
  return { file: file ?? ".", line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function unique(gaps: readonly Gap[]): Gap[] {
  const seen = new Set<string>();
  return gaps.filter((gap) => {
    const key = `${gap.kind}:${gap.message}:${placeText(gap.location)}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
