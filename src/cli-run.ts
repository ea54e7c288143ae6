import { writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { rules } from "../rules/index.js";
import { analyze } from "./analyze.js";
import type { AnalyzeOptions, Analysis } from "./analyze.js";
import type { CliOptions } from "./cli-options.js";
import { expandPatterns, resolveOutputFile, resolveTarget } from "./cli-paths.js";
import { readConfig } from "./config.js";
import { UserError } from "./errors.js";
import { activeRules } from "./preset.js";
import { readPackage } from "./package.js";
import { countSeverities, report } from "./report/index.js";
import type { Result } from "./report/index.js";
import { escapeText } from "./report/escape.js";
import { maskSecrets } from "./report/mask.js";
import { suppress } from "./suppress.js";

/** What a run prints and the code that it ends with. */
export interface Outcome {
  readonly code: 0 | 1 | 2 | 3;
  readonly stdout: string;
  readonly stderr: readonly string[];
}

/** Where a run happens. */
export interface Surroundings {
  readonly cwd: string;
  readonly colour: boolean;
}

/** Analyses, hears the comments, reports and gates. Throws UserError on wrong use. */
export async function runCli(options: CliOptions, { cwd, colour }: Surroundings): Promise<Outcome> {
  const target = resolveTarget(await expandPatterns(options.paths, cwd), cwd);
  const { file: _file, ...config } = readConfig(target.root, options.config === undefined ? undefined : resolve(cwd, options.config));
  const preset = options.preset ?? config.preset ?? "recommended";
  const asked: AnalyzeOptions = { ...config, ...target, preset, entries: options.entries ?? config.entries ?? "mcp" };
  const outputFile = options.outputFile === undefined ? undefined : resolveOutputFile(options.outputFile, cwd);
  if (options.dump !== undefined) {
    const { dump, dumpServerData } = await import("./dump.js");
    const isData = options.format === "json";
    if (options.format === "sarif" || (isData && options.dump !== "server")) throw new UserError(`--dump ${options.dump} prints text; --dump server takes --format json too.`);
    const lines = maskSecrets(isData ? dumpServerData(asked) : dump(asked, options.dump)).split("\n");
    return finish(lines.map(escapeText).join("\n"), outputFile, options, { code: 0, stderr: [] });
  }

  const analysis = analyze(asked);
  if (analysis.summary.files === 0 && !analysis.gaps.some((gap) => gap.kind === "parse")) {
    const where = options.paths.map((path) => `"${path}"`).join(", ");
    const [gap] = analysis.gaps;
    throw new UserError(gap === undefined ? `no JavaScript or TypeScript source was found in ${where}.` : `nothing could be read in ${where}: ${gap.location.file}: ${gap.message}.`);
  }
  const active = activeRules(rules, preset);
  const heard = options.inlineConfig ? await suppress(analysis, { known: new Set(rules.keys()), active }) : { findings: analysis.findings, suppressed: [], directives: [] };
  const result: Result = { ...heard, analysis, rules, preset, package: readPackage() };
  const shown: Result = options.quiet ? { ...result, findings: result.findings.filter(isError), directives: result.directives.filter(isError) } : result;
  const text = await report(shown, options.format, { colour: colour && outputFile === undefined, gaps: options.gaps, display: displayPath(target.root, cwd) });
  return finish(text, outputFile, options, judge(result, options));
}

/** Failures weigh most: what was not run cannot speak. Then a server that could not be seen, then findings. */
function judge(result: Result, options: CliOptions): Pick<Outcome, "code" | "stderr"> {
  const { analysis } = result;
  const { errors, warnings } = countSeverities(result);
  const stderr = analysis.failures.map((failure) => `mcp-boundary: rule mcp/${failure.rule} failed: ${escapeText(failure.message)}`);
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  if (tooMany) stderr.push(`mcp-boundary: --max-warnings allows ${options.maxWarnings}, found ${warnings}.`);
  const unseen = analysis.dependsOnSdk && analysis.needsTools && analysis.summary.tools === 0;
  if (unseen) stderr.push(`mcp-boundary: the project depends on an MCP SDK, and no tool was found: ${whyUnseen(analysis)}.`);
  if (analysis.failures.length > 0) return { code: 2, stderr };
  if (unseen) return { code: 3, stderr };
  return { code: errors > 0 || tooMany ? 1 : 0, stderr };
}

function whyUnseen({ gaps, summary }: Analysis): string {
  const unresolved = gaps.filter((gap) => gap.kind === "tool" || gap.kind === "handler").length;
  if (unresolved > 0) return `${unresolved} ${unresolved === 1 ? "registration" : "registrations"} could not be resolved (--gaps lists them)`;
  const unread = gaps.filter((gap) => gap.kind === "parse" || gap.kind === "read").length;
  if (unread > 0) return `${unread} ${unread === 1 ? "file" : "files"} could not be read (--gaps lists them)`;
  if (summary.handlers > 0) return `its ${summary.handlers === 1 ? "handler belongs" : `${summary.handlers} handlers belong`} to no named tool`;
  return `${summary.files === 1 ? "its only file does not register" : `none of its ${summary.files} files registers`} one in a way that mcp-boundary knows`;
}

function isError(item: { readonly severity: "error" | "warn" }): boolean {
  return item.severity === "error";
}

function finish(text: string, outputFile: string | undefined, options: CliOptions, outcome: Pick<Outcome, "code" | "stderr">): Outcome {
  if (outputFile === undefined) return { ...outcome, stdout: text.endsWith("\n") ? text : `${text}\n` };
  try {
    writeFileSync(outputFile, text);
  } catch (error) {
    throw new UserError(`--output-file "${options.outputFile ?? ""}" cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return { ...outcome, stdout: "" };
}

/** Paths as the person's terminal can open them: from the current folder where they lie in it, else the shorter way. */
function displayPath(root: string, cwd: string): (file: string) => string {
  return (file) => {
    const absolute = join(root, file);
    const near = relative(cwd, absolute);
    return near === "" || (near.startsWith(`..${sep}`) && near.length >= absolute.length) ? absolute : near;
  };
}
