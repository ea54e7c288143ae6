import path from "node:path";
import { isInside, upward } from "./disk.js";
import type { Manifest, Manifests } from "./manifest.js";
import { packageIn } from "./specifier.js";

/** What is a reason to read a package. */
export interface Concerns {
  /** It depends on a package of that name. */
  readonly library: (name: string) => boolean;
  /** A file of it holds such a text. */
  readonly text: (text: string) => boolean;
}

/**
 * Of the files of a workspace those that belong to the packages of concern: the packages that depend on a library of concern or have a file of one, every file elsewhere that
 * imports such a library or package, and what lies in no package of the workspace. What these import is for linking to take in. All the files, where the root
 * is a package of the workspace itself or depends on such a library, for then every package may use it, and where no package does.
 */
export function keepConcerned(files: readonly string[], root: string, manifests: Manifests, { library, text }: Concerns, textOf: (file: string) => string): readonly string[] {
  const members = manifests.members();
  const isConcerned = (manifest: Manifest | undefined): boolean => manifest !== undefined && [...manifest.dependencies.keys()].some(library);
  if (members.has(root) || isConcerned(manifests.of(root))) return files;
  const concerned = new Map([...members].filter(([, manifest]) => isConcerned(manifest)));
  for (const file of concerned.size === 0 ? [] : files) {
    const member = memberOf(file, root, members);
    const manifest = member === undefined ? undefined : members.get(member);
    if (member === undefined || manifest === undefined || concerned.has(member)) continue;
    if (text(textOf(file))) concerned.set(member, manifest);
  }
  const names = new Set([...concerned.values()].flatMap(({ name }) => name ?? []));
  if (concerned.size === 0 || concerned.size === members.size) return files;
  const folders = [...concerned.keys()];
  return files.filter((file) => {
    const member = memberOf(file, root, members);
    return member === undefined || concerned.has(member) || importsAny(textOf(file), (specifier) => {
      if (specifier.startsWith(".")) return folders.some((folder) => isInside(folder, path.resolve(path.dirname(file), specifier)));
      const name = packageIn(specifier);
      return names.has(name) || library(name);
    });
  });
}

function memberOf(file: string, root: string, members: ReadonlyMap<string, Manifest>): string | undefined {
  for (const folder of upward(path.dirname(file), root)) if (members.has(folder)) return folder;
  return undefined;
}

/** A string behind a word that imports. What stands in a comment counts too: a file too many is harmless. */
const IMPORTS = /\b(?:from|import|require)\s{0,20}(?:\(\s{0,20})?(["'`])([^"'`\n]{1,300})\1/g;

function importsAny(text: string, isWanted: (specifier: string) => boolean): boolean {
  for (const [, , specifier = ""] of text.matchAll(IMPORTS)) if (isWanted(specifier)) return true;
  return false;
}
