import type { SinkKind } from "../models/kinds.js";
import type { Item, ReparsedHole } from "./arguments.js";

/** A text that a program parses again, as both values made it. */
export interface ReparsedPair {
  readonly kind: SinkKind;
  readonly benign: string;
  readonly hostile: string;
  /** The program that parses it. */
  readonly language: string;
}

/** The elements of an argument list that hold what was sent in, as holes. */
export function itemsOf(benign: readonly string[], hostile: readonly string[], token: string): Item[] {
  return benign.map((text, hole) => {
    if (text === hostile[hole]) return { text };
    const at = text.indexOf(token);
    return at > 0 ? { text: text.slice(0, at), hole } : { hole };
  });
}

/** What of an argument list is parsed again, from what `find` says of its holes. */
export function reparsedPairs(benign: readonly string[], hostile: readonly string[], token: string, find: (items: readonly Item[]) => readonly ReparsedHole[]): ReparsedPair[] {
  const joined = new Set<number>();
  return find(itemsOf(benign, hostile, token)).flatMap(({ hole, kind, program, last }) => {
    if (last === undefined) {
      // `--eval=text` and `-ctext`: the option is not of the text
      const option = /^(?:--?[\w-]+=|-\w)/.exec(benign[hole] ?? "")?.[0] ?? "";
      const text = hostile[hole] ?? "";
      return [{ kind, language: program, benign: (benign[hole] ?? "").slice(option.length), hostile: text.startsWith(option) ? text.slice(option.length) : text }];
    }
    if (joined.has(last)) return [];
    joined.add(last);
    const from = benign.length - last;
    return [{ kind, language: program, benign: benign.slice(from).join(" "), hostile: hostile.slice(from).join(" ") }];
  });
}
