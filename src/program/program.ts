import type { Gap, Location } from "../finding.js";
import type { ModuleIr, Span } from "../ir/ir.js";

/** What an import specifier means. */
export type Resolution =
  | { readonly kind: "module"; readonly module: ModuleIr }
  /** A library outside the program; `name` is the specifier as written, without `npm:` and URL prefixes and versions: `@modelcontextprotocol/sdk/server/mcp.js`, `node:fs`. */
  | { readonly kind: "package"; readonly name: string }
  /** A file of the project that is no source: JSON, CSS, a text. `path`: as `readText` takes it, where it is known. */
  | { readonly kind: "asset"; readonly path?: string }
  | { readonly kind: "unresolved" };

/** What the nearest package.json says of a module. */
export interface Package {
  /** The module's path inside the package, cut at its slashes. */
  readonly segments: readonly string[];
  /** The names that the package depends on, those of the packages around it too. */
  readonly dependencies: ReadonlySet<string>;
}

/** The modules that belong together, with every constant specifier resolved. */
export interface Program {
  /** Absolute path of the folder that all module paths are relative to. */
  readonly root: string;
  /** By path, sorted. */
  readonly modules: ReadonlyMap<string, ModuleIr>;
  /** The modules that the packages of the program name as their entries, those of the root first. */
  readonly entries: readonly ModuleIr[];
  /** What `specifier` means in `module`. */
  resolve(module: ModuleIr, specifier: string): Resolution;
  /** The text of a small file of the project by its path relative to the root; undefined when there is none. */
  readText(path: string): string | undefined;
  /** Lines of all modules. */
  readonly lines: number;
  readonly gaps: readonly Gap[];
  /** The package that a module lies in. */
  packageOf(module: ModuleIr): Package;
  /** Names in `dependencies`, `devDependencies` and `peerDependencies` of the package.json files of the program. */
  readonly dependencies: ReadonlySet<string>;
}

/** What a location needs of a module: also given for a file that does not parse. */
export type Source = Pick<ModuleIr, "path" | "text">;

const starts = new WeakMap<Source, number[]>();

function startsOf(module: Source): number[] {
  let lines = starts.get(module);
  if (lines === undefined) {
    lines = [0];
    for (let at = module.text.indexOf("\n"); at >= 0; at = module.text.indexOf("\n", at + 1)) lines.push(at + 1);
    starts.set(module, lines);
  }
  return lines;
}

/** The text of a line, counted from 1, without its end; empty behind the last one. */
export function lineAt(module: Source, line: number): string {
  const lines = startsOf(module);
  const start = lines[line - 1];
  return start === undefined ? "" : module.text.slice(start, (lines[line] ?? module.text.length + 1) - 1);
}

/** The stretch of a line, counted from 1, in a module's text; it starts behind the text where there is no such line. */
export function lineSpan(module: Source, line: number): Span {
  const lines = startsOf(module);
  const start = lines[line - 1] ?? module.text.length + 1;
  return { start, end: Math.max(start, (lines[line] ?? module.text.length + 1) - 1) };
}

/** Line and column of a stretch of a module's text. */
export function locate(module: Source, span: Span): Location {
  const lines = startsOf(module);
  const [line, column] = position(lines, span.start);
  const [endLine, endColumn] = position(lines, Math.max(span.start, span.end));
  return { file: module.path, line, column, endLine, endColumn };
}

function position(lines: readonly number[], offset: number): [line: number, column: number] {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - (lines[low] ?? 0) + 1];
}
