import type { Finding, Gap, Preset } from "../finding.js";
import type { Model } from "../models/model.js";
import type { ParseCache } from "../program/load.js";
import type { Share } from "../program/share.js";
import type { Server } from "../server/view/view.js";

/** What to analyse, and how. */
export interface AnalyzeOptions {
  /** Absolute path; module paths in findings are relative to it. */
  readonly root: string;
  /** Absolute paths of files and folders under the root; default: the root. */
  readonly paths?: readonly string[];
  readonly preset?: Preset;
  /** "mcp" (default): inputs of MCP servers. "all": also HTTP routes and exported handlers of programs without an MCP server. */
  readonly entries?: "mcp" | "all";
  /** Of the rules of the preset these alone are asked; default: all. */
  readonly rules?: ReadonlySet<string>;
  /** Texts that win over the disk, by absolute path: an editor's open buffers. */
  readonly texts?: ReadonlyMap<string, string>;
  /** What libraries mean; default: the models of this package. */
  readonly models?: readonly Model[];
  /** Parsed modules kept between runs, see `createParseCache`. */
  readonly cache?: ParseCache;
  /** Of several packages a share alone, with what they import. */
  readonly share?: Share;
  /** The result keeps the server, which holds all of the analysis in memory; not that of a program that is analysed in shares. */
  readonly withServer?: boolean;
  /** Told when a phase begins; whoever wants to know how long one takes reads a clock of their own. */
  readonly onPhase?: (phase: Phase) => void;
}

/** The phases of an analysis, in their order. Flows are replayed while the rules ask. */
export type Phase = "program" | "graph" | "run" | "server" | "rules" | "gaps";

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

/** What was not seen of a program, and how much was. */
export interface Seen {
  readonly gaps: readonly Gap[];
  readonly summary: Summary;
  /** The program depends on an MCP SDK. */
  readonly dependsOnSdk: boolean;
  /** Whether such a program should offer tools: it is no mere client, and no server of resources or prompts alone. */
  readonly needsTools: boolean;
}

export interface Analysis extends Seen {
  readonly root: string;
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  /** What the same rules found, and only a wider preset shows: a comment that silences it is in use. */
  readonly wider: readonly Finding[];
  readonly failures: readonly Failure[];
  /** What clients see; where it was asked for. */
  readonly server?: Server;
  /** Paths of all modules of the program relative to the root, sorted. */
  readonly files: readonly string[];
  /** The text of a module of the program, by its path relative to the root. */
  text(file: string): string | undefined;
}
