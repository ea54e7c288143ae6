import { UserError } from "../errors.js";
import { escapeLines } from "./escape.js";
import type { Analysis } from "../analyze.js";
import type { Package } from "../package.js";
import type { Preset } from "../finding.js";
import type { Rule } from "../rule.js";
import type { Shard } from "./shard.js";
import type { Suppression } from "../policy/suppress.js";

/** Everything that a report may tell. */
export interface Result extends Suppression {
  readonly analysis: Analysis;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly preset: Preset;
  readonly package: Package;
  /** Only a share of the packages was looked at. */
  readonly shard?: Shard;
}

/** How a person wants a text to look on a terminal. */
export interface TerminalLook {
  readonly colour: boolean;
  readonly gaps: boolean;
  /** How the path of a module is written: such that a terminal can open it. */
  readonly display: (file: string) => string;
}

/** How a report is written: what a person wants to see, and what a host wants. */
export interface Look extends TerminalLook {
  /** How code hosts write the path of a module: relative to the repository, with forward slashes. */
  readonly repository: (file: string) => string;
  /** Whether formats for code hosts list what is suppressed too, marked as such. */
  readonly suppressed?: boolean;
}

export const FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** The report of a run in the given format. Only that format's code is loaded. */
export async function report(result: Result, format: Format, look: Look): Promise<string> {
  switch (format) {
    case "text":
      return escapeLines((await import("./text.js")).reportText(result, look));
    case "json":
      return (await import("./json.js")).reportJson(result);
    case "sarif":
      return (await import("./sarif.js")).reportSarif(result, look);
    case "github":
      return (await import("./github.js")).reportGithub(result, look);
    case "gitlab":
      return (await import("./gitlab.js")).reportGitlab(result, look);
    case "junit":
      return escapeLines((await import("./junit.js")).reportJunit(result, look));
    case "markdown":
      return escapeLines((await import("./markdown.js")).reportMarkdown(result, look));
    case "html":
      return escapeLines((await import("./html.js")).reportHtml(result, look));
    default:
      throw new UserError(`no report has the format "${String(format)}".`);
  }
}

/** Numbers of errors and warnings, those about comments without effect included. */
export function countSeverities(result: Suppression): { errors: number; warnings: number } {
  const all = [...result.findings, ...result.directives];
  const errors = all.filter((item) => item.severity === "error").length;
  return { errors, warnings: all.length - errors };
}
