import path from "node:path";
import { UserError } from "../errors.js";
import type { Gap } from "../finding.js";
import { isFile, isInside, readFolder, readGap, readOptional, realPath, statOf, toModulePath } from "./disk.js";
import { type IgnoreFile, parseGitignore, testIgnored } from "./gitignore.js";
import type { Manifest, Manifests } from "./manifest.js";
import { entryTargets, isOutputFolder, sourceOf } from "./output.js";

/** Left out at any depth; so is every folder whose name starts with a dot. */
const NEVER = new Set(["node_modules", "dist", "bower_components", "jspm_packages", "__tests__", "__mocks__", "__fixtures__", "__snapshots__"]);
/** Left out right below a package's folder or its `src`, and where it is a package itself. Deeper, such a name is a subject: `src/tools/test/` may hold a tool that runs tests. */
const TESTS = /^(?:tests?|specs?|e2e|fixtures|(?:unit|integration|e2e|api|smoke)[-_]?tests?|test[-_]?(?:utils?|helpers?|fixtures?|data|support))$/i;
/** Left out right below a package's folder. */
const FOREIGN = new Set(["coverage", "vendor", "third_party", "tmp", "temp"]);
/** A package of its own below one of these is another project, unless a workspace names it. */
const SAMPLES = new Set(["example", "examples", "demo", "demos", "sample", "samples", "template", "templates"]);
const LEFT_OUT_FILE = /\.(?:test|spec|config|bench|stories|min|bundle)\.[cm]?[jt]sx?$|\.d\.[cm]?ts$|\.d\.[^.]+\.ts$|^\./;
/** A compiled file beside its source. */
const TWINS: Readonly<Record<string, readonly string[]>> = { ".js": [".ts", ".tsx"], ".jsx": [".tsx"], ".mjs": [".mts"], ".cjs": [".cts"] };
const MAX_DEPTH = 64;
const MAX_ENTRIES = 500_000;

export interface CollectOptions {
  /** Absolute, without links, as all the paths here. */
  readonly root: string;
  readonly bound: string;
  readonly paths: readonly string[];
  /** File name endings, with the dot. */
  readonly extensions: readonly string[];
  /** Patterns in the syntax of .gitignore, relative to the root: left out as well, or with `!` taken in although this file leaves them out. */
  readonly exclude: readonly string[];
  readonly manifests: Manifests;
  /** Names, without their endings, of configuration that is part of the program. */
  readonly settings: ReadonlySet<string>;
  /** Files that may exist in an editor alone. */
  readonly unsaved: readonly string[];
}

/**
 * The source files under the given paths, absolute, sorted. Left out: dependencies, tests, build output, declarations,
 * configuration of tools (that of libraries apart), hidden folders, what .gitignore names. A path given by name is taken as it is. Links are not
 * followed: what they lead to inside the project has a place of its own. Throws a UserError for a path that does not exist.
 */
export function collectFiles(options: CollectOptions, gaps: Gap[]): string[] {
  const { root, bound, manifests } = options;
  const files = new Set<string>();
  const user = parseGitignore(options.exclude.join("\n"), 0);
  const asked = [...options.extensions, "package.json", ".gitignore"];
  let entriesLeft = MAX_ENTRIES;

  const leavesOut = (folder: string, name: string, place: Place, isFolder: boolean, ignores: readonly IgnoreFile[]): boolean => {
    const full = path.join(folder, name);
    const chosen = user.rules.length > 0 ? testIgnored([user], segmentsOf(root, full), isFolder) : undefined;
    if (chosen !== undefined) return chosen;
    if (isFolder ? leavesOutFolder(folder, name, place, manifests) : LEFT_OUT_FILE.test(name) && !options.settings.has(path.parse(name).name)) return true;
    return ignores.length > 0 && testIgnored(ignores, segmentsOf(bound, full), isFolder) === true;
  };

  const walk = (folder: string, place: Place, above: readonly IgnoreFile[], depth: number): void => {
    const entries = readFolder(folder, asked);
    if (typeof entries === "string") {
      gaps.push(readGap(toModulePath(root, folder), `the folder cannot be read: ${entries}`));
      return;
    }
    entriesLeft -= entries.length;
    if (depth > MAX_DEPTH || entriesLeft < 0) {
      gaps.push({ ...readGap(toModulePath(root, folder), "too many files or folders: the rest of this folder was left out"), kind: "bound" });
      return;
    }
    const names = new Set(entries.map((entry) => entry.name));
    const isPackage = names.has("package.json");
    if (isPackage) {
      if (place === "sample" && !manifests.isMember(folder)) return;
      if (depth > 0 && TESTS.test(path.basename(folder))) return;
      manifests.see(folder);
    }
    const ignores = names.has(".gitignore") ? [...above, readGitignore(folder, bound)] : above;
    const here: Place = isPackage || folder === root ? "package" : place;
    for (const entry of entries) {
      const isFolder = entry.isDirectory();
      if (isFolder ? false : !entry.isFile() || !isSource(entry.name, options.extensions) || hasTwin(entry.name, names)) continue;
      if (leavesOut(folder, entry.name, here, isFolder, ignores)) continue;
      const full = path.join(folder, entry.name);
      if (isFolder) walk(full, placeBelow(here, entry.name), ignores, depth + 1);
      else files.add(full);
    }
  };

  const unsaved = options.unsaved.filter((file) => realPath(file) === undefined);
  for (const given of options.paths) {
    for (const file of unsaved) {
      if (file === given || (isInside(given, file) && isSource(file, options.extensions) && !leavesOut(path.dirname(file), path.basename(file), "inside", false, []))) files.add(file);
    }
    const stat = statOf(given);
    if (stat === undefined && unsaved.includes(given)) continue;
    if (stat === undefined) throw new UserError(`No such file or folder: ${given}`);
    if (!isInside(bound, given)) throw new UserError(`${given} lies outside of ${bound}`);
    if (stat.isDirectory()) walk(given, placeOf(given), given === bound ? [] : ignoresAbove(given, bound), 0);
    else files.add(given);
  }
  for (const folder of manifests.seen()) {
    // an output folder may be a link, which the walk above left alone
    for (const output of outputsWithoutSource(folder, files, manifests)) if (isInside(bound, realPath(output) ?? "")) walk(output, "inside", [], 0);
  }
  return [...files].sort();
}

