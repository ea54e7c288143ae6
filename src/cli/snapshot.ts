import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Blob, Staged } from "./git.js";
import { isFile, isInside } from "../program/disk.js";

/** A tree of git as folders and files of its own, so that what it holds is read as everything is. */
export interface Snapshot {
  /** Where a path of the repository, or of elsewhere, stands in the snapshot. Absolute paths both. */
  place(path: string): string;
  /** The path that a place of the snapshot stands for. */
  origin(path: string): string;
  /** A folder there, which need not be in the tree. */
  folder(path: string): string;
  /** Puts a file there: what a tree holds at its path, or nothing. */
  set(blobs: ReadonlyMap<string, Blob | undefined>): void;
  /** Takes a file from the disk that the tree does not hold. */
  take(path: string): void;
  /** A sentence with the paths of the snapshot turned back into those that they stand for. */
  inWords(text: string): string;
  remove(): void;
}

/** What no analysis reads. */
const MEDIA = /\.(?:png|jpe?g|gif|webp|avif|ico|svg|bmp|tiff?|psd|woff2?|ttf|otf|eot|mp[34]|m4a|webm|mov|avi|wav|ogg|pdf|zip|t?gz|bz2|xz|zst|7z|jar|wasm|node|so|dll|dylib|exe|bin|db|sqlite3?|parquet|onnx|map)$/i;
const LIBRARY = /[\\/]node_modules[\\/]/;
/** Contents that are held in memory at a time, in bytes. */
const MAX_BATCH = 32 << 20;
/** Larger files are not read by the analysis either. */
const MAX_FILE = 4 << 20;

/** Makes an empty folder for a tree of a repository. Whoever asks for it removes it; where this process is ended before, the folder goes as well. */
export function openSnapshot(staged: Staged): Snapshot {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "mcp-boundary-staged-")));
  const stopWatching = removeWhenEnded(base);
  // the whole path is kept below it, so that what lies beside the repository lies beside it here too
  const place = (path: string): string => join(base, path.replace(/^([a-zA-Z]):/, "$1"));
  const origin = (path: string): string => path.slice(base.length).replace(/^\\([a-zA-Z])\\/, "$1:\\");
  const folders = new Set<string>();
  const makeFolder = (folder: string): void => {
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
  };
  // what is read upward of a program ends at the top of its repository
  makeFolder(join(place(staged.top), ".git"));
  let isEmpty = true;
  return {
    place,
    origin,
    folder(path) {
      makeFolder(place(path));
      return place(path);
    },
    set(blobs) {
      const wanted = [...blobs].filter(([path]) => isInside(staged.top, path) && !MEDIA.test(path) && !LIBRARY.test(path.slice(staged.top.length)));
      if (!isEmpty) {
        for (const [path] of wanted) rmSync(place(path), { force: true, recursive: true });
        folders.clear();
      }
      isEmpty = false;
      // links last: nothing is written through one
      for (const isLink of [false, true]) {
        const files = wanted.flatMap(([path, blob]) => (blob?.isLink === isLink ? [[place(path), blob.id] as const] : []));
        writeBlobs(files, staged, (target, content) => {
          makeFolder(dirname(target));
          // as git does where links need a right of their own
          if (isLink && process.platform !== "win32") symlinkSync(content.toString("utf8"), target);
          else writeFileSync(target, content);
        });
      }
    },
    take(path) {
      const target = place(path);
      if (isFile(target) || !isFile(path)) return;
      makeFolder(dirname(target));
      copyFileSync(path, target);
    },
    inWords: (text) => text.replaceAll(base, ""),
    remove() {
      rmSync(base, { recursive: true, force: true });
      stopWatching();
    },
  };
}

/**
 * Removes the folder when this process is ended, by Ctrl+C or in any other way. A handler of our own would do it only when the analysis, which never waits, is over, and keep Ctrl+C
 * from working until then. So a shell waits for the end of its input, which is the end of this process. Gives what ends the shell instead.
 */
function removeWhenEnded(folder: string): () => void {
  if (process.platform === "win32") return () => undefined;
  const shell = spawn("sh", ["-c", 'trap "" HUP INT TERM; read -r _; rm -rf -- "$1"', "sh", folder], { cwd: "/", detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // without a shell the folder is removed by runs that come to their end
  shell.on("error", () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => {
    shell.kill("SIGKILL");
    shell.stdin.destroy();
  };
}

function writeBlobs(files: readonly (readonly [target: string, id: string])[], staged: Staged, put: (target: string, content: Buffer) => void): void {
  const sizes = staged.sizes(files.map(([, id]) => id));
  const targets = new Map<string, string[]>();
  for (const [target, id] of files) if ((sizes.get(id) ?? Infinity) <= MAX_FILE) targets.set(id, [...(targets.get(id) ?? []), target]);
  for (const batch of batchesOf([...targets.keys()], sizes)) {
    for (const [id, content] of staged.contents(batch)) for (const target of targets.get(id) ?? []) put(target, content);
  }
}

function* batchesOf(ids: readonly string[], sizes: ReadonlyMap<string, number>): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const id of ids) {
    batch.push(id);
    bytes += sizes.get(id) ?? 0;
    if (bytes < MAX_BATCH) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  yield batch;
}
