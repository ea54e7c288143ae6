import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { UserError } from "../errors.js";

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

/** A file that was asked for, as absolute path and as it was given. */
export interface Place {
  readonly path: string;
  readonly given: string;
}

/** What a run has to say, before any of it is written. */
export interface Told {
  readonly code: Outcome["code"];
  readonly text: string;
  /** Further reports, in the order in which they were asked for. */
  readonly reports: readonly string[];
  /** What the person has to know first. */
  readonly notes: readonly string[];
  /** Which files rule the run; said with --verbose alone. */
  readonly ruling: readonly string[];
  readonly stderr: readonly string[];
  /** The day by which something was judged that counts until a day, as ISO 8601 writes it; undefined where there is no such thing. */
  readonly day?: string;
}

/** Writes what a run says to where it was asked for. Throws UserError where that cannot be written. */
export function deliver(told: Told, { outputFile, reports }: { readonly outputFile: Place | undefined; readonly reports: readonly Place[] }, verbose: readonly string[]): Outcome {
  for (const [index, { path, given }] of reports.entries()) writeOutput(path, told.reports[index] ?? "", "--report", given);
  return printed(told.text, outputFile, { code: told.code, stderr: [...told.notes, ...verbose, ...told.stderr] });
}

/** The outcome with its text on the terminal, or in the file that was asked for. Throws UserError where that cannot be written. */
export function printed(text: string, outputFile: Place | undefined, outcome: Pick<Outcome, "code" | "stderr">): Outcome {
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

/** Writes a file whole or not at all. Links are followed, and what is no file, such as a pipe, is written to as it is. Throws the file system's errors. */
function writeWhole(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) return writeFileSync(path, text);
  replaceFile(before === undefined ? path : realpathSync(path), text, before?.mode);
}

/** Puts a text in a file's place: beside it first, under a name of this process, so that the file is whole at every moment. A link is replaced. Throws the file system's errors. */
export function replaceFile(target: string, text: string, mode?: number): void {
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, text, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
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
