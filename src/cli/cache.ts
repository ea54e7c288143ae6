import { join, resolve } from "node:path";
import { CODE_STAMP } from "./code-stamp.js";
import { openFolder, readKept, writeKept } from "./cache-file.js";
import type { CliOptions } from "./options.js";
import { deliver, type Outcome, type Surroundings } from "./output.js";
import { expandPatterns, resolvePlaces, resolveTarget, staysInside } from "./paths.js";
import { watchPhases } from "./phases.js";
import { UserError } from "../errors.js";
import { readPackage } from "../package.js";
import { readText, statOf, upward } from "../program/disk.js";
import { findChange } from "../program/disk-changes.js";
import { digest, recordDisk } from "../program/disk-record.js";
import { findBound } from "../program/root.js";
import { escapeText } from "../report/escape.js";

/** They say which releases of our own parser and resolver are installed. */
const LOCKS = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"];
const MAX_LOCK = 1 << 30;

/**
 * Says what the last run of this project with these options said, when the disk answers everything that it asked as it did then; else runs, and keeps what it says. A run is a
 * function of its options and of what the disk answers, so both say the same. Nothing that an analysis needs is loaded before that is known. Throws UserError on wrong use.
 */
export async function runCached(options: CliOptions, surroundings: Surroundings): Promise<Outcome> {
  requireCacheable(options);
  const { cwd, today, colour } = surroundings;
  const places = resolvePlaces(options, cwd);
  const phases = watchPhases(surroundings);
  phases.begin("cache");
  const paths = await expandPatterns(options.paths.length === 0 ? ["."] : options.paths, cwd);
  const { root } = resolveTarget(paths, cwd);
  const folder = resolveCacheFolder(options.cacheLocation, root, cwd);
  // what is asked for is another thing in another folder, on another system or by other code
  const asked: CliOptions = { ...options, cache: true, cacheLocation: undefined, verbose: false };
  const key = digest(JSON.stringify([readPackage().version, CODE_STAMP, process.versions.node.split(".")[0], process.platform, cwd, root, paths, colour, asked]));

  const kept = readKept(folder, key);
  const change = kept === undefined ? "" : (kept.told.day ?? today) === today ? findChange(kept.answers) : "the day";
  const spoken = (line: string): string => `mcp-boundary: cache          ${escapeText(line)}`;
  if (kept !== undefined && change === undefined) return deliver(kept.told, places, options.verbose ? [...kept.told.ruling, spoken("nothing changed"), ...phases.end()] : []);

  // before the run, which may list the folder that this one lies in
  const shut = openFolder(folder);
  phases.begin("start");
  const { tellRun } = await import("./run.js");
  const { result: told, answers } = await recordDisk(async () => {
    for (const at of upward(root, findBound(root))) for (const name of LOCKS) readText(join(at, name), MAX_LOCK);
    return tellRun(options, surroundings, phases);
  });
  const times = phases.end();
  if ("stdout" in told) return told;
  // a rule that failed may do better the next time
  const refusal = shut ?? (answers === undefined || told.code === 2 ? undefined : writeKept(folder, key, { answers, told }, surroundings.now()));
  const outcome = deliver(told, places, options.verbose ? [...told.ruling, spoken(kept === undefined ? "nothing was kept" : `changed: ${change ?? ""}`), ...times] : []);
  return refusal === undefined ? outcome : { ...outcome, stderr: [...outcome.stderr, `mcp-boundary: the cache cannot be written, and this run stands without it: ${escapeText(refusal)}.`] };
}

function requireCacheable({ staged, dump }: CliOptions): void {
  const refused = staged ? "--staged" : dump === undefined ? undefined : "--dump";
  if (refused !== undefined) throw new UserError(`--cache keeps what a run over files says, and goes without ${refused}.`);
}

/** The folder of what is kept. Throws UserError where a link of the project leads out of it: nothing is written there unless the command line says so. */
function resolveCacheFolder(given: string | undefined, root: string, cwd: string): string {
  if (given === "") throw new UserError("--cache-location is empty.");
  if (given !== undefined) return resolve(cwd, given);
  const modules = join(root, "node_modules");
  if (staysInside(join(modules, ".cache", "mcp-boundary"), root) && statOf(modules)?.isDirectory() === true) return join(modules, ".cache", "mcp-boundary");
  const own = join(root, ".mcp-boundary-cache");
  if (!staysInside(own, root)) throw new UserError(".mcp-boundary-cache is a link that leads out of the project: --cache-location says where to keep what a run says.");
  return own;
}
