import type { Location } from "../finding.js";
import { escapeText } from "./escape.js";
import { findSecrets } from "./mask.js";
import type { Masked } from "./mask.js";

/** One source line made fit to print, and the stretch of it that is meant. */
export interface Excerpt {
  readonly text: string;
  /** Columns on a terminal in front of the marked stretch. */
  readonly indent: number;
  /** Columns of the marked stretch, at least 1. */
  readonly width: number;
}

/** Gives the lines of one file. */
export type Excerpts = (location: Location) => Excerpt | undefined;

const MAX_WIDTH = 100;
/** Columns that are kept in front of the marked stretch when a line is cut. */
const LEAD = 36;

/** What is printed for one character, how wide it is, and where it stands in the line. */
interface Cell {
  readonly start: number;
  readonly text: string;
  readonly width: number;
}

/** A reader of source lines. Each file is split and searched for secrets once. */
export function createExcerpts(text: (file: string) => string | undefined): Excerpts {
  const files = new Map<string, Lines | undefined>();
  return (location) => {
    if (!files.has(location.file)) files.set(location.file, splitLines(text(location.file)));
    const file = files.get(location.file);
    const start = file?.starts[location.line - 1];
    if (file === undefined || start === undefined) return undefined;
    const next = file.starts[location.line] ?? file.text.length + 1;
    const line = file.text.slice(start, next - 1).replace(/\r$/, "");
    return cutExcerpt(line, location, file.secrets.filter((secret) => secret.start < start + line.length && secret.end > start).map((secret) => ({ ...secret, start: secret.start - start, end: secret.end - start })));
  };
}

interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
  readonly secrets: readonly Masked[];
}

function splitLines(text: string | undefined): Lines | undefined {
  if (text === undefined) return undefined;
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { text, starts, secrets: findSecrets(text) };
}

function cutExcerpt(line: string, location: Location, secrets: readonly Masked[]): Excerpt {
  const from = location.column - 1;
  const to = location.endLine === location.line ? Math.max(from + 1, location.endColumn - 1) : line.length;
  // A minified line may be megabytes long: only what can be shown is looked at.
  const reach = 2 * MAX_WIDTH;
  let low = Math.max(0, from - reach);
  if (low > 0 && isTrail(line.charCodeAt(low))) low += 1;
  const cells = readCells(line, low, Math.min(line.length, from + reach), secrets);
  let first = low > 0 ? 0 : cells.findIndex((cell) => cell.text.trim() !== "");
  if (first < 0) first = 0;
  const marked = from >= line.length ? cells.length : Math.max(0, cells.findLastIndex((cell) => cell.start <= from));
  first = Math.min(first, marked);

  let before = widthOf(cells, first, marked);
  const total = before + widthOf(cells, marked, cells.length);
  const cutLeft = low > 0 || (total > MAX_WIDTH && before > LEAD);
  if (cutLeft) while (before > LEAD) before -= cells[first++]?.width ?? 0;
  let last = first;
  let used = 0;
  while (last < cells.length && used + (cells[last]?.width ?? 0) <= MAX_WIDTH) used += cells[last++]?.width ?? 0;
  const cutRight = last < cells.length || from + reach < line.length;

  let stop = marked;
  while (stop < last && (cells[stop]?.start ?? to) < to) stop += 1;
  const shown = cells.slice(first, last).map((cell) => cell.text).join("").trimEnd();
  return { text: `${cutLeft ? "…" : ""}${shown}${cutRight ? "…" : ""}`, indent: before + (cutLeft ? 1 : 0), width: Math.max(1, widthOf(cells, marked, stop)) };
}

function readCells(line: string, low: number, high: number, secrets: readonly Masked[]): Cell[] {
  const cells: Cell[] = [];
  let next = secrets.findIndex((secret) => secret.end > low);
  let at = low;
  while (at < high) {
    const secret = next < 0 ? undefined : secrets[next];
    if (secret !== undefined && at >= secret.start) {
      const shown = escapeText(secret.shown);
      cells.push({ start: at, text: shown, width: displayWidth(shown) });
      at = Math.max(at + 1, secret.end);
      next += 1;
      continue;
    }
    const character = String.fromCodePoint(line.codePointAt(at) ?? 0);
    const shown = character === "\t" ? "  " : escapeText(character);
    cells.push({ start: at, text: shown, width: displayWidth(shown) });
    at += character.length;
  }
  return cells;
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function widthOf(cells: readonly Cell[], from: number, to: number): number {
  let width = 0;
  for (let at = from; at < to; at += 1) width += cells[at]?.width ?? 0;
  return width;
}

const COMBINING = /^[\p{Mn}\p{Me}\ufe0f]$/u;
/** East Asian wide and full-width blocks, and pictographs that terminals draw two columns wide. */
const WIDE = /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;

/** Columns that a terminal needs for `text`, which is free of control characters. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character < "\u0300") width += 1;
    else if (COMBINING.test(character)) width += 0;
    else width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}
