import path from "node:path";
import { compareGaps, type Gap } from "../finding.js";
import type { ModuleIr } from "../ir/ir.js";
import type { Language, Lowered } from "../languages/language.js";
import { collectFiles } from "./collect.js";
import { isInside, readGap, readOptional, readText, realPath, statOf, toModulePath, withoutMark } from "./disk.js";
import { openLinks, type Link } from "./link.js";
import { type Manifest, type Manifests, openManifests } from "./manifest.js";
import { type Concerns, keepConcerned } from "./members.js";
import { entryTargets, sourceOf } from "./output.js";
import { requireConfig } from "./aliases.js";
import { locate, type Package, type Program, type Resolution } from "./program.js";
import { findBound, findRoot } from "./root.js";
import { type Share, takeShare } from "./share.js";

const MAX_FILE = 2 << 20;
/** In characters. What takes more memory than a process has is lost as a whole, so what is too large is cut. */
const MAX_TEXT = 12 << 20;
const MAX_FILES = 50_000;

interface Parsed {
  readonly path: string;
  readonly text: string;
  readonly lowered: Lowered;
  /** Size and time of the file when it was read; `undefined` when the text came from a host. */
  stamp: string | undefined;
}

/** Files parsed in earlier runs of one host. A file is parsed again when its time or size changed and its text is another. */
export interface ParseCache {
  readonly files: Map<string, Parsed>;
}

/** An empty cache, to be handed to every call of `loadProgram` of one host. */
export function createParseCache(): ParseCache {
  return { files: new Map() };
}

export interface LoadOptions {
  /** Absolute path of the folder that module paths are relative to. */
  readonly root: string;
  /** Absolute paths of files and folders; default: the root. */
  readonly paths?: readonly string[] | undefined;
  /** Texts that win over the disk, by absolute path. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
  readonly language: readonly Language[];
  /** Patterns in the syntax of .gitignore, relative to the root: left out, or with `!` taken in. */
  readonly exclude?: readonly string[] | undefined;
  readonly cache?: ParseCache | undefined;
  /** Names, without their endings, of files that configure a library and so are part of the program, though they are called like the configuration of a tool. */
  readonly settings?: ReadonlySet<string> | undefined;
  /** Of a workspace that is the whole of the paths, the packages that have nothing to do with such libraries are left out. */
  readonly concerns?: Concerns | undefined;
}

/** The source files of a program that is not read yet. */
export interface Collected {
  readonly options: LoadOptions;
  /** Real paths, absolute, as those of the files. */
  readonly root: string;
  readonly bound: string;
  readonly files: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  readonly manifests: Manifests;
  readonly gaps: readonly Gap[];
}

/** Collects every source file under the paths. Throws a UserError for a path that does not exist, and for a tsconfig.json of the project that is broken. */
export function collectProgram(options: LoadOptions): Collected {
  const root = realPath(options.root) ?? path.resolve(options.root);
  const bound = findBound(root);
  requireConfig(findRoot(root), bound);
  const gaps: Gap[] = [];
  const extensions = options.language.flatMap((language) => language.extensions);
  const manifests = openManifests(root, bound, gaps);
  const texts = new Map([...(options.texts ?? [])].map(([file, text]) => [toReal(file, options.root, root), withoutMark(text)]));
  const paths = (options.paths ?? [root]).map((given) => toReal(given, options.root, root));
  const collected = collectFiles({ root, bound, paths, extensions, exclude: options.exclude ?? [], settings: options.settings ?? new Set(), manifests, unsaved: [...texts.keys()] }, gaps);

  const textOf = (file: string): string => {
    const read = texts.get(file) ?? readText(file, MAX_FILE);
    return typeof read === "string" ? read : read.ok ? read.text : "";
  };
  const isWhole = paths.every((given) => given === root);
  const files = options.concerns !== undefined && isWhole ? keepConcerned(collected, root, manifests, options.concerns, textOf) : collected;
  return { options, root, bound, files, texts, manifests, gaps };
}

/** The program of all that is collected, see `linkProgram`. Throws as `collectProgram` does. */
export function loadProgram(options: LoadOptions): Program {
  return linkProgram(collectProgram(options));
}

/**
 * Parses and links. The program holds the collected files, or a share of their packages, and what these import inside the
 * workspace; what could not be read, parsed or resolved is a gap. Empty when nothing was found.
 */
