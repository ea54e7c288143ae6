import { basename, dirname, join, resolve } from "node:path";
import { rules } from "../../rules/index.js";
import type { AnalyzeOptions } from "../analyze.js";
import { type Baseline, openBaseline } from "../policy/baseline.js";
import { expandPatterns, resolveTarget, type Target } from "./paths.js";
import { type Config, readConfig } from "../config/config.js";
import type { Preset } from "../finding.js";
import { type Policy, widestPreset } from "../policy/policy.js";
import { coversPreset } from "../policy/judge.js";
import { isInside, realPath } from "../program/disk.js";

/** What a command was asked to look at. */
export interface Asked {
  /** None: what the configuration says, else the current folder. */
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly preset?: Preset | undefined;
  readonly entries?: "mcp" | "all" | undefined;
  /** A file of known findings in place of the one that the configuration means; false for no such file at all. */
  readonly baseline?: string | false | undefined;
}

/** A project as the command line sees it. */
export interface Project {
  readonly target: Target;
  /** The paths as they were given, for sentences. */
  readonly given: readonly string[];
  readonly config: Config;
  readonly policy: Policy;
  readonly asked: AnalyzeOptions;
  /** All that the configuration speaks of is analysed, under its preset or a wider one. */
  readonly whole: boolean;
  readonly baseline: Baseline | undefined;
}

/** The path of a file that may not exist yet, its folder without links, as the paths of a program are. */
export function resolveReal(cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  return join(realPath(dirname(absolute)) ?? dirname(absolute), basename(absolute));
}

/** Finds the root, the paths and the configuration. The command line wins over it. Throws UserError on wrong use. */
export async function openProject({ paths, config: named, preset, entries, baseline }: Asked, cwd: string): Promise<Project> {
  const file = named === undefined ? undefined : resolve(cwd, named);
  const first = resolveTarget(await expandPatterns(paths.length === 0 ? ["."] : paths, cwd), cwd);
  const config = readConfig(first.root, file);
  const chosen = paths.length === 0 && config.paths !== undefined && config.policy.base === first.root ? config.paths : undefined;
  const target = chosen === undefined ? first : { root: first.root, paths: chosen };
  const policy = { ...config.policy, preset: preset ?? config.policy.preset };
  const found = config.analysis.entries ?? "mcp";
  return {
    target,
    given: paths.length === 0 ? ["."] : paths,
    config,
    policy,
    asked: { ...config.analysis, ...target, preset: widestPreset(policy, rules), entries: entries ?? found },
    whole: config.file !== undefined && (chosen !== undefined || target.paths.some((path) => isInside(path, dirname(config.file ?? "")))) && coversPreset(policy.preset, config.policy.preset),
    baseline: baseline === false ? undefined : openBaseline(baseline === undefined ? config.baseline : { file: resolveReal(cwd, baseline), isNamed: true }),
  };
}
