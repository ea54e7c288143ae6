import path from "node:path";
import type { Gap } from "../finding.js";
import { isInside, readFolder, readGap, readOptional, toModulePath, upward } from "./disk.js";
import { compileGlob, expandBraces, matchesGlob, type Glob } from "./glob.js";
import { asRecord, asStrings, parseJson } from "./json.js";
import { packageIn, readSpecifier } from "./specifier.js";

/** What a package.json (or a deno.json) says, as far as the program asks. */
export interface Manifest {
  readonly folder: string;
  readonly name: string | undefined;
  /** The whole object, for `exports`, `imports`, `main` and their like. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Names to version specifiers, of `dependencies`, `devDependencies`, `peerDependencies` and `optionalDependencies`. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** The package.json files inside a bound, each read once, and the workspace packages by name. */
export interface Manifests {
  /** The manifest of this very folder. */
  of(folder: string): Manifest | undefined;
  /** The manifest of the nearest folder upward inside the bound that has one. */
  nearest(folder: string): Manifest | undefined;
  /** The workspace package of that name: of the workspace lists inside the bound, of packages seen, of `file:` and `link:` dependencies. */
  member(name: string): Manifest | undefined;
  /** Whether the folder is a package that a workspace list inside the bound names. */
  isMember(folder: string): boolean;
  /** Those packages by their folders. */
  members(): ReadonlyMap<string, Manifest>;
  /** Notes a package that the collection came across. */
  see(folder: string): void;
  /** The folders noted so far. */
  seen(): readonly string[];
  /** Every dependency's name in the manifests read so far that lie at or above one of the folders. */
  dependencies(folders: Iterable<string>): Set<string>;
}

const MAX_FOLDERS = 20_000;
const GROUPS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/** Opens the manifests between the bound and whatever lies in it; what cannot be read becomes a gap. */
export function openManifests(root: string, bound: string, gaps: Gap[]): Manifests {
  const read = new Map<string, Manifest | undefined>();
  const nearest = new Map<string, Manifest | undefined>();
  const seen: string[] = [];
  let listed: Map<string, Manifest> | undefined;
  let members: Map<string, Manifest> | undefined;

  const of = (folder: string): Manifest | undefined => {
    if (read.has(folder)) return read.get(folder);
    const manifest = isInside(bound, folder) ? readManifest(root, bound, folder, gaps) : undefined;
    read.set(folder, manifest);
    return manifest;
  };

  const inside = function* (folder: string): Generator<Manifest> {
    if (!isInside(bound, folder)) return;
    for (const at of upward(folder, bound)) {
      const manifest = of(at);
      if (manifest !== undefined) yield manifest;
    }
  };

  /** By folder: the packages that the workspace lists at the root and above name. */
  const list = (): Map<string, Manifest> => {
    if (listed !== undefined) return listed;
    listed = new Map();
    for (const owner of upward(root, bound)) {
      const globs = workspaceGlobs(owner, bound, of(owner));
      if (globs.length === 0) continue;
      for (const folder of expandGlobs(owner, globs)) {
        const manifest = of(folder);
        if (manifest !== undefined) listed.set(folder, manifest);
      }
    }
    return listed;
  };

  const byName = (): Map<string, Manifest> => {
    if (members !== undefined) return members;
    members = new Map();
    const add = (manifest: Manifest | undefined): void => {
      if (manifest?.name !== undefined && members?.has(manifest.name) === false) members.set(manifest.name, manifest);
    };
    for (const manifest of inside(root)) add(manifest);
    for (const manifest of list().values()) add(manifest);
    for (const folder of seen) add(of(folder));
    for (const manifest of [...read.values()]) {
      for (const [name, version] of manifest?.dependencies ?? []) {
        const target = /^(?:file|link|portal):(.+)/.exec(version)?.[1];
        if (manifest === undefined || target === undefined || members.has(name)) continue;
        const linked = of(path.resolve(manifest.folder, target));
        if (linked !== undefined) members.set(name, linked);
      }
    }
    const missing = [...read.values()].flatMap((manifest) => [...(manifest?.dependencies ?? [])].flatMap(([name, version]) => (version.startsWith("workspace:") ? [name] : [])));
    // the list of the workspace is not at hand: its packages stand one or two folders below its root
    if (missing.some((name) => members?.has(name) === false)) for (const folder of expandGlobs(bound, ["*", "*/*"])) add(of(folder));
    return members;
  };

  return {
    of,
    nearest(folder) {
      if (!nearest.has(folder)) nearest.set(folder, inside(folder).next().value ?? undefined);
      return nearest.get(folder);
    },
    member: (name) => byName().get(name),
    isMember: (folder) => list().has(folder),
    members: list,
    see: (folder) => void seen.push(folder),
    seen: () => seen,
    dependencies(folders) {
      const names = new Set<string>();
      for (const folder of new Set(folders)) for (const manifest of inside(folder)) for (const name of manifest.dependencies.keys()) names.add(name);
      return new Set([...names].sort());
    },
  };
}

/** package.json, or what Deno has in its place. */
function readManifest(root: string, bound: string, folder: string, gaps: Gap[]): Manifest | undefined {
  const node = readConfig(root, bound, path.join(folder, "package.json"), gaps);
  const deno = readConfig(root, bound, path.join(folder, "deno.json"), gaps) ?? readConfig(root, bound, path.join(folder, "deno.jsonc"), gaps);
  const fields = node ?? deno;
  if (fields === undefined) return undefined;
  const dependencies = new Map<string, string>();
  for (const group of GROUPS) {
    for (const [name, version] of Object.entries(asRecord(fields[group]))) {
      if (typeof version === "string" && !dependencies.has(name)) dependencies.set(name, version);
    }
  }
  for (const target of asStrings(Object.values(asRecord(deno?.["imports"])))) {
    const read = readSpecifier(target);
    if (read.kind !== "package" || read.full === target) continue;
    const name = packageIn(read.full);
    if (!dependencies.has(name)) dependencies.set(name, target);
  }
  return { folder, name: typeof fields["name"] === "string" ? fields["name"] : undefined, fields, dependencies };
}

function readConfig(root: string, bound: string, file: string, gaps: Gap[]): Readonly<Record<string, unknown>> | undefined {
  const text = readOptional(file, bound);
  if (text === undefined) return undefined;
  const json = parseJson(text);
  if (json.ok) return asRecord(json.value);
  gaps.push(readGap(toModulePath(root, file), `${path.basename(file)} cannot be read: ${json.message}`));
  return undefined;
}

function workspaceGlobs(folder: string, bound: string, manifest: Manifest | undefined): string[] {
  const workspaces = manifest?.fields["workspaces"];
  const globs = asStrings(Array.isArray(workspaces) ? workspaces : asRecord(workspaces)["packages"]);
  const deno = manifest?.fields["workspace"];
  globs.push(...asStrings(Array.isArray(deno) ? deno : asRecord(deno)["members"]));
  globs.push(...yamlList(readOptional(path.join(folder, "pnpm-workspace.yaml"), bound) ?? "", "packages"));
  const lerna = readOptional(path.join(folder, "lerna.json"), bound);
  if (lerna !== undefined) {
    const json = parseJson(lerna);
    if (json.ok) globs.push(...asStrings(asRecord(json.value)["packages"]));
  }
  return globs;
}

/** The items of a list of plain or quoted strings at the top level of a YAML text: all that pnpm-workspace.yaml needs. */
function yamlList(text: string, key: string): string[] {
  const items: string[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line) && !line.startsWith("#") && !line.startsWith("-")) {
      open = line.startsWith(`${key}:`);
      const flow = open ? /\[(.*)\]/.exec(line)?.[1] : undefined;
      for (const item of flow?.split(",") ?? []) items.push(unquote(item));
    } else if (open && line.trimStart().startsWith("- ")) {
      items.push(unquote(line.trimStart().slice(2)));
    }
  }
  return items;
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return /^'([^']*)'/.exec(trimmed)?.[1] ?? /^"([^"]*)"/.exec(trimmed)?.[1] ?? trimmed.replace(/\s#.*$/, "").trim();
}

/** The folders below `base` that the globs name, those behind `!` taken off. Links are not followed. */
function expandGlobs(base: string, written: readonly string[]): string[] {
  const patterns = written.flatMap(expandBraces);
  const negative = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => compileGlob(pattern.slice(1)));
  const folders = new Set<string>();
  let visited = 0;
  const walk = (folder: string, segments: readonly string[], glob: Glob): void => {
    // enter a folder only while the pattern can still go on below it
    const open = glob.some((piece) => piece === "**");
    if (segments.length > 0 && matchesGlob(glob, segments) && !negative.some((not) => matchesGlob(not, segments))) folders.add(folder);
    if (segments.length >= (open ? 8 : glob.length) || visited++ > MAX_FOLDERS) return;
    const fixed = glob.slice(0, segments.length + 1);
    const entries = readFolder(folder, []);
    if (typeof entries === "string") return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      const next = [...segments, entry.name];
      if (fixed.includes("**") || matchesGlob(fixed, next)) walk(path.join(folder, entry.name), next, glob);
    }
  };
  for (const pattern of patterns) if (!pattern.startsWith("!") && !pattern.includes("..")) walk(base, [], compileGlob(pattern));
  return [...folders].sort();
}
