import path from "node:path";
import { statOf, upward } from "./disk.js";
import type { Manifests } from "./manifest.js";

const FEW_FILES = 1_000;
/** In bytes, about 200,000 lines. */
const MOST_TEXT = 8 << 20;
/** In bytes. What a share imports of others comes on top. */
const SHARE_TEXT = 3 << 20;

/** One of several parts of a program that are analysed apart. */
export interface Share {
  /** From 1 to the count. */
  readonly index: number;
  readonly count: number;
}

/** Files that lie in packages. */
interface Packaged {
  readonly files: readonly string[];
  readonly root: string;
  readonly manifests: Manifests;
}

/**
 * The files of one share. A package stays whole, and the packages are dealt out by their number of files, the largest first, so that every run of the same program deals them out alike.
 * What lies in no package is one part as well. What the files import is for linking to take in.
 */
export function takeShare(program: Packaged, { index, count }: Share): string[] {
  const loads = Array.from({ length: count }, () => 0);
  const taken: string[] = [];
  for (const [, held] of [...filesByPackage(program)].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + held.length;
    if (least === index - 1) taken.push(...held);
  }
  return taken.sort();
}

/**
 * The number of shares in which a program is analysed for want of memory: the graph of a program takes about three hundred times its text. One, where it is not large,
 * or all of it lies in one package.
 */
export function countShares(program: Packaged): number {
  // a small program is told by its number of files, without a look at each of them
  if (program.files.length < FEW_FILES) return 1;
  const size = program.files.reduce((sum, file) => sum + (statOf(file)?.size ?? 0), 0);
  return size <= MOST_TEXT ? 1 : Math.min(Math.ceil(size / SHARE_TEXT), filesByPackage(program).size);
}

const known = new WeakMap<Packaged, Map<string, string[]>>();

/** Asked for every share of a program, and worked out once. */
function filesByPackage(program: Packaged): Map<string, string[]> {
  let parts = known.get(program);
  if (parts === undefined) known.set(program, (parts = dealOut(program)));
  return parts;
}

function dealOut({ files, root, manifests }: Packaged): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const file of files) {
    const part = packageOf(file, root, manifests);
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [file]);
    else known.push(file);
  }
  return parts;
}

/** The package of the workspace that a file lies in; where there is no workspace, the nearest folder whose package.json gives a name. */
function packageOf(file: string, root: string, manifests: Manifests): string {
  const members = manifests.members();
  for (const folder of upward(path.dirname(file), root)) {
    if (members.size > 0 ? members.has(folder) : manifests.of(folder)?.name !== undefined) return folder;
  }
  return root;
}
