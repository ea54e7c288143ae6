import { resolve } from "node:path";
import { readFlags } from "./flags.js";
import { parseMaxWarnings } from "./options.js";
import { type Outcome, printed, type Surroundings } from "./output.js";
import { resolveOutputFile } from "./paths.js";
import { UserError } from "../errors.js";
import { isRecord } from "../models/shape.js";
import { readText } from "../program/disk.js";
import { parseJson } from "../program/json.js";
import { escapeText } from "../report/escape.js";

export const MERGE_HELP = `Usage: mcp-boundary merge [options] <reports>

Joins the reports that runs with --shard 1/n to n/n wrote, all of them json or all of them sarif, into the one that a run without --shard writes.

Options:
  -o, --output-file <file> write the report to a file
  --max-warnings <number>  fail when there are more warnings; any number passes unless it is given
  -h, --help               print this

Exit codes are those of a run.
`;

const FLAGS = { "output-file": { type: "string", short: "o" }, "max-warnings": { type: "string" }, help: { type: "boolean", short: "h" } } as const;
const MAX_BYTES = 256 << 20;

/** `mcp-boundary merge`. Throws UserError on wrong use, and where reports do not belong together. */
export async function runMerge(args: readonly string[], { cwd }: Surroundings): Promise<Outcome> {
  const { values, positionals } = readFlags(args, FLAGS, "mcp-boundary merge");
  if (values.help === true) return { code: 0, stdout: MERGE_HELP, stderr: [] };
  const maxWarnings = parseMaxWarnings(values["max-warnings"]);
  const given = values["output-file"];
  const outputFile = given === undefined ? undefined : { path: resolveOutputFile(given, cwd), given };
  const reports = positionals.map((name) => ({ name, value: readReport(resolve(cwd, name), name) }));
  const sarif = reports.filter(({ value }) => isRecord(value) && Object.hasOwn(value, "runs"));
  if (sarif.length > 0 && sarif.length < reports.length) throw new UserError("merge takes json reports or SARIF files, and not both at once.");
  const { text, errors, warnings, failures, lacksTools } = sarif.length > 0 ? (await import("../report/merge-sarif.js")).mergeSarif(reports) : (await import("../report/merge-json.js")).mergeJson(reports);
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  const stderr = [
    ...failures.map((sentence) => escapeText(sentence)),
    ...(tooMany ? [`--max-warnings allows ${maxWarnings}, found ${warnings}.`] : []),
    ...(lacksTools ? ["the project depends on an MCP SDK, and no shard found a tool."] : []),
  ].map((sentence) => `mcp-boundary: ${sentence}`);
  const code = failures.length > 0 ? 2 : lacksTools ? 3 : errors > 0 || tooMany ? 1 : 0;
  return printed(text, outputFile, { code, stderr });
}

function readReport(file: string, name: string): unknown {
  const read = readText(file, MAX_BYTES);
  const parsed = read.ok ? parseJson(read.text) : read;
  if (!parsed.ok) throw new UserError(`"${name}" cannot be read: ${parsed.message}.`);
  return parsed.value;
}
