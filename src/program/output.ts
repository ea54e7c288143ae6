import path from "node:path";
import { isFile, isInside } from "./disk.js";
import type { Manifest } from "./manifest.js";
import { asRecord, asStrings } from "./json.js";

const OUTPUT = /^(?:dist(?:[-_].*)?|build|out|output|umd|target)$/;
/** Names that hold sources in some packages and compiled files in others: the entries of the package decide. */
const MAYBE_OUTPUT = new Set(["lib", "es", "esm", "cjs", "esnext", "module", "js", "compiled"]);
/** Folders that build tools put between the output folder and the tree of the sources. */
const LAYOUT = new Set(["esm", "cjs", "es", "mjs", "commonjs", "module", "node", "src", "types", "lib"]);
const SOURCE_BASES = ["src", "", "source", "lib", "app"];
const TYPED = [".ts", ".tsx", ".mts", ".cts"];
const PLAIN = [".js", ".mjs", ".cjs", ".jsx"];
const MAX_TARGETS = 1000;

/** Whether a folder right below a package's own holds what a build made. */
export function isOutputFolder(folder: string, name: string, manifest: Manifest | undefined): boolean {
  if (OUTPUT.test(name)) return true;
  if (manifest === undefined || !MAYBE_OUTPUT.has(name)) return false;
  return entryTargets(manifest).some((target) => target.startsWith(`${name}/`) && sourceOf(folder, target) !== undefined);
}

/** The files that a package's entries name (`main`, `module`, `bin`, `exports`), relative to its folder, the first fifty. */
export function entryTargets(manifest: Manifest): string[] {
  const { main, module, bin, exports } = manifest.fields;
  const bins = typeof bin === "string" ? [bin] : asStrings(Object.values(asRecord(bin)));
  return [...asStrings([main, module]), ...bins, ...leaves(exports)].map(plain).filter((target) => !target.includes("*")).slice(0, 50);
}

/** A target without `./`. */
export function plain(target: string): string {
  return target.replace(/^(?:\.\/)+/, "");
}

/**
 * All file names in a value of `exports` or `imports`, in the order written: conditions are not chosen among, since all of
 * them lead to one source. What is for browsers alone is left out.
 */
export function leaves(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > 8) return [];
  const parts = Array.isArray(value) ? value : Object.entries(value).filter(([condition]) => condition !== "browser").map(([, part]) => part as unknown);
  return parts.slice(0, MAX_TARGETS).flatMap((part) => leaves(part, depth + 1)).slice(0, MAX_TARGETS);
}

/**
 * The source file that an output file was compiled from, absolute: `dist/esm/x.js` comes from `src/x.ts`, by the layouts
 * that are common. The output need not exist. `undefined` when there is no such source.
 */
export function sourceOf(folder: string, target: string): string | undefined {
  const stem = plain(target).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
  if (stem === "" || stem.split("/").includes("..")) return undefined;
  const [first = "", ...rest] = stem.split("/");
  if (rest.length === 0) return findSource(folder, stem, TYPED) ?? findSource(folder, `src/${stem}`, TYPED);
  if (first === "src") return findSource(folder, stem, TYPED);
  const tails = [rest];
  for (let tail = rest; tail.length > 1 && LAYOUT.has(tail[0] ?? ""); ) tails.push((tail = tail.slice(1)));
  for (const tail of tails) {
    for (const base of SOURCE_BASES) {
      if (base === first) continue;
      const extensions = base === "src" || base === "source" ? [...TYPED, ...PLAIN] : TYPED;
      const found = findSource(folder, [base, ...tail].filter((part) => part !== "").join("/"), extensions);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The first file of that stem, or `index` in a folder of that name. */
export function findSource(folder: string, stem: string, extensions: readonly string[] = [...TYPED, ...PLAIN]): string | undefined {
  for (const tail of ["", "/index"]) {
    for (const extension of extensions) {
      const file = path.join(folder, `${stem}${tail}${extension}`);
      if (isInside(folder, file) && isFile(file)) return file;
    }
  }
  return undefined;
}
