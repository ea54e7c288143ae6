import type { ExportIr, Expr, ModuleIr, Variable } from "../ir/ir.js";
import { compileGlob, matchesGlob } from "./glob.js";
import type { Program } from "./program.js";

/** Where modules lie that a library finds by their place. */
export interface Convention {
  /** Patterns of paths in a package, without the files' endings. */
  readonly files?: readonly string[];
  /** A module of settings at such a path, and the field of what it exports that names a folder instead, or is false where nothing is looked for. */
  readonly folder?: { readonly file: string; readonly at: string };
}

/** The modules that lie where a library looks, in packages that depend on one of the named packages. */
export function modulesAt(program: Program, packages: readonly string[], { files = [], folder }: Convention): ModuleIr[] {
  if (!packages.some((name) => program.dependencies.has(name))) return [];
  const globs = files.map(compileGlob);
  const chosen = folder === undefined ? [] : settingsAt(program, packages, folder);
  return [...program.modules.values()].filter((module) => {
    const { segments, dependencies } = program.packageOf(module);
    if (!packages.some((name) => dependencies.has(name))) return false;
    const bare = [...segments.slice(0, -1), nameOfFile(module)];
    const setting = chosen.find(({ root }) => root === rootOf(module, segments));
    return (setting?.globs ?? globs).some((glob) => matchesGlob(glob, bare));
  });
}

/** The folders that settings choose, by the folder of the package whose settings they are. */
function settingsAt(program: Program, packages: readonly string[], { file, at }: Required<Convention>["folder"]): { root: string; globs: ReturnType<typeof compileGlob>[] }[] {
  return modulesAt(program, packages, { files: [file] }).flatMap((module) => {
    const [name = "", ...fields] = at.split(".");
    const value = constantAt(module, exportOf(module, name)?.variable, fields);
    if (typeof value !== "string" && value !== false) return [];
    return [{ root: rootOf(module, program.packageOf(module).segments), globs: value === false ? [] : [compileGlob(`${value}/**`)] }];
  });
}

function rootOf({ path }: ModuleIr, segments: readonly string[]): string {
  return path.slice(0, path.length - segments.join("/").length);
}

/** What literals say that stand at the fields of a variable of a module. */
function constantAt(module: ModuleIr, variable: Variable | undefined, fields: readonly string[]): unknown {
  let at = valueOf(module, variable);
  for (let hops = 0; at?.kind === "var" && hops < 4; hops += 1) at = valueOf(module, at.variable);
  for (const field of fields) {
    const property = at?.kind === "object" ? at.properties.findLast(({ kind, key }) => kind !== "spread" && key?.kind === "const" && key.value === field) : undefined;
    at = property?.value;
  }
  return at?.kind === "const" ? at.value : undefined;
}

/** What a variable of a module is made of, where it is written once. */
function valueOf({ root }: ModuleIr, variable: Variable | undefined): Expr | undefined {
  if (variable === undefined || variable.writes > 1) return undefined;
  for (const statement of root.body.body) {
    if (statement.kind !== "expr" || statement.value.kind !== "assign") continue;
    const { target, value } = statement.value;
    if (target.kind === "var" && target.variable === variable) return value;
  }
  return undefined;
}

/** The name of a module's file without its ending. */
export function nameOfFile({ path }: ModuleIr): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}

/** What a module itself exports under a name. */
export function exportOf(module: ModuleIr, name: string): ExportIr | undefined {
  return module.exports.find((entry) => entry.name === name);
}
