import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { replaceFile, type Told } from "./output.js";
import { readText, statOf } from "../program/disk.js";
import { type Answers, digest } from "../program/disk-record.js";
import { readJson } from "../program/json.js";

/** What is kept of a run. */
export interface Kept {
  /** What the disk answered. */
  readonly answers: Answers;
  readonly told: Told;
}

const MAX_BYTES = 256 << 20;
/** Runs that are kept at a time, with other options or of other parts. */
const MAX_KEPT = 32;
const OURS = /^\.?[\w-]{43}\.json(?:\.\d+\.tmp)?$/;
/** What a process left behind that was ended while it wrote, in milliseconds. */
const ABANDONED = 3_600_000;

/** Makes the folder, which git leaves alone; why that cannot be done, in the system's words, else undefined. */
export function openFolder(folder: string): string | undefined {
  return refusalOf(() => {
    mkdirSync(folder, { recursive: true });
    if (statOf(join(folder, ".gitignore")) === undefined) replaceFile(join(folder, ".gitignore"), "*\n");
  });
}

/** What was kept under a key; undefined when there is nothing, or it is not whole: the file says first what the rest of it has to come to. What somebody else wrote there counts as nothing. Never throws. */
export function readKept(folder: string, key: string): Kept | undefined {
  const read = readText(fileOf(folder, key), MAX_BYTES);
  if (!read.ok) return undefined;
  const end = read.text.indexOf("\n");
  const body = read.text.slice(end + 1);
  if (end < 0 || read.text.slice(0, end) !== digest(`${key}\n${body}`)) return undefined;
  return toKept(body);
}

function toKept(body: string): Kept | undefined {
  const data = readJson(body);
  if (typeof data !== "object" || data === null || !("answers" in data) || !("told" in data)) return undefined;
  const { answers, told } = data;
  return isAnswers(answers) && isTold(told) ? { answers: new Map(answers), told } : undefined;
}

function isAnswers(value: unknown): value is [string, string][] {
  return Array.isArray(value) && value.every((pair) => isTexts(pair) && pair.length === 2);
}

function isTold(value: unknown): value is Told {
  if (typeof value !== "object" || value === null) return false;
  const { code, text, reports, notes, ruling, stderr, day } = value as Readonly<Record<string, unknown>>;
  return (code === 0 || code === 1 || code === 3) && typeof text === "string" && [reports, notes, ruling, stderr].every(isTexts) && (day === undefined || typeof day === "string");
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Keeps a run, and forgets the oldest beyond a number; why that cannot be done, in the system's words, else undefined. Nobody ever reads half of it, and of two runs at once one is kept. */
export function writeKept(folder: string, key: string, { answers, told }: Kept, now: number): string | undefined {
  return refusalOf(() => {
    const body = JSON.stringify({ answers: [...answers], told });
    replaceFile(fileOf(folder, key), `${digest(`${key}\n${body}`)}\n${body}`);
    forgetOldest(folder, now);
  });
}

function refusalOf(write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return error.message;
  }
}

function fileOf(folder: string, key: string): string {
  return join(folder, `${key}.json`);
}

function forgetOldest(folder: string, now: number): void {
  const files = readdirSync(folder).filter((name) => OURS.test(name)).flatMap((name) => {
    const file = join(folder, name);
    const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    return time === undefined ? [] : [{ file, time }];
  });
  const isHalf = ({ file }: { file: string }): boolean => file.endsWith(".tmp");
  const old = [...files.filter((one) => isHalf(one) && one.time < now - ABANDONED), ...files.filter((one) => !isHalf(one)).sort((a, b) => b.time - a.time).slice(MAX_KEPT)];
  for (const { file } of old) rmSync(file, { force: true });
}
