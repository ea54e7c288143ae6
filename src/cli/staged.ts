import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { analyze, createParseCache, type ParseCache } from "../analyze.js";
import { type LineRange, readStaged, type Staged } from "./git.js";
import { judgeFindings, type Judging } from "./judge.js";
import { type Asked, openProject, type Project } from "./project.js";
import { openSnapshot, type Snapshot } from "./snapshot.js";
import { BASELINE_FILE, CONFIG_FILE } from "../config/config.js";
import { UserError } from "../errors.js";
import type { Finding, Location, Severity } from "../finding.js";
import { javascript } from "../languages/javascript.js";
import { realPath, statOf } from "../program/disk.js";
import type { DirectiveProblem, Suppression } from "../policy/suppress.js";

/** A staged change, with the index of git laid out as a program like any other. */
export interface StagedRun {
  /** What was asked for, and from which folder, as the snapshot has it. */
  readonly asked: Asked;
  readonly cwd: string;
  readonly snapshot: Snapshot;
  /** To be used by the analysis of the index: the commit before shares most of its files. */
  readonly cache: ParseCache;
  /** What of the judged findings the change touches or causes. The snapshot holds the commit before from then on. */
  narrow(heard: Suppression, project: Project, judging: Judging): Promise<Narrowed>;
}

/** What a change has to do with. */
export interface Narrowed {
  readonly heard: Suppression;
  /** What the person has to know about what is left out, a sentence each. */
  readonly notes: readonly string[];
}

/** Files besides sources that decide what is found. */
const CONFIGS = new Set(["package.json", "deno.json", "deno.jsonc", "pnpm-workspace.yaml", "lerna.json", ".gitignore", CONFIG_FILE, BASELINE_FILE]);

/**
 * Lays out what the index holds; undefined when nothing that is staged can change what is found. Throws UserError where there is no repository.
 * Removing the snapshot is for the caller.
 */
export function openStaged(asked: Asked, given: string): StagedRun | undefined {
  const cwd = realPath(given) ?? given;
  const named = [asked.config, asked.baseline].flatMap((file) => (typeof file === "string" ? [resolve(cwd, file)] : []));
  const staged = readStaged(folderOf(asked.paths[0], cwd));
  if (!staged.files.some(({ path }) => isRelevant(path) || named.includes(path))) return undefined;
  const snapshot = openSnapshot(staged);
  try {
    snapshot.set(staged.index());
    for (const file of named) snapshot.take(file);
  } catch (error) {
    snapshot.remove();
    throw error;
  }
  const place = (path: string): string => (isAbsolute(path) ? snapshot.place(realPath(path) ?? path) : path);
  const lines = new Map([...staged.lines].map(([path, ranges]) => [snapshot.place(path), ranges]));
  const run = { asked: { ...asked, paths: asked.paths.map(place), ...(asked.config === undefined ? {} : { config: place(asked.config) }), ...(typeof asked.baseline === "string" ? { baseline: place(asked.baseline) } : {}) }, cwd: snapshot.folder(cwd), snapshot, cache: createParseCache() };
  return { ...run, narrow: (heard, project, judging) => narrow(heard, project.target.root, lines, () => hearBefore(run, staged, judging)) };
}

/** The folder of a path that was asked for; that of a pattern is the current one. */
function folderOf(path: string | undefined, cwd: string): string {
  const real = path === undefined || path === "" || path.includes("\0") ? cwd : (realPath(resolve(cwd, path)) ?? cwd);
  return statOf(real)?.isDirectory() === true ? real : dirname(real);
}

function isRelevant(path: string): boolean {
  const name = basename(path);
  return javascript.extensions.some((extension) => path.endsWith(extension)) || CONFIGS.has(name) || /^tsconfig.*\.json$/.test(name);
}

/** What was heard of a commit; or why it cannot be judged. */
interface Before extends Suppression {
  readonly root: string;
  readonly problem?: string;
}

/** The last commit, with its own configuration, baseline and comments. */
async function hearBefore({ asked, cwd, snapshot, cache }: Omit<StagedRun, "narrow">, staged: Staged, judging: Judging): Promise<Before> {
  snapshot.set(new Map(staged.files.map(({ path, before }) => [path, before])));
  for (const { path } of staged.files) cache.files.delete(snapshot.place(path));
  try {
    const project = await openProject(asked, cwd);
    return { ...(await judgeFindings(analyze({ ...project.asked, cache }), project, judging)), root: project.target.root };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { findings: [], suppressed: [], directives: [], root: cwd, problem: snapshot.inWords(error.message).replace(/\.$/, "") };
  }
}

async function narrow(heard: Suppression, root: string, lines: ReadonlyMap<string, readonly LineRange[]>, hear: () => Promise<Before>): Promise<Narrowed> {
  const touches = ({ file, line, endLine }: Location): boolean => (lines.get(join(root, file)) ?? []).some(([from, to]) => line <= to && endLine >= from);
  const findings = heard.findings.filter(({ location, steps, alike = [] }) => ![location, ...steps.map((step) => step.location), ...alike].some(touches));
  const directives = heard.directives.filter(({ location }) => !touches(location));
  if (findings.length === 0 && directives.length === 0) return { heard, notes: [] };
  const before = await hear();
  // law: what is silenced before is not known before, and a warning that became an error is news
  const known = new Set([...before.findings.flatMap((finding) => keysOf(finding, findingKey(finding, before.root))), ...before.directives.flatMap((directive) => keysOf(directive, directiveKey(directive, before.root)))]);
  const left = new Set<Finding | DirectiveProblem>([...findings.filter((finding) => known.has(`${finding.severity}\0${findingKey(finding, root)}`)), ...directives.filter((directive) => known.has(`${directive.severity}\0${directiveKey(directive, root)}`))]);
  const others = findings.filter((finding) => left.has(finding)).length;
  return {
    heard: { ...heard, findings: heard.findings.filter((finding) => !left.has(finding)), directives: heard.directives.filter((directive) => !left.has(directive)) },
    notes: [
      ...(before.problem === undefined ? [] : [`--staged: the last commit cannot be judged, so that nothing counts as known: ${before.problem}.`]),
      ...(others === 0 ? [] : [`--staged leaves out ${others} ${others === 1 ? "finding" : "findings"} that the change neither touches nor causes.`]),
    ],
  };
}

/** An error stands for the warning too. */
function keysOf({ severity }: { readonly severity: Severity }, key: string): string[] {
  return severity === "error" ? [`error\0${key}`, `warn\0${key}`] : [`warn\0${key}`];
}

function findingKey({ rule, location, fingerprint }: Finding, root: string): string {
  return ["finding", join(root, location.file), rule, fingerprint].join("\0");
}

function directiveKey({ message, location }: DirectiveProblem, root: string): string {
  return ["directive", join(root, location.file), message].join("\0");
}