export function linkProgram(collected: Collected, share?: Share): Program {
  const { options, root, bound, texts, manifests } = collected;
  const languages = options.language;
  const gaps = [...collected.gaps];
  const files = share === undefined ? collected.files : takeShare(collected, share);

  const modules = new Map<string, ModuleIr>();
  const fileOf = new Map<ModuleIr, string>();
  const byFile = new Map<string, ModuleIr | undefined>();
  const cache = options.cache?.files ?? new Map<string, Parsed>();
  let characters = 0;
  let full = false;

  const load = (file: string): ModuleIr | undefined => {
    if (byFile.has(file)) return byFile.get(file);
    byFile.set(file, undefined);
    const name = toModulePath(root, file);
    if (byFile.size > MAX_FILES || characters > MAX_TEXT) {
      if (!full) gaps.push({ ...readGap(name, "the program is too large: this file and those after it were left out; name the folders to analyse"), kind: "bound" });
      full = true;
      return undefined;
    }
    const parsed = parse(file, name);
    if (typeof parsed === "string") {
      gaps.push(readGap(name, `the file cannot be read: ${parsed}`));
      return undefined;
    }
    characters += parsed.text.length;
    if (!parsed.lowered.ok) {
      gaps.push({ kind: "parse", message: parsed.lowered.message, location: locate(parsed, parsed.lowered.span) });
      return undefined;
    }
    const { module } = parsed.lowered;
    modules.set(name, module);
    fileOf.set(module, file);
    byFile.set(file, module);
    return module;
  };

  const parse = (file: string, name: string): Parsed | string => {
    const before = cache.get(file);
    const open = texts.get(file);
    let stamp: string | undefined;
    let text = open;
    if (text === undefined) {
      const stat = statOf(file);
      stamp = stat === undefined ? undefined : `${stat.mtimeMs} ${stat.size}`;
      if (before !== undefined && stamp !== undefined && before.stamp === stamp && before.path === name) return before;
      const read = readText(file, MAX_FILE, stat);
      if (!read.ok) return read.message;
      text = read.text;
    }
    if (before !== undefined && before.text === text && before.path === name) {
      before.stamp = stamp;
      return before;
    }
    const language = languages.find((candidate) => candidate.extensions.some((extension) => file.endsWith(extension)));
    if (language === undefined) return "no language for files of this kind";
    const parsed: Parsed = { path: name, text, lowered: language.lower(name, text), stamp };
    cache.set(file, parsed);
    return parsed;
  };

  const link = openLinks({ root, bound, extensions: languages.flatMap((language) => language.extensions), manifests }, gaps);
  const resolutions = new Map<ModuleIr, Map<string, Resolution>>();
  const linkModule = (module: ModuleIr, file: string): void => {
    const resolved = new Map<string, Resolution>();
    resolutions.set(module, resolved);
    const solid = new Set(module.requests.filter((request) => request.via !== "type").map((request) => request.source));
    for (const request of module.requests) {
      if (resolved.has(request.source)) continue;
      const target = link(file, request.source);
      // types alone are no reason to take a file in; whether it is part of the program shows once all are loaded
      if (!solid.has(request.source)) continue;
      if (target.kind === "file") load(target.file);
      resolved.set(request.source, toResolution(target));
      if (target.kind === "unresolved") {
        gaps.push({ kind: "import", message: `\`${request.source.slice(0, 200)}\` does not resolve to a file`, location: locate(module, request) });
      } else if (target.kind === "asset" && target.file === undefined && /\.jsonc?$/.test(request.source)) {
        gaps.push({ kind: "import", message: `what \`${request.source.slice(0, 200)}\` holds is not known: it is not there, or outside of what is analysed`, location: locate(module, request) });
      }
    }
  };
  const toResolution = (target: Link): Resolution => {
    if (target.kind === "asset") return target.file === undefined ? target : { kind: "asset", path: toModulePath(root, target.file) };
    if (target.kind !== "file") return target;
    const module = byFile.get(target.file);
    return module === undefined ? { kind: "unresolved" } : { kind: "module", module };
  };

  for (const file of files) load(file);
  // linking loads what is imported, and a Map's iteration takes in what is added on the way
  for (const [module, file] of fileOf) linkModule(module, file);

  const sorted = new Map([...modules].sort(([a], [b]) => (a < b ? -1 : 1)));
  const dependenciesOf = new Map<string, ReadonlySet<string>>();
  const packages = new Map<ModuleIr, Package>();
  const folders = [...fileOf.values()].map((file) => path.dirname(file));
  return {
    root: path.resolve(options.root),
    modules: sorted,
    entries: findEntries(new Set([root, ...manifests.seen()].flatMap((folder) => manifests.of(folder) ?? [])), byFile),
    readText: (file) => readOptional(path.resolve(root, file), bound),
    resolve(module, specifier) {
      const resolved = resolutions.get(module);
      const file = fileOf.get(module);
      if (resolved === undefined || file === undefined) return { kind: "unresolved" };
      const known = resolved.get(specifier);
      if (known !== undefined) return known;
      // types, and specifiers that only the evaluation found out: what is not loaded by now stays out
      const late = toResolution(link(file, specifier));
      resolved.set(specifier, late);
      return late;
    },
    packageOf(module) {
      const read = packages.get(module);
      if (read !== undefined) return read;
      const file = fileOf.get(module) ?? path.resolve(root, module.path);
      const folder = manifests.nearest(path.dirname(file))?.folder ?? root;
      const known = dependenciesOf.get(folder) ?? manifests.dependencies([folder]);
      dependenciesOf.set(folder, known);
      const found = { segments: path.relative(folder, file).split(path.sep), dependencies: known };
      packages.set(module, found);
      return found;
    },
    lines: [...modules.values()].reduce((sum, module) => sum + countLines(module.text), 0),
    gaps: gaps.sort(compareGaps),
    dependencies: manifests.dependencies([root, ...manifests.seen(), ...folders]),
  };
}

/** The modules of `bin`, `main` and `exports`, or the sources that these were compiled from. */
function findEntries(manifests: Iterable<Manifest>, byFile: ReadonlyMap<string, ModuleIr | undefined>): ModuleIr[] {
  const found = new Set<ModuleIr>();
  for (const manifest of manifests) {
    for (const target of entryTargets(manifest)) {
      const file = realPath(sourceOf(manifest.folder, target) ?? path.join(manifest.folder, target));
      const module = file === undefined ? undefined : byFile.get(file);
      if (module !== undefined) found.add(module);
    }
  }
  return [...found];
}

/** A host's path without links. What is open but not saved has none on the disk and is placed under the real root. */
function toReal(file: string, givenRoot: string, root: string): string {
  const full = path.resolve(file);
  const real = realPath(full);
  if (real !== undefined) return real;
  const given = path.resolve(givenRoot);
  return isInside(given, full) ? path.join(root, path.relative(given, full)) : full;
}

/** Lines of a text; what stands behind the last line feed is one where it is not empty. */
export function countLines(text: string): number {
  let lines = text === "" || text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
