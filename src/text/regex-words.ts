import type { Automaton } from "./regex-automaton.js";

/** How many texts the automaton accepts, letters of either case as one; Infinity when there is no end, or more than `limit`. */
export function countWords(automaton: Automaton, limit: number): number {
  const { samples, weights } = automaton.alphabet;
  const counts = new Map<number, number>();
  const count = (state: number): number => {
    const known = counts.get(state);
    if (known !== undefined) return known;
    // Whoever comes back here while the count is under way has found a loop.
    counts.set(state, Infinity);
    let sum = automaton.accepts[state] === true ? 1 : 0;
    for (let symbol = 0; symbol < samples.length && sum <= limit; symbol++) {
      const next = automaton.next[state * samples.length + symbol] ?? 0;
      if (automaton.live[next] === true) sum += (weights[symbol] ?? 1) * count(next);
    }
    counts.set(state, sum > limit ? Infinity : sum);
    return sum > limit ? Infinity : sum;
  };
  return count(0);
}

/** Whether all absolute URLs among the texts have one of a short list of schemes. */
export function confinesScheme(automaton: Automaton): boolean {
  return countSegments(automaton, SCHEME_SCANNER, 16) <= 16;
}

/**
 * Whether the hosts of all texts, which must be URLs with an authority, lie in a short list of domains, below which the texts may choose: two
 * labels, so that "https://x.example.com/" and "https://y.example.com/" are one, and one label for a host such as "localhost". Ports and user names are free.
 */
export function confinesHost(automaton: Automaton): boolean {
  return countSegments(automaton, HOST_SCANNER, 200) <= 200;
}

/** Follows a text from its end to its start, guessing where a part of interest lies; wrong guesses run dry. */
interface Scanner {
  readonly starts: readonly number[];
  /** Phases inside the part whose texts are counted. */
  readonly counted: ReadonlySet<number>;
  /** Phases in which the start of the text may be reached. */
  readonly ends: ReadonlySet<number>;
  step(phase: number, char: string): readonly number[];
}

const SCHEME_SCANNER: Scanner = {
  starts: [0],
  counted: new Set([1]),
  ends: new Set([1, 2]),
  step(phase, char) {
    if (phase === 0) return char === ":" ? [0, 1] : [0];
    if (phase === 1 && /[\w+.\t\n\r-]/.test(char)) return [1];
    return char <= " " ? [2] : [];
  },
};

const REST = 0, PORT = 1, LAST_LABEL = 2, SECOND_LABEL = 3, LOWER_LABELS = 4, USER = 5, SLASHES = 6, SCHEME = 7, BRACKETS = 8;

const HOST_SCANNER: Scanner = {
  starts: [REST, PORT, LAST_LABEL],
  counted: new Set([LAST_LABEL, SECOND_LABEL, BRACKETS]),
  ends: new Set([SCHEME]),
  step(phase, char) {
    const slash = char === "/" || char === "\\";
    switch (phase) {
      // The authority ends at the end of the text or at one of these.
      case REST: return slash || char === "?" || char === "#" ? [REST, PORT, LAST_LABEL] : [REST];
      case PORT: return char === ":" ? [LAST_LABEL] : /[0-9]/.test(char) ? [PORT] : [];
      case SLASHES: return slash ? [SLASHES] : char === ":" ? [SCHEME] : [];
      case SCHEME: return /[\w+.-]/.test(char) ? [SCHEME] : [];
      case BRACKETS: return char === "[" ? [LOWER_LABELS] : /[\w:.%]/.test(char) ? [BRACKETS] : [];
    }
    if (slash) return [SLASHES];
    if (char === "?" || char === "#") return [];
    if (phase === USER || phase === LOWER_LABELS) return [phase];
    if (char === "@") return [USER];
    if (char === ":") return [];
    if (char === "]") return [BRACKETS];
    if (char === ".") return phase === LAST_LABEL ? [SECOND_LABEL] : [LOWER_LABELS];
    return [phase];
  },
};

/** Counts the different texts of the scanner's part; Infinity when a loop makes them endless, or when there are more than `limit`. */
function countSegments(automaton: Automaton, scanner: Scanner, limit: number): number {
  const { samples, weights } = automaton.alphabet;
  // A phase of a scanner is a node's remainder; the states start in 0, so the starting phases are nodes as they are.
  const width = 9;
  const edges = new Map<number, ReadonlyMap<number, number>>();
  const back = new Map<number, number[]>();
  const { starts } = scanner;
  const queue = [...starts];
  const goals = new Set<number>();
  const steps = Array.from({ length: width }, (_, phase) => samples.map((char) => scanner.step(phase, char)));
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const state = Math.floor(node / width);
    const phase = node % width;
    if (automaton.accepts[state] === true && scanner.ends.has(phase)) goals.add(node);
    const out = new Map<number, number>();
    for (let symbol = 0; symbol < samples.length; symbol++) {
      const next = automaton.next[state * samples.length + symbol] ?? 0;
      if (automaton.live[next] !== true) continue;
      for (const nextPhase of steps[phase]?.[symbol] ?? []) {
        const target = next * width + nextPhase;
        out.set(target, (out.get(target) ?? 0) + (weights[symbol] ?? 1));
      }
    }
    edges.set(node, out);
    for (const target of out.keys()) {
      const from = back.get(target);
      if (from !== undefined) from.push(node);
      else {
        back.set(target, [node]);
        if (!starts.includes(target)) queue.push(target);
      }
    }
  }
  const useful = new Set(goals);
  for (const node of useful) for (const from of back.get(node) ?? []) useful.add(from);

  const isCounted = (node: number): boolean => useful.has(node) && scanner.counted.has(node % width);
  const counts = new Map<number, number>();
  const count = (node: number): number => {
    const known = counts.get(node);
    if (known !== undefined) return known;
    counts.set(node, Infinity);
    let sum = goals.has(node) ? 1 : 0;
    let leaves = false;
    for (const [target, weight] of edges.get(node) ?? []) {
      if (isCounted(target)) sum += weight * count(target);
      else if (useful.has(target)) leaves = true;
      if (sum > limit) break;
    }
    sum = sum > limit ? Infinity : sum + (leaves ? 1 : 0);
    counts.set(node, sum);
    return sum;
  };
  const entries = new Set(starts.filter(isCounted));
  for (const [node, out] of edges) if (!scanner.counted.has(node % width)) for (const target of out.keys()) if (isCounted(target)) entries.add(target);
  let total = 0;
  for (const entry of entries) total += count(entry);
  return total > limit ? Infinity : total;
}
