import type { ExportIr, ModuleIr } from "../ir/ir.js";
import { compileGlob, matchesGlob } from "./glob.js";
import type { Program } from "./program.js";

/** The modules that lie where one of the patterns says, in packages that depend on one of the named packages; patterns are of paths without the file's ending. */
export function modulesAt(program: Program, packages: readonly string[], files: readonly string[]): ModuleIr[] {
  if (!packages.some((name) => program.dependencies.has(name))) return [];
  const globs = files.map(compileGlob);
  return [...program.modules.values()].filter((module) => {
    const { segments, dependencies } = program.packageOf(module);
    if (!packages.some((name) => dependencies.has(name))) return false;
    const bare = [...segments.slice(0, -1), nameOfFile(module)];
    return globs.some((glob) => matchesGlob(glob, bare));
  });
}

/** The name of a module's file without its ending. */
export function nameOfFile({ path }: ModuleIr): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}

/** What a module itself exports under a name. */
export function exportOf(module: ModuleIr, name: string): ExportIr | undefined {
  return module.exports.find((entry) => entry.name === name);
}
