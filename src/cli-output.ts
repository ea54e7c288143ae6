import { writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
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
}

/** The outcome with its text on the terminal, or in the file that was asked for. Throws UserError where that cannot be written. */
export function printed(text: string, outputFile: { readonly path: string; readonly given: string } | undefined, outcome: Pick<Outcome, "code" | "stderr">): Outcome {
  if (outputFile === undefined) return { ...outcome, stdout: text.endsWith("\n") ? text : `${text}\n` };
  try {
    writeFileSync(outputFile.path, text);
  } catch (error) {
    throw new UserError(`--output-file "${outputFile.given}" cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return { ...outcome, stdout: "" };
}

/** Paths as the person's terminal can open them: from the current folder where they lie in it, else the shorter way. */
export function displayPath(root: string, cwd: string): (file: string) => string {
  return (file) => {
    const absolute = join(root, file);
    const near = relative(cwd, absolute);
    return near === "" || (near.startsWith(`..${sep}`) && near.length >= absolute.length) ? absolute : near;
  };
}
