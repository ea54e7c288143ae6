import { gzipSync } from "node:zlib";
import type { Step } from "../finding.js";

/** What GitHub takes of a run (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning): above it a whole file is refused. */
export const MOST_RESULTS = 25_000;
/** What GitHub shows of a way. */
export const MOST_STEPS = 1000;
/** Bytes of a file that GitHub takes, compressed. */
export const MOST_BYTES = 10_000_000;
/** Gaps that are told of: a list that is longer helps nobody, and counts are in the properties of the run. */
export const MOST_GAPS = 1000;
/** Places of a whole file, which bound what is held in memory while it is written: each is less than a kilobyte. */
const MOST_PLACES = 100_000;

/** How many of some results are within the limits, going by their number and their ways alone. */
export function countFitting(results: readonly { readonly steps: readonly Step[] }[]): number {
  let places = 0;
  let count = 0;
  for (const { steps } of results.slice(0, MOST_RESULTS)) {
    places += 1 + Math.min(steps.length, MOST_STEPS);
    if (places > MOST_PLACES && count > 0) break;
    count++;
  }
  return count;
}

export function leftOutSentence(count: number): string {
  return `${count} ${count === 1 ? "result is" : "results are"} left out: code hosts take ${MOST_RESULTS} of a run, and ${MOST_BYTES / 1_000_000} MB.`;
}

/** The start and the end of a way tell most. */
export function shortened(steps: readonly Step[]): readonly Step[] {
  return steps.length <= MOST_STEPS ? steps : [...steps.slice(0, MOST_STEPS / 2), ...steps.slice(-MOST_STEPS / 2)];
}

/** The document that `write` makes of as many results as the size allows: each turn leaves out half of them. */
export function writeWithin(count: number, write: (most: number) => string): string {
  for (let most = count; ; most = Math.floor(most / 2)) {
    const text = write(most);
    if (most === 0 || isWithin(text)) return text;
  }
}

function isWithin(text: string): boolean {
  // compression adds next to nothing where it saves nothing
  return Buffer.byteLength(text) <= MOST_BYTES - 10_000 || gzipSync(text).length <= MOST_BYTES;
}
