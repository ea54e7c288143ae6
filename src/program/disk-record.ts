import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { readJson } from "./json.js";

/**
 * A question that a run put to the disk, as data, so that another process can put it again: for the text of a file of at most so many bytes, for the folders and the files with such
 * endings in a folder, for the kind of what stands at a path, for the path without links.
 */
export type Question =
  | readonly ["text", file: string, maxBytes: number]
  | readonly ["folder", folder: string, ...endings: string[]]
  | readonly ["kind", path: string]
  | readonly ["real", path: string];

/** What the disk answered, by the question's JSON. */
export type Answers = ReadonlyMap<string, string>;

interface Recording {
  readonly answers: Map<string, string>;
  isTorn: boolean;
}

const recordings = new AsyncLocalStorage<Recording>();

/** Whether whoever asks is recorded. */
export function isRecorded(): boolean {
  return recordings.getStore() !== undefined;
}

/** The question of an answer that was kept; undefined where the text is none. */
export function toQuestion(key: string): Question | undefined {
  const parsed = readJson(key);
  if (!Array.isArray(parsed)) return undefined;
  const [kind, place, ...more] = parsed as readonly unknown[];
  if (typeof place !== "string") return undefined;
  if (kind === "text") return typeof more[0] === "number" ? [kind, place, more[0]] : undefined;
  if (kind === "folder") return more.every((one) => typeof one === "string") ? [kind, place, ...more] : undefined;
  return kind === "kind" || kind === "real" ? [kind, place] : undefined;
}

/** Notes an answer of the disk, where the run is recorded. Every reader of `disk.ts` does so. */
export function note(question: Question, answer: () => string): void {
  const recording = recordings.getStore();
  if (recording === undefined) return;
  const key = JSON.stringify(question);
  const given = answer();
  const before = recording.answers.get(key);
  recording.isTorn ||= before !== undefined && before !== given;
  recording.answers.set(key, given);
}

/** Runs, and gives besides the result every answer of the disk that it can rest on; undefined when the disk changed meanwhile, so that one question had two answers. */
export async function recordDisk<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly answers: Answers | undefined }> {
  const recording: Recording = { answers: new Map(), isTorn: false };
  const result = await recordings.run(recording, run);
  return { result, answers: recording.isTorn ? undefined : recording.answers };
}

/** The same, of what runs without waiting. */
export function recordAnswers(run: () => void): Answers {
  const recording: Recording = { answers: new Map(), isTorn: false };
  recordings.run(recording, run);
  return recording.answers;
}

/** A short name for a content. */
export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url");
}
