import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compare, readExpectations, sourceFiles, type Found } from "./expectations.js";

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
export const fixtures = join(projectRoot, "fixtures");

/** One program of a fixture folder: a file, or a subfolder with all its files. */
export interface FixtureProgram {
  readonly name: string;
  /** The folder that found places are relative to. */
  readonly root: string;
  /** The file or folder. */
  readonly path: string;
}

/** The programs of a folder, sorted; an absent folder has none. */
export function fixturePrograms(folder: string): FixtureProgram[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    if (sourceFiles(path).length === 0 || !(statSync(path).isDirectory() || /\.(?:[cm]?[jt]s|[jt]sx|py)$/.test(name))) return [];
    return [{ name, path, root: statSync(path).isDirectory() ? path : folder }];
  });
}

/** Subfolders by name, sorted. */
export function subfolders(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort().filter((name) => statSync(join(folder, name)).isDirectory()) : [];
}

/** Differences between the marks of a program for the given ids and what was found of them, every finding having to be expected. */
export function checkProgram(program: FixtureProgram, ids: ReadonlySet<string> | undefined, found: readonly Found[]): string[] {
  const marks = readExpectations(program.path);
  const marked = new Set(marks.map(({ id }) => id));
  const speaksOf = (id: string): boolean => ids === undefined || ids.has(id);
  const strict = compare(marks.filter(({ id }) => speaksOf(id)), found.filter(({ id }) => speaksOf(id)), { strict: true });
  const others = compare(marks.filter(({ id }) => !speaksOf(id)), found.filter(({ id }) => !speaksOf(id) && marked.has(id)), { strict: false });
  return [...strict, ...others].map((difference) => (program.path === program.root ? `${basename(program.root)}/${difference}` : difference));
}
