import type { ApiPath, Asked, ComputeRow, GuardRow, SinkRow, StepRow } from "./model.js";

/** Functions of node:fs that take a path first, and act on what lies there. Each has a `Sync` twin, and those of `PROMISED` one that gives a promise. */
const ACTS = [
  "appendFile", "chmod", "chown", "lchmod", "lchown", "lutimes", "mkdir", "mkdtemp", "open", "opendir", "readFile", "readdir", "rm", "rmdir", "truncate", "unlink",
  "utimes", "writeFile",
] as const;

const FOLDERS = /(?:^|\.)(?:mkdirs?|mkdirp|opendir|readdir|rmdir|ensureDir|empty[Dd]ir|makeDirectory)(?:Sync|\.sync)?$/i;

/** What functions of these names take, on whatever object they stand: those that make, list or empty a folder take no file. */
export function takenBy(name: string): Pick<SinkRow, "takes"> {
  return FOLDERS.test(name) ? { takes: "folder" } : {};
}

/** Those that take flags second, as numbers too. */
const FLAGGED = /(?:^|\.)open(?:Sync)?$/;

/**
 * Functions that only tell what a path is: part of many checks, so that a finding there is of low confidence. Those that say no more than whether
 * something is there (access, exists) are left out, and so is one whose answer is only asked for the sort of file: what is done with the path afterwards is told of.
 */
const TELLS = ["lstat", "readlink", "stat", "statfs"] as const;

/** Functions whose first two arguments are paths. */
const PAIRS = ["copyFile", "cp", "link", "rename", "symlink"] as const;

/**
 * The path positions of node:fs (https://nodejs.org/api/fs.html), for fs itself and for libraries that offer the same functions.
 *
 * @param prefix `promises.` for the namespace of promises, or nothing.
 * @param form "promises": only the functions of fs/promises; "callbacks": those of fs with their Sync twins.
 */
export function fileSinks(prefix: string, form: "promises" | "callbacks"): SinkRow[] {
  const twins = (name: string): string[] => (form === "promises" ? [prefix + name] : [prefix + name, `${prefix}${name}Sync`]);
  const rows: SinkRow[] = [];
  for (const name of ACTS.flatMap(twins)) rows.push({ path: `${name}.arg(0)`, kind: "path", ...(FLAGGED.test(name) ? { flags: `${name}.arg(1)` } : {}), ...takenBy(name) });
  for (const name of TELLS.flatMap(twins)) rows.push({ path: `${name}.arg(0)`, kind: "path", confidence: "low", tells: true });
  for (const name of PAIRS.flatMap(twins)) rows.push({ path: `${name}.arg(0)`, kind: "path" }, { path: `${name}.arg(1)`, kind: "path" });
  for (const name of twins("glob")) rows.push({ path: `${name}.arg(0)`, kind: "path" }, { path: `${name}.arg(0)[*]`, kind: "path" }, { path: `${name}.arg(1).cwd`, kind: "path" });
  rows.push({ path: `${prefix}watch.arg(0)`, kind: "path" });
  if (form === "promises") return rows;
  for (const name of ["createReadStream", "createWriteStream", "ReadStream.new", "WriteStream.new", "openAsBlob", "watchFile"]) rows.push({ path: `${prefix}${name}.arg(0)`, kind: "path" });
  return rows;
}

/** What tells a link from a file: on the path that is asked about. */
export function linkGuards(prefix: string, form: "promises" | "callbacks"): GuardRow[] {
  return tellers(prefix, form).map((name) => ({ path: `${name}().isSymbolicLink.this`, outcome: "false", clears: ["LINK"] }));
}

function tellers(prefix: string, form: "promises" | "callbacks"): string[] {
  return form === "promises" ? [`${prefix}lstat`] : [`${prefix}lstat`, `${prefix}lstatSync`];
}

/** realpath resolves links; it belongs to checks and is no sink. What lstat gives is no text, and tells of the path. */
export function fileSteps(prefix: string, form: "promises" | "callbacks"): StepRow[] {
  const step = (name: ApiPath): StepRow => ({ from: `${prefix}${name}.arg(0)`, to: `${prefix}${name}()`, as: "realpath" });
  const told = tellers(prefix, form).map((name): StepRow => ({ from: `${name}.arg(0)`, to: `${name}()`, as: "identity", clears: "all" }));
  if (form === "promises") return [step("realpath"), ...told];
  const answer = (name: ApiPath): StepRow => ({ from: `${prefix}${name}.arg(0)`, to: `${prefix}${name}.arg(last).param(1)`, as: "realpath" });
  // A library may give a promise where no callback stands; node:fs itself gives nothing then.
  return [step("realpath"), step("realpathSync"), step("realpathSync.native"), step("realpath.native"), answer("realpath"), answer("realpath.native"), ...told];
}

const COMPUTED: Readonly<Record<string, Asked>> = { access: "access", exists: "exists", lstat: "lstat", readFile: "read-text", realpath: "realpath", stat: "stat" };

/** What the interpreter answers by itself, as far as a scenario says how the files lie. */
export function fileComputes(prefix: string, form: "promises" | "callbacks"): ComputeRow[] {
  return Object.entries(COMPUTED).flatMap(([name, as]): ComputeRow[] => {
    if (form === "promises") return [{ path: prefix + name, as: `${as}-promise` }];
    return [{ path: prefix + name, as: `${as}-callback` }, { path: `${prefix}${name}Sync`, as }];
  });
}
