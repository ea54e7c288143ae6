import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Config, CONFIG_FILE } from "./config.js";

/** Besides the modules, these decide what an import means, and what counts. */
const CONFIGS = ["package.json", "tsconfig.json", "pnpm-workspace.yaml", CONFIG_FILE];

/**
 * What besides the modules of a program decides what is found in it, as absolute paths: its configuration, its baseline, and the folders in which new modules would lie. `files`: the
 * modules by their paths relative to the root.
 */
export function placesBeside(root: string, files: readonly string[], { file, baseline }: Config): string[] {
  const folders = new Set<string>(["."]);
  for (const name of files) for (let at = dirname(name); !folders.has(at); at = dirname(at)) folders.add(at);
  const beside = [...CONFIGS, ...folders, ...[...folders].map((folder) => join(folder, "package.json"))].map((name) => join(root, name));
  return [...new Set([...beside, baseline.file, ...(file === undefined ? [] : [file])])];
}

/** What the disk holds of a file or folder, as far as time and size tell. */
export function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "absent" : `${stats.mtimeMs} ${stats.size}`;
}
