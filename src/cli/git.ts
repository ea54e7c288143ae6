import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { UserError } from "../errors.js";

/** Lines from 1, both inclusive. */
export type LineRange = readonly [from: number, to: number];

/** What a tree of git holds at a path: a file's content by its id, or a link. */
export interface Blob {
  readonly id: string;
  readonly isLink: boolean;
}

/** A file that git sees changed. */
export interface ChangedFile {
  /** Absolute. */
  readonly path: string;
  /** Undefined where there is none. */
  readonly before: Blob | undefined;
  readonly after: Blob | undefined;
}

/** What is staged in a repository. */
export interface Staged {
  /** The top folder of the repository. */
  readonly top: string;
  readonly files: readonly ChangedFile[];
  /** Lines of the staged contents that were added or changed, by absolute path. */
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  /** All that the index holds, by absolute path. */
  index(): Map<string, Blob>;
  /** Bytes of contents by their ids. Ids that are none are left out. */
  sizes(ids: readonly string[]): Map<string, number>;
  /** Contents by their ids, all at once: the caller bounds how much that is. */
  contents(ids: readonly string[]): Map<string, Buffer>;
}

const MAX_OUTPUT = 512 << 20;
/** Nothing that the repository names is run: no watcher, no program that shows differences, no filter of texts. */
const SAFE = ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"];
const PLAIN = ["--text", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--no-abbrev", "--ignore-submodules"];

/** Asks git what is staged in the repository of a folder. Throws a UserError where there is no git or no repository. */
export function readStaged(folder: string): Staged {
  const top = git(folder, ["rev-parse", "--show-toplevel"]).toString("utf8").replace(/\r?\n$/, "");
  const run = (args: readonly string[], input?: string): Buffer => git(top, args, input);
  const changed = parseRaw(run(["diff", "--cached", "--raw", "-z", ...PLAIN]).toString("utf8"), top);
  return {
    top,
    files: changed.map(({ path, before, after }) => ({ path, before, after })),
    lines: parseHunks(run(["diff", "--cached", "-U0", "--diff-algorithm=histogram", ...PLAIN]).toString("utf8"), changed),
    index: () => parseIndex(run(["ls-files", "--stage", "-z"]).toString("utf8"), top),
    sizes: (ids) => new Map(parseHeads(ask(ids, "--batch-check", run).toString("utf8"))),
    contents: (ids) => parseContents(ask(ids, "--batch", run)),
  };
}

function git(folder: string, args: readonly string[], input?: string): Buffer {
  try {
    // GIT_NO_LAZY_FETCH: what a partial clone lacks is not fetched
    const env = { ...process.env, GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0" };
    return execFileSync("git", [...SAFE, ...args], { cwd: folder, env, maxBuffer: MAX_OUTPUT, stdio: ["pipe", "pipe", "pipe"], ...(input === undefined ? {} : { input }) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ("code" in error && error.code === "ENOENT") throw new UserError("--staged needs git, which was not found.");
    const words = "stderr" in error && Buffer.isBuffer(error.stderr) ? (error.stderr.toString("utf8").trim().split("\n")[0] ?? "") : error.message;
    throw new UserError(`--staged: ${words.replace(/^fatal: /, "").replace(/\.$/, "") || "git failed"}.`);
  }
}

/** A changed file, and how many heads a patch has for it: what was a link and is a file now goes and comes. */
interface RawChange extends ChangedFile {
  readonly heads: 1 | 2;
}

/** The raw format with NUL at the ends (git-diff(1)): `:mode mode id id status`, then the path. */
function parseRaw(text: string, top: string): RawChange[] {
  const parts = text.split("\0");
  const files: RawChange[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const match = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(parts[at] ?? "");
    if (match === null) continue;
    const [, modeBefore = "", modeAfter = "", before = "", after = "", letter] = match;
    files.push({ path: join(top, parts[at + 1] ?? ""), heads: letter === "T" ? 2 : 1, before: toBlob(modeBefore, before), after: toBlob(modeAfter, after) });
  }
  return files;
}

/** `mode id stage`, a tab and the path (git-ls-files(1)). Of a path in conflict our side counts. */
function parseIndex(text: string, top: string): Map<string, Blob> {
  const blobs = new Map<string, Blob>();
  for (const line of text.split("\0")) {
    const match = /^(\d+) ([0-9a-f]+) [02]\t([^]+)$/.exec(line);
    const blob = toBlob(match?.[1] ?? "", match?.[2] ?? "");
    if (blob !== undefined) blobs.set(join(top, match?.[3] ?? ""), blob);
  }
  return blobs;
}

/** Submodules have a mode of their own, and nothing of them is in this repository. */
function toBlob(mode: string, id: string): Blob | undefined {
  return /^1[02]0\d{3}$/.test(mode) && !/^0+$/.test(id) ? { id, isLink: mode === "120000" } : undefined;
}

/** The heads of a patch stand in the order of the changed files, so that no name has to be read from it. No line of a content starts at its first column. */
function parseHunks(patch: string, files: readonly RawChange[]): Map<string, LineRange[]> {
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

function ask(ids: readonly string[], how: "--batch" | "--batch-check", run: (args: readonly string[], input?: string) => Buffer): Buffer {
  return ids.length === 0 ? Buffer.alloc(0) : run(["cat-file", how], `${[...new Set(ids)].join("\n")}\n`);
}

/** `git cat-file --batch-check` writes a line for each: the id, the type and the size. */
function* parseHeads(text: string): Generator<[id: string, size: number]> {
  for (const line of text.split("\n")) {
    const [id = "", type, size = ""] = line.split(" ");
    if (type === "blob" && /^\d+$/.test(size)) yield [id, Number(size)];
  }
}

/** `git cat-file --batch` writes the same line before each content, and a line feed behind it. */
function parseContents(output: Buffer): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [head] = parseHeads(output.toString("utf8", at, end));
    at = end + 1;
    if (head === undefined) continue;
    const [id, size] = head;
    contents.set(id, output.subarray(at, at + size));
    at += size + 1;
  }
  return contents;
}
