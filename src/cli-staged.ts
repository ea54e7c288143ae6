import { basename, join } from "node:path";
import { analyze, type Analysis } from "./analyze.js";
import { compareWithBaseline, toKnown } from "./baseline.js";
import { readStaged, type ChangedFile, type LineRange, type Staged } from "./cli-git.js";
import type { Project } from "./cli-project.js";
import { BASELINE_FILE, CONFIG_FILE } from "./config.js";
import type { Finding, Location } from "./finding.js";
import { javascript } from "./languages/javascript.js";
import type { Suppression } from "./suppress.js";

/** A staged change, and how to tell what it has to do with. */
export interface StagedRun {
  /** Texts of the index where the working copy is another, by absolute path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What of the judged findings the change touches or causes, and how many others there are. */
  narrow(heard: Suppression): { readonly heard: Suppression; readonly others: number };
}

/** Files besides sources that decide what is found. */
const CONFIGS = new Set(["package.json", "deno.json", "deno.jsonc", "pnpm-workspace.yaml", CONFIG_FILE, BASELINE_FILE]);

/** Asks git for the staged change of a project; undefined when nothing of it can change what is found. Throws UserError where there is no repository. */
export function openStaged(project: Project): StagedRun | undefined {
  const staged = readStaged(project.target.root);
  if (!staged.files.some(({ path }) => isRelevant(path, project))) return undefined;
  const texts = textsOf(staged.unstaged.map((file) => [file, file.before]), staged);
  return { texts, narrow: (heard) => narrow(heard, project, staged, texts) };
}

function isSource(path: string): boolean {
  return javascript.extensions.some((extension) => path.endsWith(extension));
}

function isRelevant(path: string, { config, baseline }: Project): boolean {
  const name = basename(path);
  return isSource(path) || CONFIGS.has(name) || /^tsconfig.*\.json$/.test(name) || path === config.file || path === baseline?.file;
}

function textsOf(wanted: readonly (readonly [file: ChangedFile, id: string | undefined])[], staged: Staged): Map<string, string> {
  const sources = wanted.filter(([{ path }]) => isSource(path));
  const contents = staged.texts(sources.flatMap(([, id]) => id ?? []));
  return new Map(sources.flatMap(([{ path }, id]): [string, string][] => {
    const text = id === undefined ? "" : contents.get(id);
    return text === undefined ? [] : [[path, text]];
  }));
}

function narrow(heard: Suppression, project: Project, staged: Staged, texts: ReadonlyMap<string, string>): { heard: Suppression; others: number } {
  const { root } = project.target;
  const touches = (location: Location): boolean => (staged.lines.get(join(root, location.file)) ?? []).some((range) => overlaps(range, location));
  const isTouched = ({ location, steps }: Finding): boolean => [location, ...steps.map((step) => step.location)].some(touches);
  const untouched = heard.findings.filter((finding) => !isTouched(finding));
  const caused = new Set(untouched.length === 0 ? [] : missingFrom(analyzeBefore(project, staged, texts), untouched, root));
  const findings = heard.findings.filter((finding) => isTouched(finding) || caused.has(finding));
  const changed = new Set(staged.files.map(({ path }) => path));
  const isOwn = (file: string): boolean => changed.has(join(root, file)) || join(root, file) === project.baseline?.file;
  return { heard: { ...heard, findings, directives: heard.directives.filter(({ location }) => isOwn(location.file)) }, others: heard.findings.length - findings.length };
}

function overlaps([from, to]: LineRange, { line, endLine }: Location): boolean {
  return line <= to && endLine >= from;
}

/** The program as the last commit has it. A file that the change adds is empty there: what it exports is not known, as it was not. */
function analyzeBefore({ asked }: Project, staged: Staged, texts: ReadonlyMap<string, string>): Analysis {
  const before = textsOf(staged.files.map((file) => [file, file.before]), staged);
  return analyze({ ...asked, texts: new Map([...texts, ...before]) });
}

/** The findings that were not there before, by their fingerprints. What was there and silenced counts as there. */
function missingFrom(before: Analysis, findings: readonly Finding[], root: string): Finding[] {
  const file = join(root, BASELINE_FILE);
  const known = [...before.findings, ...before.wider].map((finding) => toKnown(finding, file, root));
  return compareWithBaseline(findings, { file, known }, root).fresh;
}
