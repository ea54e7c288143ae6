import type { Judgement } from "./oracle.js";

/** How much a difference is worth telling when there are several: the worst is told. */
export const RANKS = { doubt: 0, argument: 1, expansion: 2, cut: 3, redirection: 4, substitution: 5, command: 6 } as const;

/** One way in which what the hostile value made differs from what the benign one made. */
export interface Difference {
  readonly rank: number;
  readonly how: string;
  /** The piece of what arrived that makes it one; it counts as the input's where the input has a part of it. */
  readonly by?: string;
}

/** Differences that the program makes of its own accord, for a value that is longer or starts otherwise, are only doubts. */
export function blame(differences: readonly Difference[], sent: string): Difference[] {
  return differences.map((one) => (one.by === undefined || sharesWord(one.by, sent) ? one : { rank: RANKS.doubt, how: `what the hostile value ${one.how} is not of its own text` }));
}

/** Whether a piece of what arrived has a word, or where it has none a sign, of what was sent. */
export function sharesWord(piece: string, sent: string): boolean {
  const text = sent.toLowerCase();
  const words = piece.toLowerCase().match(/[\p{L}\p{N}_-]+/gu);
  return words === null ? [...piece.trim()].some((sign) => text.includes(sign)) : words.some((word) => text.includes(word));
}

/** The worst of the differences; a doubt alone is none. */
export function judgeDifferences(differences: readonly Difference[]): Judgement {
  let worst: Difference | undefined;
  for (const difference of differences) if (worst === undefined || difference.rank > worst.rank) worst = difference;
  if (worst === undefined) return HOLDS;
  return worst.rank === RANKS.doubt ? unknown(worst.how) : breaks(worst.how);
}

/** What a judgement of a part says of the whole. */
export function differencesOf(judgement: Judgement, rank: number): Difference[] {
  switch (judgement.kind) {
    case "breaks": return [{ rank, how: judgement.how }];
    case "unknown": return [{ rank: RANKS.doubt, how: judgement.why }];
    case "holds": return [];
  }
}

export const HOLDS: Judgement = { kind: "holds" };

export function breaks(how: string): Judgement {
  return { kind: "breaks", how };
}

export function unknown(why: string): Judgement {
  return { kind: "unknown", why };
}

const LONGEST = 60;

/** A piece of what arrived, as it stands in a sentence. */
export function quoted(text: string): string {
  const line = JSON.stringify(text.trim()).slice(1, -1).replaceAll("\\\"", "\"").replaceAll("\\\\", "\\");
  return `\`${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}\``;
}
