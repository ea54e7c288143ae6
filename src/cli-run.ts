import { rules } from "../rules/index.js";
import { analyze } from "./analyze.js";
import type { CliOptions } from "./cli-options.js";
import { displayPath, type Outcome, printed, type Surroundings } from "./cli-output.js";
import { judgeFindings } from "./cli-judge.js";
import { resolveOutputFile } from "./cli-paths.js";
import { openProject } from "./cli-project.js";
import { requireSource, unseenSentences } from "./cli-unseen.js";
import { UserError } from "./errors.js";
import { readPackage } from "./package.js";
import { countSeverities, report } from "./report/index.js";
import type { Result } from "./report/index.js";
import { escapeText } from "./report/escape.js";
import { maskSecrets } from "./report/mask.js";

/** Analyses, hears the comments, reports and gates. Throws UserError on wrong use. */
export async function runCli(options: CliOptions, { cwd, colour, today }: Surroundings): Promise<Outcome> {
  const project = await openProject(options, cwd);
  const { asked, target, policy: { preset } } = project;
  const outputFile = options.outputFile === undefined ? undefined : { path: resolveOutputFile(options.outputFile, cwd), given: options.outputFile };
  if (options.dump !== undefined) {
    const { dump, dumpServerData } = await import("./dump.js");
    const isData = options.format === "json";
    if (options.format === "sarif" || (isData && options.dump !== "server")) throw new UserError(`--dump ${options.dump} prints text; --dump server takes --format json too.`);
    const lines = maskSecrets(isData ? dumpServerData(asked) : dump(asked, options.dump)).split("\n");
    return printed(lines.map(escapeText).join("\n"), outputFile, { code: 0, stderr: [] });
  }

  const analysis = analyze(asked);
  requireSource(analysis, project.given);
  const heard = await judgeFindings(analysis, project, { inlineConfig: options.inlineConfig, today: options.today ?? today });
  const result: Result = { ...heard, analysis, rules, preset, package: readPackage() };
  const shown: Result = options.quiet ? { ...result, findings: result.findings.filter(isError), directives: result.directives.filter(isError) } : result;
  const text = await report(shown, options.format, { colour: colour && outputFile === undefined, gaps: options.gaps, display: displayPath(target.root, cwd) });
  return printed(text, outputFile, judge(result, options));
}

/** Failures weigh most: what was not run cannot speak. Then a server that could not be seen, then findings. */
function judge(result: Result, options: CliOptions): Pick<Outcome, "code" | "stderr"> {
  const { analysis } = result;
  const { errors, warnings } = countSeverities(result);
  const stderr = analysis.failures.map((failure) => `mcp-boundary: rule mcp/${failure.rule} failed: ${escapeText(failure.message)}`);
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  if (tooMany) stderr.push(`mcp-boundary: --max-warnings allows ${options.maxWarnings}, found ${warnings}.`);
  const unseen = unseenSentences(analysis, options.failOnGaps);
  stderr.push(...unseen.map((sentence) => `mcp-boundary: ${sentence}`));
  if (analysis.failures.length > 0) return { code: 2, stderr };
  if (unseen.length > 0) return { code: 3, stderr };
  return { code: errors > 0 || tooMany ? 1 : 0, stderr };
}

function isError(item: { readonly severity: "error" | "warn" }): boolean {
  return item.severity === "error";
}
