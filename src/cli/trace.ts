import { type Place, traceLine } from "../analyze/line.js";
import { oneOf, readFlags } from "./flags.js";
import { judgeFindings } from "./judge.js";
import { displayPath, type Outcome, printed, type Surroundings } from "./output.js";
import { resolveOutputFile, resolveTarget } from "./paths.js";
import { openProject } from "./project.js";
import { UserError } from "../errors.js";
import { readPackage } from "../package.js";
import { ENTRIES, PRESETS } from "../analyze/preset.js";
import { toModulePath } from "../program/disk.js";
import { findProject } from "../program/root.js";
import { reportTrace, TRACE_FORMATS } from "../report/trace.js";

export const TRACE_HELP = `Usage: mcp-boundary trace [options] <file:line> [paths]

Says what the analysis knows of the expressions on a line: which values they may have, which inputs of clients they hold, by which steps and past
which checks these came, which dangers are left; and why what is done there is, or is not, reported. file:line:column, as findings show it, asks about the
expressions that begin in that column alone.

The program is that of the paths; without them, the package of the file, or the workspace that lists it. Nothing of it is run.

Options:
  -f, --format <name>      text (default) or json (docs/trace.md describes it)
  --preset <name>          whose rules count as reporting: recommended (default), strict or audit
  --entries <which>        mcp (default): what MCP clients send; all: HTTP routes and exported handlers as well
  -c, --config <file>      read this configuration; default: the nearest mcp-boundary.config.json
  -o, --output-file <file> write to a file
  -h, --help               print this

Exit codes:
  0  told, whatever is found there
  2  wrong use, such as a line on which no expression begins, or a failure of mcp-boundary itself
`;

const FLAGS = {
  format: { type: "string", short: "f" },
  preset: { type: "string" },
  entries: { type: "string" },
  config: { type: "string", short: "c" },
  "output-file": { type: "string", short: "o" },
  help: { type: "boolean", short: "h" },
} as const;

/** `mcp-boundary trace`. Throws UserError on wrong use. */
export async function runTrace(args: readonly string[], { cwd, colour, today }: Surroundings): Promise<Outcome> {
  const { values, positionals } = readFlags(args, FLAGS, "mcp-boundary trace");
  if (values.help === true) return { code: 0, stdout: TRACE_HELP, stderr: [] };
  const format = oneOf("--format", values.format ?? "text", TRACE_FORMATS);
  const preset = values.preset === undefined ? undefined : oneOf("--preset", values.preset, PRESETS);
  const entries = values.entries === undefined ? undefined : oneOf("--entries", values.entries, ENTRIES);
  const [given, ...paths] = positionals;
  const asked = readPlace(given);
  const { root, paths: [file = root] } = resolveTarget([asked.file], cwd);
  if (file === root) throw new UserError(`"${asked.file}" is a folder: write a file and a line, as in src/index.ts:28.`);
  const project = await openProject({ paths: paths.length === 0 ? [findProject(file)] : paths, config: values.config, preset, entries }, cwd);
  const { target } = project;
  const path = values["output-file"];
  const outputFile = path === undefined ? undefined : { path: resolveOutputFile(path, cwd), given: path };

  const place: Place = { ...asked, file: toModulePath(target.root, file) };
  const trace = traceLine(project.asked, place);
  const heard = await judgeFindings(trace.analysis, project, { inlineConfig: true, today });
  const text = await reportTrace({ trace, heard, preset: project.policy.preset, package: readPackage() }, format, { colour: colour && outputFile === undefined, gaps: false, display: displayPath(target.root, cwd) });
  return printed(text, outputFile, { code: 0, stderr: [] });
}

const PLACE = /^(.+?):(\d{1,9})(?::(\d{1,9}))?$/s;

function readPlace(given: string | undefined): Place {
  if (given === undefined) throw new UserError("trace takes a place, as in: mcp-boundary trace src/index.ts:28.");
  const found = PLACE.exec(given);
  if (found === null) throw new UserError(`"${given}" is no place: write a file and a line, as in src/index.ts:28.`);
  const [, file = "", line, column] = found;
  return { file, line: Number(line), column: column === undefined ? undefined : Number(column) };
}
