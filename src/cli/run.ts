import { join } from "node:path";
import { rules } from "../../rules/index.js";
import { type Analysis, analyze, type AnalyzeOptions, type ParseCache } from "../analyze.js";
import type { CliOptions } from "./options.js";
import { deliver, displayPath, type Outcome, pathFrom, printed, type Surroundings, type Told } from "./output.js";
import { judgeFindings } from "./judge.js";
import { resolvePlaces } from "./paths.js";
import type { StagedRun } from "./staged.js";
import type { DumpStep } from "../analyze/dump.js";
import { type Phases, watchPhases } from "./phases.js";
import { openProject, type Project, resolveReal } from "./project.js";
import { describeShard } from "../report/shard.js";
import { requireSource, unseenSentences } from "./unseen.js";
import { UserError } from "../errors.js";
import { statOf, upward } from "../program/disk.js";
import { readPackage } from "../package.js";
import { countSeverities, report } from "../report/index.js";
import type { Format, Look, Result } from "../report/index.js";
import { escapeLines, escapeText } from "../report/escape.js";
import { maskSecrets } from "../report/mask.js";

/** What stays between the runs of one process. */
export interface Kept {
  readonly cache: ParseCache;
  /** Told what a run has looked at, as soon as it is known. */
  readonly onSeen: (project: Project, analysis: Analysis) => void;
}

/** Analyses, hears the comments, reports and gates. Throws UserError on wrong use. */
export async function runCli(options: CliOptions, surroundings: Surroundings, kept?: Kept): Promise<Outcome> {
  const places = resolvePlaces(options, surroundings.cwd);
  const phases = watchPhases(surroundings);
  phases.begin("start");
  const told = await tellRun(options, surroundings, phases, kept);
  const times = phases.end();
  return "stdout" in told ? told : deliver(told, places, options.verbose ? [...told.ruling, ...times] : []);
}

/** All that a run has to say, and nothing is written yet; an outcome, where there is no run to speak of. Throws UserError on wrong use. */
export async function tellRun(options: CliOptions, surroundings: Surroundings, phases: Phases, kept?: Kept): Promise<Told | Outcome> {
  try {
    return await run(options, surroundings, phases, kept);
  } catch (error) {
    // what is told next must not stand behind the line of progress
    phases.end();
    throw error;
  }
}

async function run(options: CliOptions, surroundings: Surroundings, phases: Phases, kept: Kept | undefined): Promise<Told | Outcome> {
  if (!options.staged) return runProject(options, surroundings, phases, undefined, kept);
  if (options.dump !== undefined) throw new UserError("--dump prints a step of the whole analysis, and goes without --staged.");
  if (options.shard !== undefined) throw new UserError("--staged looks at a change as a whole, and goes without --shard.");
  const staged = (await import("./staged.js")).openStaged(options, surroundings.cwd);
  if (staged === undefined) return { code: 0, stdout: "", stderr: ["mcp-boundary: nothing is staged that the analysis reads."] };
  try {
    return await runProject(options, surroundings, phases, staged);
  } catch (error) {
    throw error instanceof UserError ? new UserError(staged.snapshot.inWords(error.message)) : error;
  } finally {
    staged.snapshot.remove();
  }
}

