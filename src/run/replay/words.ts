import type { Program } from "../../program/program.js";

/** Harmless words, none of which holds another: each place of a request has its own, so that it is known again where it arrives. */
export interface Words {
  /** The word of a place. */
  at(path: readonly string[]): string;
  /** The place of a word. */
  placeOf(word: string): string | undefined;
  /** All words that are in use so far; it grows. */
  readonly all: readonly string[];
}

const WORDS = [
  "harmless", "ordinary", "friendly", "peaceful", "innocent", "gentle", "modest", "quaint", "placid", "serene", "benign", "cordial", "amiable", "breezy", "cheery", "dainty", "earnest", "fluffy",
  "genial", "humble", "jolly", "kindly", "lively", "mellow", "nimble", "pleasant", "soothing", "tender", "upbeat", "velvety", "wholesome", "zesty", "dapper", "frugal", "graceful", "hearty", "jaunty", "lenient", "plucky", "sunny", "tranquil", "wistful",
];

/** Words that the program's texts do not hold. */
export function makeWords(program: Program): () => Words {
  const fitting: string[] = [];
  let next = 0;
  const wordAt = (index: number): string => {
    while (fitting.length <= index) {
      const word = WORDS[next] ?? `harm${lettersOf(next)}less`;
      next += 1;
      if (![...program.modules.values()].some(({ text }) => text.includes(word))) fitting.push(word);
    }
    return fitting[index] ?? "";
  };
  return () => {
    const known = new Map<string, string>();
    const all: string[] = [];
    return {
      all,
      placeOf: (word) => [...known].find(([, one]) => one === word)?.[0],
      at: (path) => {
        const key = path.join(".");
        let word = known.get(key);
        if (word === undefined) {
          known.set(key, (word = wordAt(all.length)));
          all.push(word);
        }
        return word;
      },
    };
  };
}

/** Two letters of the alphabet, or more for large numbers. */
export function lettersOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? `a${letter}` : `${lettersOf(Math.floor(index / 26) - 1)}${letter}`;
}
