import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { UserError } from "./errors.js";

/** Lines from 1, both inclusive. */
export type LineRange = readonly [from: number, to: number];

/** A file that git sees changed; paths are absolute. */
export interface ChangedFile {
  readonly path: string;
  /** How many heads a patch has for it: what was a link and is a file now goes and comes. */
  readonly heads: 1 | 2;
  /** Ids of the contents before and behind; undefined where there is none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What is staged in a repository. */
export interface Staged {
  readonly files: readonly ChangedFile[];
  /** Lines of the staged contents that were added or changed, by absolute path. */
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  /** Files whose working copy is not what the index holds. */
  readonly unstaged: readonly ChangedFile[];
  /** Texts by their ids. Ids that are no text are left out. */
  texts(ids: readonly string[]): Map<string, string>;
}

const MAX_OUTPUT = 512 << 20;
/** Nothing that the repository names is run: no watcher, no program that shows differences, no filter of texts. */
const SAFE = ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"];
const PLAIN = ["--text", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--no-abbrev", "--ignore-submodules"];

/** Asks git what is staged in the repository of a folder. Throws a UserError where there is no git or no repository. */
export function readStaged(folder: string): Staged {
  const top = git(folder, ["rev-parse", "--show-toplevel"]).toString("utf8").replace(/\r?\n$/, "");
  const run = (args: readonly string[], input?: string): Buffer => git(top, args, input);
  const files = parseRaw(run(["diff", "--cached", "--raw", "-z", ...PLAIN]).toString("utf8"), top);
  return {
    files,
    lines: parseHunks(run(["diff", "--cached", "-U0", "--diff-algorithm=histogram", ...PLAIN]).toString("utf8"), files),
    unstaged: parseRaw(run(["diff-files", "--raw", "-z", ...PLAIN]).toString("utf8"), top),
    texts: (ids) => readObjects(ids, run),
  };
}

function git(folder: string, args: readonly string[], input?: string): Buffer {
  try {
    return execFileSync("git", [...SAFE, ...args], { cwd: folder, maxBuffer: MAX_OUTPUT, stdio: ["pipe", "pipe", "pipe"], ...(input === undefined ? {} : { input }) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ("code" in error && error.code === "ENOENT") throw new UserError("--staged needs git, which was not found.");
    const words = "stderr" in error && Buffer.isBuffer(error.stderr) ? (error.stderr.toString("utf8").trim().split("\n")[0] ?? "") : error.message;
    throw new UserError(`--staged: ${words.replace(/^fatal: /, "").replace(/\.$/, "") || "git failed"}.`);
  }
}

/** The raw format with NUL at the ends (git-diff(1)): `:mode mode id id status`, then the path. */
function parseRaw(text: string, top: string): ChangedFile[] {
  const parts = text.split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const match = /^:\d+ (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(parts[at] ?? "");
    if (match === null) continue;
    const [, mode, before = "", after = "", letter] = match;
    files.push({ path: join(top, parts[at + 1] ?? ""), heads: letter === "T" ? 2 : 1, before: letter === "T" ? undefined : idOf(before), after: mode === "160000" ? undefined : idOf(after) });
  }
  return files;
}

function idOf(hash: string): string | undefined {
  return /^0+$/.test(hash) ? undefined : hash;
}

/** The heads of a patch stand in the order of the changed files, so that no name has to be read from it. No line of a content starts at its first column. */
function parseHunks(patch: string, files: readonly ChangedFile[]): Map<string, LineRange[]> {
  const lines = new Map<string, LineRange[]>(files.map(({ path }) => [path, []]));
  const heads = files.flatMap(({ path, heads: count }) => Array.from({ length: count }, () => path));
  let file = -1;
  for (const line of patch.split("\n")) {
    if (line.startsWith("diff --git ")) file++;
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) continue;
    const [from, count] = [Number(hunk[1]), Number(hunk[2] ?? "1")];
    if (count > 0) lines.get(heads[file] ?? "")?.push([from, from + count - 1]);
  }
  return lines;
}

/** Contents by id, in one call: `git cat-file --batch` writes a line with the id and the size before each. */
function readObjects(ids: readonly string[], run: (args: readonly string[], input?: string) => Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  if (ids.length === 0) return texts;
  const output = run(["cat-file", "--batch"], `${[...new Set(ids)].join("\n")}\n`);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [id = "", type = "", size = ""] = output.toString("utf8", at, end).split(" ");
    const length = /^\d+$/.test(size) ? Number(size) : -1;
    if (type === "blob" && length >= 0) texts.set(id, output.toString("utf8", end + 1, end + 1 + length));
    at = length >= 0 ? end + 1 + length + 1 : end + 1;
  }
  return texts;
}