async function runProject(options: CliOptions, { cwd, colour, today }: Surroundings, phases: Phases, staged: StagedRun | undefined, kept?: Kept): Promise<Told | Outcome> {
  const cache = staged?.cache ?? kept?.cache;
  const opened = await openProject(staged?.asked ?? options, staged?.cwd ?? cwd);
  const { shard: share } = options;
  const project = share === undefined ? opened : { ...opened, whole: false, asked: { ...opened.asked, share } };
  const { asked, target, policy: { preset } } = project;
  const root = staged?.snapshot.origin(target.root) ?? target.root;
  if (options.dump !== undefined) return printDump(options, options.dump, asked, cwd);

  const formats = options.reports.map(({ format }) => format);
  const analysis = analyze({ ...asked, onPhase: phases.begin, ...(cache === undefined ? {} : { cache }), ...([options.format, ...formats].includes("html") ? { withServer: true } : {}) });
  kept?.onSeen(project, analysis);
  // what is committed may hold no source yet
  if (staged !== undefined && analysis.summary.files === 0 && analysis.gaps.length === 0) return { code: 0, stdout: "", stderr: ["mcp-boundary: the index of git holds no JavaScript or TypeScript source there."] };
  // of few packages some shares are empty
  if (share === undefined) requireSource(analysis, project.given);
  phases.begin("judge");
  const judging = { inlineConfig: options.inlineConfig, today: options.today ?? today };
  const all = await judgeFindings(analysis, project, judging);
  const { heard, notes } = (await staged?.narrow(all, project, judging)) ?? { heard: all, notes: [] };
  const result: Result = { ...heard, analysis: { ...analysis, root }, rules, preset, package: readPackage(), ...(share === undefined ? {} : { shard: describeShard(analysis, share) }) };
  const shown: Result = options.quiet ? { ...result, findings: result.findings.filter(isError), directives: result.directives.filter(isError) } : result;
  const lookOf = (format: Format): Look => ({ colour: colour && options.outputFile === undefined, gaps: options.gaps, suppressed: options.includeSuppressed, display: displayPath(root, cwd), repository: repositoryPath(options.base, format, root, cwd) });
  phases.begin("report");
  const reports: string[] = [];
  for (const format of formats) reports.push(await report(shown, format, lookOf(format)));
  const text = await report(shown, options.format, lookOf(options.format));
  const spoken = (line: string): string => escapeText(staged?.snapshot.inWords(line) ?? line);
  return { ...judge(result, options), text, reports, notes: notes.map((note) => `mcp-boundary: ${escapeText(note)}`), ruling: rulingFiles(project).map(spoken), ...(hasLastDays(analysis, project, options) ? { day: judging.today } : {}) };
}

async function printDump(options: CliOptions, step: DumpStep, asked: AnalyzeOptions, cwd: string): Promise<Outcome> {
  const { format } = options;
  const { dump, dumpServerData } = await import("../analyze/dump.js");
  const isData = format === "json";
  if ((format !== "text" && !isData) || (isData && step !== "server")) throw new UserError(`--dump ${step} prints text; --dump server takes --format json too.`);
  const lines = maskSecrets(isData ? dumpServerData(asked) : dump(asked, step)).split("\n");
  return printed(escapeLines(lines.map(escapeText).join("\n")), resolvePlaces(options, cwd).outputFile, { code: 0, stderr: [] });
}

/** Whether anything may count until a day: an entry of the configuration, or a comment, which the very word is taken for. */
function hasLastDays({ files, text }: Analysis, { policy }: Project, { inlineConfig }: CliOptions): boolean {
  if (policy.suppressions.some(({ until }) => until !== undefined)) return true;
  return inlineConfig && files.map(text).some((source) => source?.includes("until") === true && source.includes("eslint"));
}

function rulingFiles({ target, config, baseline, asked }: Project): string[] {
  return [`root           ${target.root}`, `configuration  ${config.file ?? "none"}`, `baseline       ${baseline?.file ?? "none"}`, `preset         ${asked.preset ?? ""}, entries ${asked.entries ?? ""}`].map((line) => `mcp-boundary: ${line}`);
}

/** Paths of formats for code hosts: from the folder that was named, else from the repository; those of SARIF from the root of the analysis. */
function repositoryPath(base: string | undefined, format: Format, root: string, cwd: string): Look["repository"] {
  if (base !== undefined) return pathFrom(resolveReal(cwd, base), root);
  if (format === "sarif") return (file) => file;
  for (const folder of upward(root)) if (statOf(join(folder, ".git")) !== undefined) return pathFrom(folder, root);
  return (file) => file;
}

/** Failures weigh most: what was not run cannot speak. Then a server that could not be seen, then findings. */
function judge(result: Result, options: CliOptions): { readonly code: Outcome["code"]; readonly stderr: string[] } {
  const { analysis } = result;
  const { errors, warnings } = countSeverities(result);
  const stderr = analysis.failures.map((failure) => `mcp-boundary: rule mcp/${failure.rule} failed: ${escapeText(failure.message)}`);
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  if (tooMany) stderr.push(`mcp-boundary: --max-warnings allows ${options.maxWarnings}, found ${warnings}.`);
  const unseen = unseenSentences(options.shard === undefined ? analysis : { ...analysis, needsTools: false }, options.failOnGaps);
  stderr.push(...unseen.map((sentence) => `mcp-boundary: ${sentence}`));
  if (analysis.failures.length > 0) return { code: 2, stderr };
  if (unseen.length > 0) return { code: 3, stderr };
  return { code: errors > 0 || tooMany ? 1 : 0, stderr };
}

function isError(item: { readonly severity: "error" | "warn" }): boolean {
  return item.severity === "error";
}
