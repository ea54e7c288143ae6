import { accessSync, constants, lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { CliOptions } from "./options.js";
import type { Place } from "./output.js";
import { UserError } from "../errors.js";
import { JAVASCRIPT } from "../languages/extensions.js";
import { isInside, realPath, statOf, upward } from "../program/disk.js";
import { findBound, findRoot } from "../program/root.js";

/** What to analyse: absolute paths and the folder that all paths in the output are relative to. */
export interface Target {
  readonly root: string;
  readonly paths: readonly string[];
}

/**
 * The paths with every pattern replaced by the sources that it matches, for a pattern in quotes reaches us as it stands. What exists under that
 * very name is no pattern. Dependencies and declarations are left out unless the pattern names them. Throws UserError when nothing matches.
 */
export async function expandPatterns(paths: readonly string[], cwd: string): Promise<string[]> {
  const expanded: string[] = [];
  for (const path of paths) {
    if (!/[*?[{(!]/.test(path) || path.includes("\0") || statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined) {
      expanded.push(path);
      continue;
    }
    const { default: glob } = await import("fast-glob");
    const ignore = ["node_modules", ".d."].filter((part) => !path.includes(part)).map((part) => (part === ".d." ? "**/*.d.{ts,mts,cts}" : "**/node_modules/**"));
    const options = { cwd, ignore, followSymbolicLinks: false, suppressErrors: true };
    let found = (await glob(path, options)).filter(isSource);
    if (found.length === 0) found = await glob(path, { ...options, onlyDirectories: true });
    if (found.length === 0) throw new UserError(`"${path}" matches no JavaScript or TypeScript source.`);
    expanded.push(...found.sort());
  }
  return expanded;
}

function isSource(path: string): boolean {
  return JAVASCRIPT.some((extension) => path.endsWith(extension));
}

/**
 * The target that the paths of the command line mean. One folder is its own root, whether it holds a package.json or not; a single file, and
 * each of several paths, belongs to its nearest package; several packages belong to their workspace or repository. Throws UserError when a path is
 * missing or unreadable, and when they have no root in common.
 */
export function resolveTarget(paths: readonly string[], cwd: string): Target {
  const found = paths.map((path) => ({ path, ...inspect(path, cwd) }));
  const [first] = found;
  if (first !== undefined && found.length === 1 && first.folder) return { root: first.absolute, paths: [first.absolute] };
  const roots = found.map(({ absolute }) => findRoot(absolute));
  const root = roots[0] ?? cwd;
  const stranger = roots.findIndex((other) => other !== root);
  if (stranger > 0) {
    const [bound, ...others] = [...new Set(roots.map(findBound))];
    if (bound !== undefined && others.length === 0) return { root: bound, paths: found.map(({ absolute }) => absolute) };
    throw new UserError(`"${paths[0] ?? ""}" and "${paths[stranger] ?? ""}" belong to different packages: give a folder that holds both, or run once for each.`);
  }
  return { root, paths: found.map(({ absolute }) => absolute) };
}

function inspect(path: string, cwd: string): { absolute: string; folder: boolean } {
  // what an unset variable of a script becomes; Node would take it for the current folder
  if (path === "") throw new UserError("a path is empty.");
  const asked = resolve(cwd, path);
  for (const look of [statOf, realPath]) look(asked); // what is kept of a run rests on it
  const stats = attempt(() => statSync(asked), path);
  const absolute = attempt(() => realpathSync(asked), path);
  if (!stats.isDirectory() && !stats.isFile()) throw new UserError(`"${path}" is neither a file nor a folder.`);
  if (stats.isFile() && !isSource(absolute)) throw new UserError(`"${path}" is no JavaScript or TypeScript source.`);
  attempt(() => accessSync(absolute, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK), path);
  return { absolute, folder: stats.isDirectory() };
}

/** Turns the file system's refusals into sentences; whatever else goes wrong is a defect of ours and stays one. */
function attempt<T>(look: () => T, path: string): T {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") throw new UserError(`"${path}" does not exist.`);
    if (code === "EACCES" || code === "EPERM") throw new UserError(`"${path}" cannot be read: permission denied.`);
    if (code === "ELOOP" || code === "ENAMETOOLONG") throw new UserError(`"${path}" is no path that can be followed.`);
    if (code === "ERR_INVALID_ARG_VALUE") throw new UserError(`"${path}" is no path: it holds a NUL character.`);
    throw error;
  }
}

/** The absolute path of a file that a report is written to; its folder must exist. Throws UserError, which names the flag. */
export function resolveOutputFile(path: string, cwd: string, flag = "--output-file"): string {
  const absolute = resolve(cwd, path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) throw new UserError(`${flag} "${path}" is a folder.`);
  if (statSync(dirname(absolute), { throwIfNoEntry: false })?.isDirectory() !== true) throw new UserError(`${flag} "${path}" lies in a folder that does not exist.`);
  return absolute;
}

/** Where the reports of a run are written to. Throws UserError for a folder that is none. */
export function resolvePlaces({ outputFile, reports }: Pick<CliOptions, "outputFile" | "reports">, cwd: string): { readonly outputFile: Place | undefined; readonly reports: readonly Place[] } {
  return {
    outputFile: outputFile === undefined ? undefined : { path: resolveOutputFile(outputFile, cwd), given: outputFile },
    reports: reports.map(({ file }) => ({ path: resolveOutputFile(file, cwd, "--report"), given: file })),
  };
}

/** Whether what of the path is there already lies in the folder, links followed, so that nothing is written out of it. */
export function staysInside(path: string, folder: string): boolean {
  for (const at of upward(path, folder)) if (lstatSync(at, { throwIfNoEntry: false }) !== undefined) return isInside(folder, realPath(at) ?? "");
  return true;
}
