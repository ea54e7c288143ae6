import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { UserError } from "./errors.js";

/** What a command prints and the code that it ends with. */
export interface Outcome {
  readonly code: 0 | 1 | 2 | 3;
  readonly stdout: string;
  readonly stderr: readonly string[];
}

/** Where a command runs. */
export interface Surroundings {
  readonly cwd: string;
  readonly colour: boolean;
  /** The day, as ISO 8601 writes it: read off the clock once, here at the edge. */
  readonly today: string;
  /** Milliseconds of a clock that only times are told by. */
  readonly now: () => number;
  /** Writes over one line of the terminal on the standard error; undefined where that is none. */
  readonly showProgress: ((text: string) => void) | undefined;
}

/** The outcome with its text on the terminal, or in the file that was asked for. Throws UserError where that cannot be written. */
export function printed(text: string, outputFile: { readonly path: string; readonly given: string } | undefined, outcome: Pick<Outcome, "code" | "stderr">): Outcome {
  if (outputFile === undefined) return { ...outcome, stdout: text.endsWith("\n") ? text : `${text}\n` };
  writeOutput(outputFile.path, text, "--output-file", outputFile.given);
  return { ...outcome, stdout: "" };
}

/** Writes a file whole or not at all; `what` and `given` name it in the UserError that is thrown where it cannot be written. */
export function writeOutput(path: string, text: string, what: string, given: string): void {
  try {
    writeWhole(path, text);
  } catch (error) {
    throw new UserError(`${what} "${given}" cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Writes a file whole or not at all: beside it first, under a name of this process, then in its place. Links are followed, and what is no file, such as a pipe, is written to as
 * it is. Throws the file system's errors.
 */
function writeWhole(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return writeFileSync(path, text);
  const target = before === undefined ? path : realpathSync(path);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, text, { flag: "wx", ...(before === undefined ? {} : { mode: before.mode }) });
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Paths as code hosts know them: relative to a folder, with forward slashes; `../` for what lies beside it. */
export function pathFrom(base: string, root: string): (file: string) => string {
  return (file) => relative(base, join(root, file)).split(sep).join("/");
}

/** Paths as the person's terminal can open them: from the current folder where they lie in it, else the shorter way. */
export function displayPath(root: string, cwd: string): (file: string) => string {
  return (file) => {
    const absolute = join(root, file);
    const near = relative(cwd, absolute);
    return near === "" || (near.startsWith(`..${sep}`) && near.length >= absolute.length) ? absolute : near;
  };
}
