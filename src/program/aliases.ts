import path from "node:path";
import { UserError } from "../errors.js";
import type { Gap } from "../finding.js";
import { isFile, isInside, readGap, readInside, toModulePath } from "./disk.js";
import { asRecord, asStrings, type Json, parseJson } from "./json.js";
import type { Manifests } from "./manifest.js";

/** A name that a project gives to its own files, or to a library. At most one `*` stands for the rest. */
interface Alias {
  readonly before: string;
  readonly after: string;
  readonly star: boolean;
  /** Absolute paths, or specifiers of libraries; `*` is replaced by the rest. */
  readonly targets: readonly string[];
}

interface Scope {
  readonly aliases: readonly Alias[];
  /** Folders that bare names may be relative to (`baseUrl`). */
  readonly bases: readonly string[];
}

const NONE: Scope = { aliases: [], bases: [] };
const MAX_CONFIGS = 64;
const MAX_ALIASES = 2000;
/** Tried for one specifier: an alias may name a library that is an alias again, so this is a base, not a factor. */
const MAX_TARGETS = 12;

/**
 * The aliases that hold in a folder, from its nearest tsconfig.json or jsconfig.json (with `extends`, `references`, `paths`,
 * `baseUrl`) and its nearest deno.json. Not left to oxc-resolver: it refuses every import of a package whose tsconfig
 * extends one from node_modules, and a fresh checkout has no node_modules. Gives absolute paths and specifiers to try, in order.
 */
