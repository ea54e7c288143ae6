/** The characters of one regular expression that it cannot tell apart, as one symbol each. */
export interface Alphabet {
  /** One character for each symbol. */
  readonly samples: readonly string[];
  /** How many characters the symbol stands for; characters outside ASCII count as many. */
  readonly weights: readonly number[];
  /** For each set of characters, whether it holds the symbol. */
  readonly holds: readonly (readonly boolean[])[];
  /** For each symbol, the group that the caller's `groupOf` put it into. */
  readonly groups: readonly number[];
}

/** A set of characters. */
export interface CharacterSet {
  /** Equal for equal sets of one pattern: `[a-z]`, `\s` or `.` as the pattern writes it, `char 46` for a single one. */
  readonly source: string;
  readonly test: (char: string) => boolean;
}

/** Stands for "more than anybody lists". */
const MANY = 1000;

/**
 * All of ASCII, and outside of it one of each sort that a class escape or case folding tells apart: blanks, line ends, letters of several
 * scripts, a digit, a full-width slash, a surrogate, a private character.
 */
const BASE: readonly string[] = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ..."\u0085\u00a0\u00b2\u00df\u00e9\u0130\u017f\u02bc\u03c9\u0416\u05d0\u0661\u0e01\u2019\u2028\u2029\u20ac\u212a\u3000\u3042\u4e2d\uac00\ue000\ufeff\uff0f",
];
const SURROGATE = "\ud83d";
const ASTRAL = "\u{1f600}";

/** Makes the test for a class, an escape or the dot, with the pattern's own flags; the engine itself decides what the class holds. */
export function characterSet(source: string, flags: string): CharacterSet {
  const pattern = new RegExp(`^(?:${source})$`, flags.replace(/[^isuv]/g, ""));
  return { source, test: (char) => pattern.test(char) };
}

/** The set of one character, under the flag `i` with its other cases. */
export function singleCharacter(code: number, flags: string): CharacterSet {
  const char = String.fromCodePoint(code);
  const name = `char ${code}`;
  if (!flags.includes("i") || (code < 128 && !/[a-z]/i.test(char))) return { source: name, test: (other) => other === char };
  const unicode = /[uv]/.test(flags);
  const source = unicode ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  return { ...characterSet(source, flags), source: name };
}

/** The characters that stand for all others when sets are compared; `extra` are the ones that the pattern names. */
export function sampleCharacters(flags: string, extra: Iterable<number>): string[] {
  const chars = new Set(BASE);
  const unicode = /[uv]/.test(flags);
  chars.add(unicode ? ASTRAL : SURROGATE);
  for (const code of extra) if (unicode || code <= 0xffff) chars.add(String.fromCodePoint(code));
  return [...chars];
}

/** Groups the sample characters by the sets that hold them, and by the caller's own groups. */
export function buildAlphabet(sets: readonly CharacterSet[], chars: readonly string[], groupOf: (char: string) => number): Alphabet {
  const samples: string[] = [];
  const groups: number[] = [];
  const rows: boolean[][] = [];
  const members: Set<string>[] = [];
  const bySignature = new Map<string, number>();
  for (const char of chars) {
    const row = sets.map((set) => set.test(char));
    const group = groupOf(char);
    let signature = `${group}:`;
    for (const held of row) signature += held ? "1" : "0";
    let symbol = bySignature.get(signature);
    if (symbol === undefined) {
      symbol = samples.push(char) - 1;
      bySignature.set(signature, symbol);
      groups.push(group);
      rows.push(row);
      members.push(new Set());
    }
    // Either case of a letter is the same name.
    members[symbol]?.add(char.toLowerCase());
  }
  const weights = members.map((group) => [...group].reduce((sum, char) => sum + (char.charCodeAt(0) < 128 ? 1 : MANY), 0));
  return { samples, weights, groups, holds: sets.map((_, set) => rows.map((row) => row[set] === true)) };
}
