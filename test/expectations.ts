import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * What a comment on a line of a fixture says of that line. expect: found here · ok: must not be found here · todo: a true hole that is
 * not found yet, fails once it is · todo-ok: a sound line that is found all the same, fails once it is not · from: a finding starts here.
 */
export type Mark = "expect" | "ok" | "todo" | "todo-ok" | "from";

export interface Expectation {
  /** Relative to the folder that was read, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly mark: Mark;
  /** A rule's id, or what else the test calls its findings. */
  readonly id: string;
}

export interface Found {
  readonly file: string;
  readonly line: number;
  readonly id: string;
  /** Where the flow starts, when it is one. */
  readonly from?: { readonly file: string; readonly line: number };
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|py)$/;
const MARK = /(?:\/\/|\/\*|#)\s*(expect|ok|todo-ok|todo|from):\s*/g;
const IDS = /^([\w-]+(?:\s*,\s*[\w-]+)*)\s*(?=$|\/\/|\*\/|#|\()/;

/** The source files of a fixture, relative to its folder, sorted; a single file gives its own name. */
export function sourceFiles(path: string): string[] {
  if (statSync(path).isFile()) return [basename(path)];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((file) => file.split("\\").join("/"))
    .filter((file) => SOURCE.test(file) && statSync(join(path, file)).isFile())
    .sort();
}

/** All marks in the files of a folder, or in one file. Throws on a mark that names no id: a misspelt mark must not pass in silence. */
export function readExpectations(path: string): Expectation[] {
  const folder = statSync(path).isFile() ? dirname(path) : path;
  return sourceFiles(path).flatMap((file) => parseExpectations(file, readFileSync(join(folder, file), "utf8")));
}

/** The marks of one text: `// expect: a, b // ok: c (a reason in brackets)`. */
export function parseExpectations(file: string, text: string): Expectation[] {
  return text.split("\n").flatMap((source, index) =>
    [...source.matchAll(MARK)].flatMap((match) => {
      const ids = IDS.exec(source.slice(match.index + match[0].length).trimEnd())?.[1];
      if (ids === undefined) throw new Error(`${file}:${index + 1}: "${match[0].trim()}" is not followed by ids`);
      return ids.split(",").map((id) => ({ file, line: index + 1, mark: match[1] as Mark, id: id.trim() }));
    }),
  );
}

/** Differences between what a fixture says and what was found, in words, sorted; none means that they agree. */
export function compare(expectations: readonly Expectation[], found: readonly Found[], options: { readonly strict: boolean }): string[] {
  const at = (place: { readonly file: string; readonly line: number }): string => `${place.file}:${place.line}`;
  const key = (place: { readonly file: string; readonly line: number; readonly id: string }): string => `${at(place)} ${place.id}`;
  const seen = new Set(found.map(key));
  const starts = new Set(found.flatMap((one) => (one.from === undefined ? [] : [key({ ...one.from, id: one.id })])));
  const marked = new Set(expectations.filter(({ mark }) => mark !== "from").map(key));
  const differences = new Set<string>();
  for (const one of expectations) {
    if (one.mark === "expect" && !seen.has(key(one))) differences.add(`${at(one)}: ${one.id} is expected but not found`);
    if (one.mark === "ok" && seen.has(key(one))) differences.add(`${at(one)}: ${one.id} is found on a line marked ok`);
    if (one.mark === "todo" && seen.has(key(one))) differences.add(`${at(one)}: ${one.id} is found now: make its "todo" an "expect"`);
    if (one.mark === "todo-ok" && !seen.has(key(one))) differences.add(`${at(one)}: ${one.id} is not found any more: make its "todo-ok" an "ok"`);
    if (one.mark === "from" && !starts.has(key(one))) differences.add(`${at(one)}: no finding of ${one.id} starts here`);
  }
  if (options.strict) {
    for (const one of found) if (!marked.has(key(one))) differences.add(`${at(one)}: ${one.id} is found but not expected`);
  }
  return [...differences].sort((left, right) => left.localeCompare(right, "en", { numeric: true }));
}
