import { setTimeout as sleep } from "node:timers/promises";
import { createParseCache, type ParseCache } from "../analyze.js";
import type { CliOptions } from "./options.js";
import type { Outcome, Surroundings } from "./output.js";
import { runCli } from "./run.js";
import { UserError } from "../errors.js";
import { escapeText } from "../report/escape.js";
import { placesBeside, stampOf } from "../config/stamps.js";

/** Between two looks at the disk, in milliseconds; on a large program more, so that looking takes no more than a tenth of the time. */
const PAUSE = 200;
const SHARE = 10;
/** Editors and checkouts write several files at once. */
const SETTLING = 50;
/** Clears a terminal and what was scrolled out of it. */
const CLEAR = "\x1b[2J\x1b[3J\x1b[H";

/** Where a run is shown. */
export interface Screen {
  readonly isTTY: boolean;
  readonly tell: (outcome: Outcome) => void;
}

/** What the last run looked at, by absolute path, as the disk had it then. */
type Stamps = ReadonlyMap<string, string>;

/**
 * Runs, waits until a file of the program changes, and runs again, for as long as the process lives; files that did not change are not parsed again. The disk is
 * asked at intervals: watchers of the operating system do not see every file system. Throws UserError on wrong use, and where the first run does.
 */
export async function watchCli(options: CliOptions, surroundings: Surroundings, { isTTY, tell }: Screen): Promise<never> {
  requireWatchable(options);
  const cache = createParseCache();
  let stamps: Stamps = new Map();
  let isFirst = true;
  for (;;) {
    if (!isFirst) tell({ code: 0, stdout: isTTY ? CLEAR : "\n", stderr: [] });
    const today = new Date(surroundings.now()).toISOString().slice(0, 10);
    try {
      tell(await runCli(options, { ...surroundings, today }, { cache, onSeen: ({ target, config }, { files }) => void (stamps = stampAll(placesBeside(target.root, files, config), cache)) }));
    } catch (error) {
      if (isFirst || !(error instanceof UserError)) throw error;
      // what is half written will be whole
      tell({ code: 2, stdout: "", stderr: [`mcp-boundary: ${escapeText(error.message)}`] });
      stamps = new Map([...stamps.keys()].map((file) => [file, stampOf(file)]));
    }
    tell({ code: 0, stdout: "", stderr: ["mcp-boundary: waiting for a change; Ctrl+C ends."] });
    await changeOf(stamps, surroundings.now);
    isFirst = false;
  }
}

function requireWatchable({ format, outputFile, reports, staged, dump, shard, cache }: CliOptions): void {
  const refused = [format !== "text" && `--format ${format}`, outputFile !== undefined && "--output-file", reports.length > 0 && "--report", staged && "--staged", dump !== undefined && "--dump", shard !== undefined && "--shard", cache && "--cache"].find((flag) => flag !== false);
  if (refused !== undefined) throw new UserError(`--watch prints texts for people, and goes without ${refused}.`);
}

/** A module's stamp is that of the moment when it was read: what is written while the analysis runs is seen afterwards. One that does not parse is watched too. */
function stampAll(beside: readonly string[], { files }: ParseCache): Stamps {
  for (const file of [...files.keys()]) if (stampOf(file) === "absent") files.delete(file);
  return new Map([...beside.map((file) => [file, stampOf(file)] as const), ...[...files].map(([file, { stamp }]) => [file, stamp ?? ""] as const)]);
}

async function changeOf(stamps: Stamps, now: () => number): Promise<void> {
  let pause = PAUSE;
  for (;;) {
    await sleep(pause);
    const from = now();
    for (const [file, stamp] of stamps) {
      if (stampOf(file) === stamp) continue;
      await sleep(SETTLING);
      return;
    }
    pause = Math.max(PAUSE, (now() - from) * SHARE);
  }
}
