import { seeServer, whatWasSeen } from "../analyze/server.js";
import { oneOf, readFlags } from "./flags.js";
import { displayPath, type Outcome, printed, type Surroundings } from "./output.js";
import { resolveOutputFile } from "./paths.js";
import { openProject } from "./project.js";
import { requireSource, unseenSentences } from "./unseen.js";
import { readPackage } from "../package.js";
import { reportTools, TOOLS_FORMATS } from "../report/tools.js";

export const TOOLS_HELP = `Usage: mcp-boundary tools [options] [paths]

Shows the tools, resources and prompts of an MCP server as the analysis sees them: where they are registered, what a client is told of them,
what they take, who may call them, and what their handlers reach: commands, files, hosts, databases, settings and state that tools share.
Nothing of the project is run.

Options:
  -f, --format <name>      text (default), json (docs/tools.md describes it) or markdown
  -c, --config <file>      read this configuration; default: the nearest mcp-boundary.config.json
  --gaps                   list what the analysis could not see, and what would help
  --fail-on-gaps           end with 3 when there is anything that it could not see
  -o, --output-file <file> write to a file
  -h, --help               print this

Exit codes:
  0  shown
  2  wrong use, or a failure of mcp-boundary itself
  3  the project depends on an MCP SDK, and no tool was found; with --fail-on-gaps: something could not be seen
`;

const FLAGS = {
  format: { type: "string", short: "f" },
  config: { type: "string", short: "c" },
  gaps: { type: "boolean" },
  "fail-on-gaps": { type: "boolean" },
  "output-file": { type: "string", short: "o" },
  help: { type: "boolean", short: "h" },
} as const;

/** `mcp-boundary tools`. Throws UserError on wrong use. */
export async function runTools(args: readonly string[], { cwd, colour }: Surroundings): Promise<Outcome> {
  const { values, positionals } = readFlags(args, FLAGS, "mcp-boundary tools");
  if (values.help === true) return { code: 0, stdout: TOOLS_HELP, stderr: [] };
  const format = oneOf("--format", values.format ?? "text", TOOLS_FORMATS);
  const { asked: { preset: _preset, ...asked }, target, given: paths } = await openProject({ paths: positionals, config: values.config }, cwd);
  const output = values["output-file"];
  const outputFile = output === undefined ? undefined : { path: resolveOutputFile(output, cwd), given: output };

  const view = seeServer(asked);
  const seen = whatWasSeen(view);
  requireSource(seen, paths);
  const look = { colour: colour && outputFile === undefined, gaps: values.gaps === true, display: displayPath(target.root, cwd) };
  const text = await reportTools({ ...seen, server: view.server, package: readPackage() }, format, look);
  const sentences = unseenSentences(seen, values["fail-on-gaps"] === true);
  return printed(text, outputFile, { code: sentences.length > 0 ? 3 : 0, stderr: sentences.map((sentence) => `mcp-boundary: ${sentence}`) });
}