/** Where a folder lies: a package's own folder, its `src`, below a folder of samples, anywhere else. */
type Place = "package" | "src" | "sample" | "inside";

/** The place of a folder given by name: its `src` is one, whether the package or the folder itself was given. */
function placeOf(folder: string): Place {
  return path.basename(folder) === "src" && isFile(path.join(path.dirname(folder), "package.json")) ? "src" : "inside";
}

function placeBelow(place: Place, name: string): Place {
  if (place === "sample" || SAMPLES.has(name)) return "sample";
  return place === "package" && name === "src" ? "src" : "inside";
}

function leavesOutFolder(folder: string, name: string, place: Place, manifests: Manifests): boolean {
  if (name.startsWith(".") || NEVER.has(name)) return true;
  if (place === "src") return TESTS.test(name);
  return place === "package" && (TESTS.test(name) || FOREIGN.has(name) || isOutputFolder(folder, name, manifests.of(folder)));
}

function isSource(name: string, extensions: readonly string[]): boolean {
  return extensions.some((extension) => name.endsWith(extension) && name.length > extension.length);
}

function hasTwin(name: string, names: ReadonlySet<string>): boolean {
  const extension = path.extname(name);
  return (TWINS[extension] ?? []).some((twin) => names.has(name.slice(0, -extension.length) + twin));
}

function segmentsOf(base: string, file: string): string[] {
  return path.relative(base, file).split(path.sep);
}

function readGitignore(folder: string, bound: string): IgnoreFile {
  const depth = folder === bound ? 0 : segmentsOf(bound, folder).length;
  return parseGitignore(readOptional(path.join(folder, ".gitignore"), bound) ?? "", depth);
}

/** The .gitignore files between the bound and a given folder; none of them when they ignore that very folder: it was asked for by name. */
function ignoresAbove(folder: string, bound: string): IgnoreFile[] {
  const segments = segmentsOf(bound, folder);
  const files: IgnoreFile[] = [];
  for (let at = 0; at < segments.length; at++) {
    const file = readGitignore(path.join(bound, ...segments.slice(0, at)), bound);
    if (file.rules.length > 0) files.push(file);
    if (testIgnored(files, segments.slice(0, at + 1), true) === true) return [];
  }
  return files;
}

/**
 * The compiled output of a package that comes without its source: the folders that its entries point into, when nothing
 * but scripts was collected in the package and no source file stands behind the entries.
 */
function outputsWithoutSource(folder: string, files: ReadonlySet<string>, manifests: Manifests): string[] {
  const manifest: Manifest | undefined = manifests.of(folder);
  if (manifest === undefined) return [];
  const outputs = new Set<string>();
  for (const target of entryTargets(manifest)) {
    const first = target.split("/")[0] ?? "";
    const full = path.join(folder, first);
    if (target.includes("/") && isOutputFolder(folder, first, manifest) && realPath(path.join(folder, target)) !== undefined && isInside(folder, full)) {
      if (sourceOf(folder, target) === undefined) outputs.add(full);
    }
  }
  if (outputs.size === 0) return [];
  for (const file of files) {
    if (!isInside(folder, file) || manifests.nearest(path.dirname(file)) !== manifest) continue;
    if (!["bin", "scripts", "script", "tools", "examples", "docs"].includes(segmentsOf(folder, file)[0] ?? "")) return [];
  }
  return [...outputs].sort();
}
