import path from "node:path";
import { upward } from "./disk.js";
import type { Manifests } from "./manifest.js";

/** One of several parts of a program that are analysed apart. */
export interface Share {
  /** From 1 to the count. */
  readonly index: number;
  readonly count: number;
}

/**
 * The files of one share. A package stays whole, and the packages are dealt out by their number of files, the largest first, so that every run of the same program deals them out alike.
 * What lies in no package is one part as well. What the files import is for linking to take in.
 */
export function takeShare(files: readonly string[], root: string, manifests: Manifests, { index, count }: Share): string[] {
  const parts = new Map<string, string[]>();
  for (const file of files) {
    const part = packageOf(file, root, manifests);
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [file]);
    else known.push(file);
  }
  const loads = Array.from({ length: count }, () => 0);
  const taken: string[] = [];
  for (const [, held] of [...parts].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + held.length;
    if (least === index - 1) taken.push(...held);
  }
  return taken.sort();
}

/** The package of the workspace that a file lies in; where there is no workspace, the nearest folder whose package.json gives a name. */
function packageOf(file: string, root: string, manifests: Manifests): string {
  const members = manifests.members();
  for (const folder of upward(path.dirname(file), root)) {
    if (members.size > 0 ? members.has(folder) : manifests.of(folder)?.name !== undefined) return folder;
  }
  return root;
}
