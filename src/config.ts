import { dirname, join, relative, resolve, sep } from "node:path";
import type { AnalyzeOptions } from "./analyze.js";
import { UserError } from "./errors.js";
import type { Preset } from "./finding.js";
import { models as ownModels } from "./models/index.js";
import type { Model } from "./models/model.js";
import { complaintsAbout, isRecord, listOf, oneOf, record, text } from "./models/shape.js";
import { modelShape } from "./models/validate.js";
import { isFile, readInside, readOptional, upward } from "./program/disk.js";
import { parseJson } from "./program/json.js";
import { ENTRIES, PRESETS } from "./preset.js";
import { findBound } from "./program/root.js";

export const CONFIG_FILE = "mcp-boundary.config.json";
/** The key of package.json that holds the same. */
const PACKAGE_KEY = "mcp-boundary";

/** What a team says of its project. All of it is optional; the command line wins over it. */
interface Written {
  readonly preset?: Preset;
  readonly entries?: (typeof ENTRIES)[number];
  readonly models?: readonly Model[];
}

/** What a configuration file may hold. */
export const configShape = record({
  $schema: { shape: text, says: "The JSON Schema of this file, for editors." },
  preset: { shape: oneOf(PRESETS), says: "Which rules the command line runs; an ESLint configuration names its preset itself." },
  entries: { shape: oneOf(ENTRIES), says: "What counts as untrusted: what MCP clients send, or HTTP routes and exported handlers as well." },
  models: { shape: listOf(modelShape), says: "What libraries and exports of your own mean: sinks, steps, sanitizers, guards, registrations. A package that starts with `./` is a file of the project, by its path from here." },
}, "the configuration");

/** A configuration as it counts for one root. */
export interface Config extends Pick<AnalyzeOptions, "preset" | "entries" | "models"> {
  /** Absolute path of the file that it stands in; undefined when there is none. */
  readonly file: string | undefined;
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
  if (source === undefined) return { file: undefined };
  const { file, value } = source;
  const complaints = complaintsAbout(value, configShape);
  if (complaints.length === 0) complaints.push(...absentModules((value as Written).models ?? [], file));
  if (complaints.length > 0) throw new UserError(`${shown(file)}: ${list(complaints)}.`);
  const { preset, entries, models = [] } = value as Written;
  const config = { file, ...(preset === undefined ? {} : { preset }), ...(entries === undefined ? {} : { entries }) };
  return models.length === 0 ? config : { ...config, models: allModels(models, file, root) };
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

function absentModules(models: readonly Model[], file: string): string[] {
  return models.flatMap(({ packages }, index) =>
    packages.filter((name) => name.startsWith(".") && !isFile(resolve(dirname(file), name))).map((name) => `models[${index}].packages: "${name}" does not exist`));
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
