import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { Gap } from "../finding.js";
import { digest, note } from "./disk-record.js";

/** A file's text, or in a few words why there is none. */
export type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** Reads a regular file as UTF-8, without its byte order mark. Never throws. */
export function readText(file: string, maxBytes: number, stat = statOf(file)): Text {
  const bytes = readBytes(file, maxBytes, stat);
  const text: Text = typeof bytes === "string" ? { ok: false, message: bytes } : decode(bytes);
  note(["text", file, maxBytes], () => (typeof bytes === "string" ? bytes : digest(bytes)));
  return text;
}

/** The content of a regular file, or why there is none. */
function readBytes(file: string, maxBytes: number, stat: Stats | undefined): Buffer | string {
  try {
    if (stat?.isFile() === false) return "not a regular file";
    if (stat !== undefined && stat.size > maxBytes) return `larger than ${maxBytes / (1 << 20)} MB`;
    return readFileSync(file);
  } catch (error) {
    return reason(error);
  }
}

function decode(bytes: Buffer): Text {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff) return { ok: false, message: "UTF-16, not UTF-8" };
  if (bytes.includes(0) && isBinary(bytes)) return { ok: false, message: "binary" };
  return { ok: true, text: withoutMark(bytes.toString("utf8")) };
}

/** A source may hold a null character in a string; more than one byte in a hundred are no text. */
function isBinary(bytes: Buffer): boolean {
  let nulls = 0;
  for (const byte of bytes) if (byte === 0) nulls++;
  return nulls * 100 > bytes.length;
}

/** The text without a byte order mark, as editors count positions. */
export function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** The text of a small file that may well be missing; `undefined` when it is, cannot be read, or is a link out of the bound. */
export function readOptional(file: string, bound: string): string | undefined {
  const read = readInside(file, bound);
  return read.ok ? read.text : undefined;
}

/** The text of a configuration file, links followed inside the bound alone. */
export function readInside(file: string, bound: string): Text {
  // most of those that are asked for are not there, and to look for links in their path would throw
  const real = statOf(file) === undefined ? undefined : realPath(file);
  if (real === undefined) return { ok: false, message: "no such file" };
  return isInside(bound, real) ? readText(real, 1 << 20) : { ok: false, message: "a link out of the project" };
}

/** The folders in a folder, and what else there has a name with one of the endings, by name, in the order of code units; or why it cannot be read. Never throws. */
export function readFolder(folder: string, endings: readonly string[]): readonly Dirent[] | string {
  const entries = listFolder(folder, endings);
  note(["folder", folder, ...endings], () => (typeof entries === "string" ? entries : digest(entries.map((entry) => `${entry.name}\0${kindOf(entry)}`).join("\0"))));
  return entries;
}

function listFolder(folder: string, endings: readonly string[]): readonly Dirent[] | string {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() || endings.some((ending) => entry.name.endsWith(ending)));
    return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    return reason(error);
  }
}

/** The path without links; `undefined` when nothing is there. */
export function realPath(file: string): string | undefined {
  const real = orNothing(() => realpathSync.native(file));
  note(["real", file], () => real ?? "");
  return real;
}

/** What the system knows of a file or folder, links followed; `undefined` when nothing is there. */
export function statOf(file: string): Stats | undefined {
  const stats = orNothing(() => statSync(file, { throwIfNoEntry: false }));
  note(["kind", file], () => (stats === undefined ? "nothing" : kindOf(stats)));
  return stats;
}

function kindOf(found: Dirent | Stats): string {
  return found.isDirectory() ? "folder" : found.isFile() ? "file" : found.isSymbolicLink() ? "link" : "other";
}

/** Whether a regular file stands there. */
export function isFile(file: string): boolean {
  return statOf(file)?.isFile() === true;
}

/** A missing file, a broken link, a loop of links and a shut folder mean the same to whoever asks whether something is there: no. */
function orNothing<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** A file or folder that could not be taken in. */
export function readGap(file: string, message: string): Gap {
  return { kind: "read", message, location: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } };
}

/** The folder itself, then its parents up to `last` or the top. */
export function* upward(folder: string, last?: string): Generator<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    yield at;
    if (at === last || path.dirname(at) === at) return;
  }
}

/** Whether a path is the folder or lies in it; both absolute, without links and `..`. */
export function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** A path relative to the root as modules carry it: with forward slashes, `../` for what lies beside the root. */
export function toModulePath(root: string, file: string): string {
  const relative = path.relative(root, file);
  return path.sep === "/" ? relative : relative.split(path.sep).join("/");
}

/** The system's words on a failed read, without the path, which the gap's location tells. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /^[A-Z]+: ([^,]+),/.exec(error.message)?.[1] ?? error.message;
}
