import { dirname, join, relative, resolve, sep } from "node:path";
import type { AnalyzeOptions } from "../analyze.js";
import type { BaselinePlace } from "../policy/baseline.js";
import { configShape } from "./shape.js";
import { UserError } from "../errors.js";
import { models as ownModels } from "../models/index.js";
import type { Model } from "../models/model.js";
import { complaintsAbout, isRecord } from "../models/shape.js";
import type { Policy } from "../policy/policy.js";
import type { ENTRIES } from "../analyze/preset.js";
import { isFile, isInside, readInside, readOptional, statOf, upward } from "../program/disk.js";
import { parseJson } from "../program/json.js";
import { findBound } from "../program/root.js";

export const CONFIG_FILE = "mcp-boundary.config.json";
export const BASELINE_FILE = "mcp-boundary.baseline.json";
/** The key of package.json that holds the same. */
const PACKAGE_KEY = "mcp-boundary";

/** What a team says of its project. All of it is optional; the command line wins over it. */
interface Written extends Partial<Pick<Policy, "preset" | "rules" | "overrides" | "capabilities" | "suppressions">> {
  readonly entries?: (typeof ENTRIES)[number];
  readonly paths?: readonly string[];
  readonly baseline?: string;
  readonly models?: readonly Model[];
}

/** A configuration as it counts for one root. */
export interface Config {
  /** Absolute path of the file that it stands in; undefined when there is none. */
  readonly file: string | undefined;
  /** How that file is named in sentences. */
  readonly name: string;
  /** What the analysis is told. */
  readonly analysis: Pick<AnalyzeOptions, "entries" | "models">;
  /** What is to be reported. */
  readonly policy: Policy;
  /** Absolute paths that are analysed when none is named. */
  readonly paths: readonly string[] | undefined;
  /** The file of known findings, which need not exist unless the configuration names it. */
  readonly baseline: BaselinePlace;
}

interface Source {
  readonly file: string;
  readonly value: unknown;
}

/** A list of models is indexed once, so the same file has to give the same list. */
const known = new Map<string, readonly Model[]>();
const MAX_KNOWN = 16;

/**
 * The configuration of a program: the file that was named, else the nearest `mcp-boundary.config.json` or package.json with the key `mcp-boundary` from the root
 * upward, inside the workspace or repository. Throws a UserError when it cannot be read or says what it may not.
 */
export function readConfig(root: string, named?: string): Config {
  const source = named === undefined ? findConfig(root) : readNamed(resolve(named));
  const { file, value } = source ?? { file: undefined, value: {} };
  const base = file === undefined ? root : dirname(file);
  const bound = findBound(root);
  const complaints = complaintsAbout(value, configShape);
  const written = value as Written;
  if (complaints.length === 0) complaints.push(...absentModules(written.models ?? [], base), ...absentPaths(written, base));
  if (complaints.length > 0) throw new UserError(`${shown(file ?? "")}: ${list(complaints)}.`);
  const { preset = "recommended", rules = {}, overrides = [], capabilities = [], suppressions = [], entries, models = [], paths, baseline } = written;
  return {
    file,
    name: shown(file ?? ""),
    analysis: { ...(entries === undefined ? {} : { entries }), ...(models.length === 0 || file === undefined ? {} : { models: allModels(models, file, root) }) },
    policy: { root, base, preset, rules, overrides, capabilities, suppressions },
    paths: paths?.map((path) => resolve(base, path)),
    baseline: { file: baseline === undefined ? defaultBaseline(root, file) : resolve(base, baseline), isNamed: baseline !== undefined, within: isInside(bound, base) ? bound : base },
  };
}

/** Beside the configuration; without one the nearest that there is from the root upward, else the root's. */
function defaultBaseline(root: string, config: string | undefined): string {
  if (config !== undefined) return join(dirname(config), BASELINE_FILE);
  const bound = findBound(root);
  for (const folder of upward(root, bound)) if (isFile(join(folder, BASELINE_FILE))) return join(folder, BASELINE_FILE);
  return join(root, BASELINE_FILE);
}

function allModels(models: readonly Model[], file: string, root: string): readonly Model[] {
  const key = JSON.stringify([root, file, models]);
  let all = known.get(key);
  if (all === undefined) {
    all = [...ownModels, ...models.map((model) => ({ ...model, packages: model.packages.map((name) => (name.startsWith(".") ? modulePath(name, file, root) : name)) }))];
    known.set(key, all);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  }
  return all;
}

/** A file of the project, as the models name it: by its path from the program's root. */
function modulePath(name: string, file: string, root: string): string {
  return `./${relative(root, resolve(dirname(file), name)).split(sep).join("/")}`;
}

function absentModules(models: readonly Model[], base: string): string[] {
  return models.flatMap(({ packages }, index) =>
    packages.filter((name) => name.startsWith(".") && !isFile(resolve(base, name))).map((name) => `models[${index}].packages: "${name}" does not exist`));
}

function absentPaths({ paths = [], baseline }: Written, base: string): string[] {
  const outside = (path: string): boolean => !isInside(base, resolve(base, path));
  return [
    ...paths.filter((path) => outside(path) || statOf(resolve(base, path)) === undefined).map((path) => `paths: "${path}" ${outside(path) ? "lies outside of the configuration's folder" : "does not exist"}`),
    ...(baseline !== undefined && outside(baseline) ? [`baseline: "${baseline}" lies outside of the configuration's folder`] : []),
  ];
}

/** Complaints that are told at once; a file that is of another kind altogether has thousands. */
const MAX_TOLD = 20;

function list(complaints: readonly string[]): string {
  const more = complaints.length - MAX_TOLD;
  return [...complaints.slice(0, MAX_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function findConfig(root: string): Source | undefined {
  const bound = findBound(root);
  for (const folder of upward(root)) {
    const file = join(folder, CONFIG_FILE);
    if (isFile(file)) return readNamed(file, bound);
    const manifest = join(folder, "package.json");
    const parsed = parseJson(readOptional(manifest, bound) ?? "{}");
    if (parsed.ok && isRecord(parsed.value) && Object.hasOwn(parsed.value, PACKAGE_KEY)) return { file: manifest, value: parsed.value[PACKAGE_KEY] };
    if (folder === bound) return undefined;
  }
  return undefined;
}

function readNamed(file: string, bound = dirname(file)): Source {
  const read = readInside(file, bound);
  if (!read.ok) throw new UserError(`${shown(file)} cannot be read: ${read.message}.`);
  const parsed = parseJson(read.text);
  if (!parsed.ok) throw new UserError(`${shown(file)} cannot be read: ${parsed.message}.`);
  return { file, value: parsed.value };
}

function shown(file: string): string {
  return file.endsWith("package.json") ? `"${PACKAGE_KEY}" in package.json` : (file.split(sep).at(-1) ?? file);
}
