import path from "node:path";
import type { Finding, Preset, Severity } from "../finding.js";
import type { SinkKind } from "../models/kinds.js";
import { activeRules, holds, PRESETS } from "../analyze/preset.js";
import { compileGlob, expandBraces, type Glob, matchesGlob } from "../program/glob.js";
import type { Rule } from "../rule.js";

/** What a team says of a rule: its severity, or that it does not run. */
export type Setting = Severity | "off";

/** What a tool may be made for; the words are those of `mcp-boundary tools`. */
export const CAPABILITIES = {
  commands: ["shell", "program", "arguments"],
  code: ["code", "script", "template", "module", "object"],
  files: ["path", "link"],
  requests: ["url"],
  databases: ["sql", "nosql", "script"],
} as const satisfies Record<string, readonly SinkKind[]>;
export type Capability = keyof typeof CAPABILITIES;

/** Files and what holds for them: the last override that names a file decides. */
export interface Override {
  /** Patterns, relative to the folder of the configuration: `packages/a`, `examples/**`, `*.gen.ts`. */
  readonly files: readonly string[];
  readonly preset?: Preset | "off";
  readonly rules?: Readonly<Record<string, Setting>>;
}

/** What tools are made to reach, whatever the model says; a finding that says so is none. */
export interface CapabilityEntry {
  /** Names of tools; `*` stands for any letters. */
  readonly tools: readonly string[];
  readonly may: readonly Capability[];
  readonly reason: string;
}

/** Findings that are silenced where no comment can stand. */
export interface SuppressionEntry {
  readonly rule: string;
  readonly files: readonly string[];
  readonly tools?: readonly string[];
  readonly reason: string;
  /** The last day on which it counts. */
  readonly until?: string;
}

/** What a team wants to hear, as the configuration says it. Ids of rules have their namespace. */
export interface Policy {
  /** Absolute path of the folder that the paths of the program are relative to. */
  readonly root: string;
  /** Absolute path of the folder that the patterns are relative to: that of the configuration. */
  readonly base: string;
  readonly preset: Preset;
  readonly rules: Readonly<Record<string, Setting>>;
  readonly overrides: readonly Override[];
  readonly capabilities: readonly CapabilityEntry[];
  readonly suppressions: readonly SuppressionEntry[];
}

/** The policy of whoever says no more than a preset. */
export function plainPolicy(root: string, preset: Preset): Policy {
  return { root, base: root, preset, rules: {}, overrides: [], capabilities: [], suppressions: [] };
}

/** How a policy judges one file. */
export interface FilePolicy {
  /** Rules that run there, with their severity; ids without namespace. */
  readonly severities: ReadonlyMap<string, Severity>;
  readonly preset: Preset | "off";
  /** The preset that an override gives the file. */
  readonly own: Preset | "off" | undefined;
  /** Rules that are switched off there by name. */
  readonly off: ReadonlySet<string>;
  /** Rules that are switched on there by name. One of a wider preset shows all that belongs to its own. */
  readonly named: ReadonlySet<string>;
}

/** Answers for a file by its path relative to the root. Files to which the same overrides apply share an answer. */
export function filePolicies(policy: Policy, rules: ReadonlyMap<string, Rule>): (file: string) => FilePolicy {
  const overrides = policy.overrides.map((override) => ({ override, fits: fileMatcher(override.files, policy) }));
  const known = new Map<string, FilePolicy>();
  return (file) => {
    const own = overrides.filter(({ fits }) => fits(file)).map(({ override }) => override);
    const key = overrides.map(({ override }) => (own.includes(override) ? "1" : "0")).join("");
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = judgeFile(policy, own, rules)));
    return answer;
  };
}

function judgeFile(policy: Policy, overrides: readonly Override[], rules: ReadonlyMap<string, Rule>): FilePolicy {
  const own = overrides.findLast((one) => one.preset !== undefined)?.preset;
  const preset = own ?? policy.preset;
  const settings = new Map(Object.entries(Object.assign({}, policy.rules, ...overrides.map((one) => one.rules ?? {})) as Record<string, Setting>));
  const active = preset === "off" ? new Set<string>() : activeRules(rules, preset);
  const severities = new Map<string, Severity>();
  const off = new Set<string>();
  const named = new Set<string>();
  for (const [id, rule] of rules) {
    const setting = preset === "off" ? "off" : settings.get(`mcp/${id}`);
    if (setting === "off") off.add(id);
    else if (setting !== undefined) named.add(id);
    if (setting !== "off" && (setting !== undefined || active.has(id))) severities.set(id, setting ?? rule.severity);
  }
  return { severities, preset, own, off, named };
}

/** Whether a finding is shown where it stands, going by rules and presets alone. */
export function isShown({ rule, preset }: Finding, { preset: held, severities, named }: FilePolicy, rules: ReadonlyMap<string, Rule>): boolean {
  if (held === "off" || !severities.has(rule)) return false;
  const own = rules.get(rule)?.preset ?? held;
  return holds(named.has(rule) && !holds(held, own) ? own : held, preset);
}

/** The preset under which everything is found that a policy may want to show. */
export function widestPreset(policy: Policy, rules: ReadonlyMap<string, Rule>): Preset {
  const settings = [policy.rules, ...policy.overrides.map((one) => one.rules ?? {})].flatMap((one) => Object.entries(one));
  const wanted = [
    policy.preset,
    ...policy.overrides.flatMap(({ preset }) => (preset === undefined || preset === "off" ? [] : [preset])),
    ...settings.flatMap(([id, setting]) => (setting === "off" ? [] : (rules.get(id.replace(/^mcp\//, ""))?.preset ?? []))),
  ];
  return PRESETS.findLast((preset) => wanted.includes(preset)) ?? policy.preset;
}

/** Whether one of the patterns names a file, itself or a folder that it lies in. A pattern without a slash holds at any depth. */
export function fileMatcher(patterns: readonly string[], { root, base }: Pick<Policy, "root" | "base">): (file: string) => boolean {
  const globs: Glob[] = patterns.flatMap(expandBraces).flatMap((pattern) => {
    const body = pattern.replace(/\/+$/, "");
    const tied = body.includes("/") ? body : body === "" || body === "." ? "**" : `**/${body}`;
    return [compileGlob(tied), compileGlob(`${tied}/**`)];
  });
  return (file) => {
    const segments = path.relative(base, path.join(root, file)).split(path.sep);
    return globs.some((glob) => matchesGlob(glob, segments));
  };
}

/** Whether one of the patterns is the name of the tool. A slash of a name is a letter like any other. */
export function toolMatcher(patterns: readonly string[]): (tool: string) => boolean {
  const oneSegment = (name: string): string => name.replaceAll("/", "\u2215");
  const globs = patterns.map((pattern) => compileGlob(oneSegment(pattern)));
  return (tool) => globs.some((glob) => matchesGlob(glob, [oneSegment(tool)]));
}
