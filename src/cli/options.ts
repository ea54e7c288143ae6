import { oneOf, readFlags } from "./flags.js";
import { UserError } from "../errors.js";
import type { Preset } from "../finding.js";
import { isDay } from "../models/shape.js";
import { ENTRIES, PRESETS } from "../analyze/preset.js";
import type { Share } from "../program/share.js";
import { FORMATS } from "../report/index.js";
import type { Format } from "../report/index.js";
import type { DumpStep } from "../analyze/dump.js";

/** The steps of the pipeline whose result `--dump` prints. */
export const DUMP_STEPS = ["ir", "program", "graph", "run", "server", "flows", "replay"] as const satisfies readonly DumpStep[];

/** What the command line asks for. */
export interface CliOptions {
  /** None: what the configuration says, else the current folder. */
  readonly paths: readonly string[];
  readonly format: Format;
  /** Undefined: what the configuration says. */
  readonly preset: Preset | undefined;
  readonly entries: "mcp" | "all" | undefined;
  /** A configuration file in place of the one that lies nearest. */
  readonly config: string | undefined;
  readonly gaps: boolean;
  readonly failOnGaps: boolean;
  readonly dump: DumpStep | undefined;
  readonly outputFile: string | undefined;
  /** Undefined: warnings never fail the run. */
  readonly maxWarnings: number | undefined;
  readonly quiet: boolean;
  readonly inlineConfig: boolean;
  /** The day by which suppressions that count until a day are judged; undefined: that of the clock. */
  readonly today: string | undefined;
  /** A file of known findings; false for none at all; undefined: what the configuration says. */
  readonly baseline: string | false | undefined;
  /** Further reports of the same run, each in a file. */
  readonly reports: readonly { readonly format: Format; readonly file: string }[];
  /** Where the configuration stands and how long each phase took are told. */
  readonly verbose: boolean;
  /** Only what the staged change touches or causes is reported. */
  readonly staged: boolean;
  /** The process stays, and runs again when something changed. */
  readonly watch: boolean;
  /** Only a share of the packages is analysed. */
  readonly shard: Share | undefined;
  /** What a run says is kept, and said again while nothing that it rests on has changed. */
  readonly cache: boolean;
  /** The folder in which it is kept; undefined: one of the project. */
  readonly cacheLocation: string | undefined;
  /** SARIF lists what is suppressed too. */
  readonly includeSuppressed: boolean;
  /** The folder that paths in formats for code hosts are relative to. */
  readonly base: string | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

const FLAGS = {
  format: { type: "string", short: "f" },
  preset: { type: "string" },
  entries: { type: "string" },
  config: { type: "string", short: "c" },
  gaps: { type: "boolean" },
  "fail-on-gaps": { type: "boolean" },
  dump: { type: "string" },
  "output-file": { type: "string", short: "o" },
  "max-warnings": { type: "string" },
  quiet: { type: "boolean" },
  "no-inline-config": { type: "boolean" },
  today: { type: "string" },
  baseline: { type: "string", short: "b" },
  "no-baseline": { type: "boolean" },
  "include-suppressed": { type: "boolean" },
  base: { type: "string" },
  staged: { type: "boolean" },
  watch: { type: "boolean", short: "w" },
  shard: { type: "string" },
  cache: { type: "boolean" },
  "cache-location": { type: "string" },
  verbose: { type: "boolean" },
  report: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

export const HELP = `Usage: mcp-boundary [options] [paths]
       mcp-boundary tools [options] [paths]
       mcp-boundary trace [options] <file:line> [paths]
       mcp-boundary baseline [options] [paths]
       mcp-boundary merge [options] <reports>
       mcp-boundary init [options] [folder]
       mcp-boundary rules [options]
       mcp-boundary explain <rule>

Finds the places where an MCP server lets untrusted input cross into shells, queries, code, requests and files unchecked.
A path is a folder, a file or a pattern in quotes; the default is the current folder. No configuration is needed.

Commands, each with a --help of its own; a folder of such a name is written ./tools:
  tools                    show the tools, resources and prompts of a server as the analysis sees them
  trace                    say what is known of the expressions on a line, and why it is or is not reported
  baseline                 write down what is found today, so that runs fail on new findings alone; with --prune take out what is fixed
  merge                    join the json or sarif reports of shards
  init                     show what is missing to run mcp-boundary in a project, and with --yes write it
  rules                    list the rules
  explain <rule>           say what a rule reports, why, and how to mend it

Options:
  -f, --format <name>      text (default), json, sarif, github (annotations), gitlab (Code Quality), junit, markdown (job
                           summaries) or html (one page)
  --preset <name>          which rules run: recommended (default), strict or audit, each holding the one before
  --entries <which>        mcp (default): what MCP clients send; all: HTTP routes and exported handlers as well
  -c, --config <file>      read this configuration; default: the nearest mcp-boundary.config.json, or the key
                           mcp-boundary of a package.json
  --staged                 report only what the change that is staged in git touches or causes; all of the program is analysed, as
                           the index has it
  -w, --watch              stay, and report afresh whenever a file changes
  --shard <i/n>            analyse the i-th of n shares of the packages; merge joins the reports
  --cache                  say again what the last run said, as long as no file that it rests on has changed
  --cache-location <folder>
                           where that is kept; default: node_modules/.cache/mcp-boundary, without node_modules
                           .mcp-boundary-cache
  -b, --baseline <file>    findings that are known already; default: mcp-boundary.baseline.json beside the configuration
  --no-baseline            report known findings as well
  --gaps                   list what the analysis could not see, and what would help
  --fail-on-gaps           end with 3 when there is anything that it could not see
  -o, --output-file <file> write the report to a file
  --report <format>=<file> write the same run in another format too; may be given several times
  --base <folder>          folder that paths in sarif, github, gitlab, junit, markdown and html are relative to; default: the
                           repository, for sarif the analysed folder
  --include-suppressed     list in sarif also what is suppressed, marked as such
  --max-warnings <number>  fail when there are more warnings; any number passes unless it is given
  --quiet                  report errors alone
  --verbose                say on the standard error which files rule the run, and how long each phase took
  --no-inline-config       ignore eslint-disable comments, and report what they silence
  --today <date>           the day by which suppressions that count until a day are judged; default: that of the clock, UTC
  --dump <step>            print a step of the analysis: ir, program, graph, run, server (with --format json as data),
                           flows or replay
  -h, --help               print this
  -v, --version            print the version

Exit codes:
  0  no errors, and not more warnings than allowed
  1  findings at or above that gate
  2  wrong use, or a failure of mcp-boundary itself
  3  the project depends on an MCP SDK, and no tool was found, although it is no mere client or proxy and no server of
     resources or prompts alone; with --fail-on-gaps: something could not be seen
`;

/** Reads the arguments behind the program's name. Throws UserError on what it does not know. */
export function parseCli(args: readonly string[]): CliOptions {
  const { values, positionals } = readFlags(args, FLAGS);
  return {
    paths: positionals,
    format: oneOf("--format", values.format ?? "text", FORMATS),
    preset: values.preset === undefined ? undefined : oneOf("--preset", values.preset, PRESETS),
    entries: values.entries === undefined ? undefined : oneOf("--entries", values.entries, ENTRIES),
    config: values.config,
    gaps: values.gaps ?? false,
    failOnGaps: values["fail-on-gaps"] ?? false,
    dump: values.dump === undefined ? undefined : oneOf("--dump", values.dump, DUMP_STEPS),
    outputFile: values["output-file"],
    maxWarnings: parseMaxWarnings(values["max-warnings"]),
    quiet: values.quiet ?? false,
    inlineConfig: !(values["no-inline-config"] ?? false),
    today: parseDay(values.today),
    baseline: values["no-baseline"] === true ? false : values.baseline,
    includeSuppressed: values["include-suppressed"] ?? false,
    base: values.base,
    staged: values.staged ?? false,
    watch: values.watch ?? false,
    shard: parseShard(values.shard),
    cache: values.cache ?? values["cache-location"] !== undefined,
    cacheLocation: values["cache-location"],
    verbose: values.verbose ?? false,
    reports: (values.report ?? []).map(parseReport),
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

function parseReport(value: string): CliOptions["reports"][number] {
  const [name = "", ...file] = value.split("=");
  if (file.join("=") === "") throw new UserError(`--report takes a format and a file, such as sarif=mcp-boundary.sarif, not "${value}".`);
  return { format: oneOf("--report", name, FORMATS), file: file.join("=") };
}

function parseShard(value: string | undefined): Share | undefined {
  if (value === undefined) return undefined;
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index > count) throw new UserError(`--shard takes a share and their number, such as 2/3, not "${value}".`);
  return { index, count };
}

function parseDay(value: string | undefined): string | undefined {
  if (value !== undefined && !isDay(value)) throw new UserError(`--today takes a day such as 2027-01-31, not "${value}".`);
  return value;
}

/** The number of warnings that a gate allows; undefined for any. Throws UserError on what is no number. */
export function parseMaxWarnings(value: string | undefined): number | undefined {
  if (value === undefined || value === "-1") return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new UserError(`--max-warnings takes a number from 0 on, not "${value}".`);
  return Number(value);
}
