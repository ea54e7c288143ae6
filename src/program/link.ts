import path from "node:path";
import type { Gap } from "../finding.js";
import { openAliases } from "./aliases.js";
import { isInside, realPath } from "./disk.js";
import { asRecord } from "./json.js";
import type { Manifest, Manifests } from "./manifest.js";
import { findSource, isOutputFolder, leaves, plain, sourceOf } from "./output.js";
import { openProbe } from "./probe.js";
import { isAsset, readSpecifier } from "./specifier.js";

/** What a specifier leads to: a source file of the project by its real path, or something that is none. */
export type Link =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "asset"; readonly file?: string }
  | { readonly kind: "unresolved" };

export interface LinkOptions {
  /** Absolute, without links, like all paths here. */
  readonly root: string;
  /** Nothing outside of this folder is linked. */
  readonly bound: string;
  /** File name endings of sources, with the dot, the preferred one first. */
  readonly extensions: readonly string[];
  readonly manifests: Manifests;
}

const UNRESOLVED: Link = { kind: "unresolved" };
const ASSET: Link = { kind: "asset" };
/** Where a package's source begins when its entries do not say. */
const ENTRIES = ["src/index", "index", "src/main", "src/mod", "mod", "src/server"];
/** An alias may lead to an alias. */
const MAX_ALIASES = 2;
const MAX_TARGETS = 12;

/**
 * Gives the function that says what a specifier means in a file. Libraries are never looked up: whether node_modules is
 * installed changes nothing, and workspace packages are found by their names and lead to their source.
 */
