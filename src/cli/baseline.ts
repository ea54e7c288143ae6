import { basename, relative } from "node:path";
import { analyze } from "../analyze.js";
import { type Baseline, compareWithBaseline, readBaseline, toKnown, writeBaseline } from "../policy/baseline.js";
import { oneOf, readFlags } from "./flags.js";
import { fixedIn, judgeFindings } from "./judge.js";
import { type Outcome, type Surroundings, writeOutput } from "./output.js";
import { staysInside } from "./paths.js";
import { openProject, resolveReal } from "./project.js";
import { requireSource } from "./unseen.js";
import { UserError } from "../errors.js";
import { ENTRIES, PRESETS } from "../analyze/preset.js";
import { escapeText } from "../report/escape.js";
import { cleanText } from "../report/mask.js";

export const BASELINE_HELP = `Usage: mcp-boundary baseline [options] [paths]

Writes down what is found today, so that runs fail on new findings alone. An entry survives moved lines, renamed variables and formatting. What is
fixed has to leave the file: runs fail until --prune took it out. Known findings are counted in the summary; --no-baseline shows them.

Options:
  --prune                  take out what is fixed, and take nothing in
  -b, --baseline <file>    the file; default: that of the configuration, else mcp-boundary.baseline.json beside it
  --preset <name>          which rules run: recommended (default), strict or audit
  --entries <which>        mcp (default) or all, as for a run
  -c, --config <file>      read this configuration
  -h, --help               print this

Exit codes:
  0  written
  2  wrong use, or a failure of mcp-boundary itself
`;

const FLAGS = {
  prune: { type: "boolean" },
  baseline: { type: "string", short: "b" },
  preset: { type: "string" },
  entries: { type: "string" },
  config: { type: "string", short: "c" },
  help: { type: "boolean", short: "h" },
} as const;

/** `mcp-boundary baseline`. Throws UserError on wrong use, and where a rule failed: what it would have found is not known. */
export async function runBaseline(args: readonly string[], { cwd, today }: Surroundings): Promise<Outcome> {
  const { values, positionals } = readFlags(args, FLAGS, "mcp-boundary baseline");
  if (values.help === true) return { code: 0, stdout: BASELINE_HELP, stderr: [] };
  const project = await openProject({
    paths: positionals, config: values.config, baseline: false,
    preset: values.preset === undefined ? undefined : oneOf("--preset", values.preset, PRESETS),
    entries: values.entries === undefined ? undefined : oneOf("--entries", values.entries, ENTRIES),
  }, cwd);
  const { file, within } = values.baseline === undefined ? project.config.baseline : { file: resolveReal(cwd, values.baseline) };
  if (within !== undefined && !staysInside(file, within)) throw new UserError(`the baseline ${basename(file)} is a link out of the project: --baseline says where to write it.`);
  const { root } = project.target;
  const before: Baseline = readBaseline(file, within) ?? { file, known: [] };
  const analysis = analyze(project.asked);
  requireSource(analysis, project.given);
  const [failure] = analysis.failures;
  if (failure !== undefined) throw new UserError(`rule mcp/${failure.rule} failed, and the baseline was not written: ${failure.message.replace(/\.$/, "")}.`);
  const { findings } = await judgeFindings(analysis, project, { inlineConfig: true, today });
  const { fresh, gone } = compareWithBaseline(findings, before, root);
  const fixed = new Set(gone.filter(fixedIn(before, analysis, project)));
  const taken = values.prune === true ? [] : fresh.map((finding) => toKnown({ ...finding, message: cleanText(finding.message) }, file, root));
  writeOutput(file, writeBaseline([...before.known.filter((one) => !fixed.has(one)), ...taken]), "the baseline", relative(cwd, file));
  const total = before.known.length - fixed.size + taken.length;
  const left = values.prune === true && fresh.length > 0 ? `; ${fresh.length} new ${fresh.length === 1 ? "finding was" : "findings were"} left out` : "";
  return { code: 0, stdout: `${escapeText(relative(cwd, file))}: ${total} known ${total === 1 ? "finding" : "findings"} (${taken.length} added, ${fixed.size} removed)${left}\n`, stderr: [] };
}
