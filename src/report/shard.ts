import type { Analysis } from "../analyze.js";
import { listOf, record, type Shape, text, truth, whole } from "../models/shape.js";
import { countLines } from "../program/load.js";
import type { Share } from "../program/share.js";

/** What the report of a share has besides, so that the reports of all can be joined. */
export interface Shard extends Share {
  /** What was looked at: shares have the files in common that several packages import. */
  readonly files: readonly { readonly file: string; readonly lines: number }[];
  /** The packages should offer tools. */
  readonly expectsTools: boolean;
}

const need = (shape: Shape): { readonly shape: Shape; readonly required: true } => ({ shape, required: true });

export const shardShape: Shape = record({ index: need(whole), count: need(whole), files: need(listOf(record({ file: need(text), lines: need(whole) }))), expectsTools: need(truth) });

export function describeShard({ files, text: textOf, dependsOnSdk, needsTools }: Analysis, { index, count }: Share): Shard {
  return { index, count, files: files.map((file) => ({ file, lines: countLines(textOf(file) ?? "") })), expectsTools: dependsOnSdk && needsTools };
}
