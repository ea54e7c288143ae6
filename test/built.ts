import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(import.meta.dirname, "..");

/** Builds the package into a folder of its own, for tests of real processes; gives that folder, which is the caller's to remove. The command is its `dist/src/cli.js`. */
export function buildPackage(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-built-")));
  for (const name of ["node_modules", "package.json"]) symlinkSync(join(project, name), join(folder, name));
  const { status, stdout } = spawnSync(process.execPath, [join(project, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--noCheck", "--declaration", "false", "--outDir", join(folder, "dist")], { cwd: project, encoding: "utf8" });
  if (status !== 0) throw new Error(`the build failed: ${stdout}`);
  return folder;
}