export function openLinks(options: LinkOptions, gaps: Gap[]): (file: string, specifier: string) => Link {
  const { root, bound, extensions, manifests } = options;
  const known = new Map<string, Link>();
  const membersKnown = new Map<string, Link>();
  const reals = new Map<string, string | undefined>();
  const outputs = new Map<string, boolean>();
  const aliasesOf = openAliases(root, bound, manifests, gaps);
  const probe = openProbe(extensions, bound);

  /** Turns a file on the disk into what it means: `from` is the importing file, for imports between compiled files. */
  const accept = (found: string | undefined, from: string): Link => {
    const file = found === undefined ? undefined : remember(reals, found, realPath);
    if (file === undefined || !isInside(bound, file)) return UNRESOLVED;
    const library = file.lastIndexOf(`${path.sep}node_modules${path.sep}`);
    // an installed package may itself be what is analysed
    if (library >= (isInside(root, file) ? root.length : 0)) return { kind: "package", name: libraryName(file.slice(library + "/node_modules/".length)) };
    if (/\.d\.[cm]?ts$/.test(file) || !extensions.some((extension) => file.endsWith(extension))) return { kind: "asset", file };
    return { kind: "file", file: preferSource(file, from) };
  };

  const isOutput = (manifest: Manifest, first: string): boolean =>
    remember(outputs, `${manifest.folder}\0${first}`, () => isOutputFolder(manifest.folder, first, manifest));

  /** Own source instead of own output, unless the importing file is output itself. */
  const preferSource = (file: string, from: string): string => {
    const manifest = manifests.nearest(path.dirname(file));
    if (manifest === undefined) return file;
    const target = path.relative(manifest.folder, file).split(path.sep);
    const first = target[0] ?? "";
    if (target.length < 2 || first === "src" || isInside(path.join(manifest.folder, first), from) || !isOutput(manifest, first)) return file;
    const source = realPath(sourceOf(manifest.folder, target.join("/")) ?? file);
    return source !== undefined && isInside(bound, source) ? source : file;
  };

  const linkPath = (from: string, request: string): Link => {
    const folder = path.dirname(from);
    const direct = accept(probe(folder, request), from);
    if (direct.kind !== "unresolved") return direct;
    const full = path.resolve(folder, request);
    const manifest = manifests.nearest(path.dirname(full));
    if (manifest === undefined || !isInside(manifest.folder, full)) return UNRESOLVED;
    // output that is not built yet
    const target = path.relative(manifest.folder, full).split(path.sep);
    return isOutput(manifest, target[0] ?? "") ? accept(sourceOf(manifest.folder, target.join("/")), from) : UNRESOLVED;
  };

  const linkAsset = (from: string, request: string): Link => {
    const file = request.startsWith(".") ? realPath(path.resolve(path.dirname(from), request)) : undefined;
    return file !== undefined && isInside(bound, file) ? { kind: "asset", file } : ASSET;
  };

  /** A file that a package names as its entry, which may be output that is not built, or source that it does not name. */
  const linkTarget = (manifest: Manifest, target: string, from: string): Link => {
    const source = sourceOf(manifest.folder, target);
    return accept(source ?? probe(manifest.folder, `./${plain(target)}`), from);
  };

  const linkMember = (manifest: Manifest, subpath: string, from: string): Link => {
    const key = `${manifest.folder}\0${subpath}`;
    return remember(membersKnown, key, () => findMember(manifest, subpath, from));
  };

  const findMember = (manifest: Manifest, subpath: string, from: string): Link => {
    const { exports } = manifest.fields;
    const named = exports === undefined || exports === null
      ? subpath === "" ? ["source", "module", "main", "types"].flatMap((field) => leaves(manifest.fields[field])) : [subpath]
      : mapTargets(exports, subpath === "" ? "." : `./${subpath}`);
    for (const target of named) {
      const link = linkTarget(manifest, target, from);
      if (link.kind !== "unresolved") return link;
    }
    for (const stem of subpath === "" ? ENTRIES : [`src/${subpath}`, subpath]) {
      const link = accept(findSource(manifest.folder, stem.replace(/\.[cm]?js$/, "")), from);
      if (link.kind !== "unresolved") return link;
    }
    return UNRESOLVED;
  };

  const linkInternal = (from: string, full: string, depth: number): Link => {
    const manifest = manifests.nearest(path.dirname(from));
    for (const target of manifest === undefined ? [] : mapTargets(manifest.fields["imports"], full)) {
      const link = target.startsWith(".") && manifest !== undefined ? linkTarget(manifest, target, from) : linkAny(from, target, depth + 1);
      if (link.kind !== "unresolved") return link;
    }
    return linkAliases(from, full, depth);
  };

  const linkAliases = (from: string, full: string, depth: number): Link => {
    for (const target of aliasesOf(path.dirname(from), full)) {
      if (!path.isAbsolute(target)) {
        if (target !== full) return linkAny(from, target, depth + 1);
        continue;
      }
      const link = linkPath(from, target);
      // a declaration that stands in for a library says nothing: the library itself is meant
      if (link.kind === "file" || (link.kind === "asset" && isAsset(target))) return link;
    }
    return UNRESOLVED;
  };

  const linkAny = (from: string, specifier: string, depth: number): Link => {
    const read = readSpecifier(specifier);
    if (read.kind === "package") return { kind: "package", name: read.full };
    if (read.kind === "asset") return linkAsset(from, read.path);
    if (read.kind === "path") return linkPath(from, read.path);
    if (depth > MAX_ALIASES) return UNRESOLVED;
    if (read.kind === "internal") return linkInternal(from, read.full, depth);
    const aliased = linkAliases(from, read.full, depth);
    if (aliased.kind !== "unresolved") return aliased;
    const member = manifests.member(read.name);
    const own = member === undefined ? UNRESOLVED : linkMember(member, read.subpath, from);
    if (own.kind !== "unresolved") return own;
    if (/^[@~]\//.test(read.full)) return linkHabit(from, read.full.slice(2));
    const renamed = /^npm:((?:@[^/]+\/)?[^@]+)/.exec(manifests.nearest(path.dirname(from))?.dependencies.get(read.name) ?? "")?.[1];
    return { kind: "package", name: renamed === undefined ? read.full : [renamed, read.subpath].filter((part) => part !== "").join("/") };
  };

  /** `@/x` and `~/x` are no package names: where no configuration that we read explains them, bundlers by habit mean src or the package's folder. */
  const linkHabit = (from: string, rest: string): Link => {
    const manifest = manifests.nearest(path.dirname(from));
    for (const base of manifest === undefined ? [] : ["src", "."]) {
      const link = accept(probe(manifest?.folder ?? root, `./${base}/${rest}`), from);
      if (link.kind !== "unresolved") return link;
    }
    return UNRESOLVED;
  };

  return (file, specifier) => remember(known, `${path.dirname(file)}\0${specifier}`, () => linkAny(file, specifier, 0));
}

/** What was found before under that key, or what `find` gives for it. */
function remember<T>(known: Map<string, T>, key: string, find: (key: string) => T): T {
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return before as T;
  const found = find(key);
  known.set(key, found);
  return found;
}

/** The targets of a key in an `exports` or `imports` map, by the rules of Node: an exact key first, then the longest pattern. */
function mapTargets(map: unknown, key: string): string[] {
  const entries = asRecord(map);
  const keyed = Object.keys(entries).some((name) => name.startsWith(".") || name.startsWith("#"));
  if (!keyed) return key === "." ? leaves(map).slice(0, MAX_TARGETS) : [];
  if (Object.hasOwn(entries, key)) return leaves(entries[key]).slice(0, MAX_TARGETS);
  let best: { pattern: string; rest: string } | undefined;
  for (const pattern of Object.keys(entries)) {
    const star = pattern.indexOf("*");
    const before = star >= 0 ? pattern.slice(0, star) : pattern.endsWith("/") ? pattern : undefined;
    const after = star >= 0 ? pattern.slice(star + 1) : "";
    if (before === undefined || !key.startsWith(before) || !key.endsWith(after) || key.length < before.length + after.length) continue;
    if (best !== undefined && best.pattern.length >= pattern.length) continue;
    best = { pattern, rest: key.slice(before.length, key.length - after.length) };
  }
  if (best === undefined) return [];
  const { pattern, rest } = best;
  return leaves(entries[pattern]).slice(0, MAX_TARGETS).map((target) => (pattern.includes("*") ? target.replaceAll("*", () => rest) : target + rest));
}

/** `@scope/name/sub/path.js` of a path below node_modules, as one would import it. */
function libraryName(below: string): string {
  return below.split(path.sep).join("/");
}
