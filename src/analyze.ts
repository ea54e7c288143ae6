import type { Finding, Gap, Preset } from "./finding.js";

/** What to analyse, and how. */
export interface AnalyzeOptions {
  /** Absolute path; module paths in findings are relative to it. */
  readonly root: string;
  /** Absolute paths of files and folders under the root; default: the root. */
  readonly paths?: readonly string[];
  readonly preset?: Preset;
  /** "mcp" (default): inputs of MCP servers. "all": also HTTP routes and exported handlers of programs without an MCP server. */
  readonly entries?: "mcp" | "all";
  /** Texts that win over the disk, by absolute path: an editor's open buffers. */
  readonly texts?: ReadonlyMap<string, string>;
}

export interface Summary {
  readonly files: number;
  readonly lines: number;
  readonly tools: number;
  readonly handlers: number;
  readonly handlersEvaluated: number;
  readonly gaps: number;
}

/** A rule that threw: the run went on without it. */
export interface Failure {
  readonly rule: string;
  readonly message: string;
}

export interface Analysis {
  readonly root: string;
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly failures: readonly Failure[];
  readonly summary: Summary;
  /** The program depends on an MCP SDK. */
  readonly dependsOnSdk: boolean;
  /** Paths of all modules of the program relative to the root, sorted. */
  readonly files: readonly string[];
  /** The text of a module of the program, by its path relative to the root. */
  text(file: string): string | undefined;
}

export function analyze(_options: AnalyzeOptions): Analysis {
  throw new Error("not wired yet");
}