export function openAliases(root: string, bound: string, manifests: Manifests, gaps: Gap[]): (folder: string, specifier: string) => string[] {
  const configs = new Map<string, Readonly<Record<string, unknown>>>();
  const scopes = new Map<string, Scope>();
  const nearest = new Map<string, Scope>();

  const readConfig = (file: string): Readonly<Record<string, unknown>> => {
    const known = configs.get(file);
    if (known !== undefined) return known;
    const config = readNew(file);
    configs.set(file, config);
    return config;
  };

  const readNew = (file: string): Readonly<Record<string, unknown>> => {
    const read = readInside(file, bound);
    const json: Json = read.ok ? parseConfig(read.text) : read;
    if (json.ok) return asRecord(json.value);
    gaps.push(readGap(toModulePath(root, file), `${path.basename(file)} cannot be read: ${json.message}`));
    return {};
  };

  /** `undefined`: it names a package that is not there, whose `paths` could not mean files of this project anyway. */
  const findConfig = (from: string, target: string): string | undefined => {
    const relative = /^\.{1,2}(?:\/|$)/.test(target) || path.isAbsolute(target);
    let full = path.resolve(path.dirname(from), target);
    if (!relative) {
      const [, name = "", rest = ""] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(target) ?? [];
      const member = manifests.member(name);
      if (member === undefined) return undefined;
      full = path.join(member.folder, rest === "" ? "tsconfig.json" : rest);
    }
    const found = [full, `${full}.json`, path.join(full, "tsconfig.json")].find(isFile);
    if (found !== undefined && isInside(bound, found)) return found;
    // what lies in node_modules is missing from every fresh checkout and names no file of the project
    if (relative && !/(?:^|\/)node_modules\//.test(target)) gaps.push(readGap(toModulePath(root, from), `\`${target}\`, which it extends or refers to, cannot be read`));
    return undefined;
  };

  /** Later settings win: what a config extends comes first. `baseUrl` and `paths` are relative to the file that they stand in. */
  const readScope = (file: string, seen: Set<string>): Scope => {
    const known = scopes.get(file);
    if (known !== undefined) return known;
    if (seen.has(file) || seen.size > MAX_CONFIGS) return NONE;
    seen.add(file);
    const config = readConfig(file);
    const options = asRecord(config["compilerOptions"]);
    const folder = path.dirname(file);
    let scope = NONE;
    for (const target of asStrings(config["extends"])) {
      const parent = findConfig(file, target);
      const inherited = parent === undefined ? NONE : readScope(parent, seen);
      scope = { aliases: inherited.aliases.length > 0 ? inherited.aliases : scope.aliases, bases: inherited.bases.length > 0 ? inherited.bases : scope.bases };
    }
    const absolute = (target: string): string => path.resolve(folder, target.replaceAll("${configDir}", folder));
    const bases = typeof options["baseUrl"] === "string" ? [absolute(options["baseUrl"])] : scope.bases;
    const base = bases[0] ?? folder;
    const paths = Object.entries(asRecord(options["paths"])).slice(0, MAX_ALIASES);
    const aliases = paths.length === 0 ? scope.aliases
      : paths.map(([pattern, targets]) => alias(pattern, asStrings(targets).map((target) => path.resolve(base, target.replaceAll("${configDir}", folder)))));
    scope = { aliases, bases };
    scopes.set(file, scope);
    return scope;
  };

  /** A config that only refers to others ("solution style") means theirs; which of them takes in a file is left open: all are tried. */
  const readWithReferences = (file: string): Scope => {
    const seen = new Set<string>();
    const own = readScope(file, seen);
    const references = readReferences(file);
    const all = [own, ...references.map((reference) => readScope(reference, seen))];
    return { aliases: all.flatMap((scope) => scope.aliases), bases: [...new Set(all.flatMap((scope) => scope.bases))] };
  };

  const readReferences = (file: string): string[] => {
    const references = readConfig(file)["references"];
    if (!Array.isArray(references)) return [];
    return references.slice(0, MAX_CONFIGS).flatMap((reference: unknown) => {
      const target = asRecord(reference)["path"];
      return typeof target === "string" ? (findConfig(file, target.startsWith(".") ? target : `./${target}`) ?? []) : [];
    });
  };

  const readDeno = (file: string): Scope => {
    const imports = Object.entries(asRecord(readConfig(file)["imports"])).slice(0, MAX_ALIASES);
    const folder = path.dirname(file);
    const resolveTarget = (target: string): string => (/^\.{0,2}\//.test(target) ? path.resolve(folder, target) + (target.endsWith("/") ? "/" : "") : target);
    return {
      aliases: imports.flatMap(([key, value]) => {
        if (typeof value !== "string") return [];
        return [key.endsWith("/") ? alias(`${key}*`, [`${resolveTarget(value)}*`]) : alias(key, [resolveTarget(value)])];
      }),
      bases: [],
    };
  };

  const scopeOf = (folder: string): Scope => {
    const known = nearest.get(folder);
    if (known !== undefined) return known;
    const found = (names: readonly string[]): string | undefined => names.map((name) => path.join(folder, name)).find(isFile);
    const config = found(CONFIGS);
    const deno = found(["deno.json", "deno.jsonc"]);
    const above = folder === bound || !isInside(bound, folder) ? NONE : scopeOf(path.dirname(folder));
    const typed = config === undefined ? undefined : readWithReferences(config);
    const own = deno === undefined ? undefined : readDeno(deno);
    const scope = { aliases: [...(own?.aliases ?? []), ...(typed ?? above).aliases], bases: (typed ?? above).bases };
    nearest.set(folder, scope);
    return scope;
  };

  return (folder, specifier) => {
    const scope = scopeOf(folder);
    const hits = scope.aliases.filter((item) => matches(item, specifier)).sort((a, b) => b.before.length - a.before.length || Number(a.star) - Number(b.star));
    const rest = (item: Alias): string => specifier.slice(item.before.length, specifier.length - item.after.length);
    return [
      ...hits.slice(0, MAX_TARGETS).flatMap((item) => item.targets.map((target) => (item.star ? target.replace("*", () => rest(item)) : target))),
      ...scope.bases.map((base) => path.join(base, specifier)),
    ].slice(0, MAX_TARGETS);
  };
}

const CONFIGS = ["tsconfig.json", "jsconfig.json"];

/**
 * Throws a UserError when the tsconfig.json (or jsconfig.json) of the linted package itself cannot be read: with it would go all its aliases.
 * What it extends or refers to may well be missing from a fresh checkout, which is a gap.
 */
export function requireConfig(folder: string, bound: string): void {
  if (!isInside(bound, folder)) return;
  const name = CONFIGS.find((one) => isFile(path.join(folder, one)));
  if (name === undefined) return;
  const read = readInside(path.join(folder, name), bound);
  const json = read.ok ? parseConfig(read.text) : read;
  if (!json.ok) throw new UserError(`${name} cannot be read: ${json.message.replace(/\.$/, "")}.`);
}

/** As the compiler has it: an empty file is a config without settings. */
function parseConfig(text: string): Json {
  return text.trim() === "" ? { ok: true, value: {} } : parseJson(text);
}

function alias(pattern: string, targets: readonly string[]): Alias {
  const star = pattern.indexOf("*");
  return star < 0 ? { before: pattern, after: "", star: false, targets } : { before: pattern.slice(0, star), after: pattern.slice(star + 1), star: true, targets };
}

function matches(item: Alias, specifier: string): boolean {
  if (!item.star) return item.before === specifier;
  return specifier.length >= item.before.length + item.after.length && specifier.startsWith(item.before) && specifier.endsWith(item.after);
}
