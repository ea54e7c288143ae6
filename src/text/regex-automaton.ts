import type { Alphabet } from "./regex-alphabet.js";
import { ALL, type Assertion, type Machine, type State } from "./regex-compile.js";

/**
 * A deterministic automaton that reads texts from their end to their start. An alternating automaton read backwards is deterministic by itself: its
 * state is the set of states that accept the text read so far, so intersection, negation and look-ahead cost nothing extra.
 */
export interface Automaton {
  readonly alphabet: Alphabet;
  readonly count: number;
  /** `next[state * symbols + symbol]`. */
  readonly next: readonly number[];
  readonly accepts: readonly boolean[];
  /** States from which some text is still accepted. */
  readonly live: readonly boolean[];
}

const MOST_STATES = 300;
/** Elementary steps for one pattern, a few milliseconds. */
const MOST_WORK = 100_000;

/** What stands to the right of a place. */
const NOTHING = 0;
const LINE_END = 1;
const WORD = 2;
const OTHER = 3;

/** Determinises the language of `root`; undefined when a bound is spent. */
export function buildAutomaton(machine: Machine, root: number, alphabet: Alphabet): Automaton | undefined {
  if (machine.fuel < 0) return undefined;
  const symbols = alphabet.samples.length;
  const order = orderStates(machine.states, root);
  const charsBySymbol: { readonly state: number; readonly next: number }[][] = alphabet.samples.map(() => []);
  for (const state of order) {
    const node = machine.states[state];
    if (node?.op === "char") alphabet.holds[node.set]?.forEach((held, symbol) => { if (held) charsBySymbol[symbol]?.push({ state, next: node.next }); });
  }
  const assertions = order.flatMap((state) => {
    const node = machine.states[state];
    return node?.op === "assert" ? [node.assertion] : [];
  });
  const after = alphabet.samples.map((char) => sortOf(char, assertions));
  // Symbols that no assertion tells apart when they stand to the left share one evaluation.
  const before = new Map<string, { readonly symbol: number; readonly members: number[] }>();
  for (let symbol = 0; symbol < symbols; symbol++) {
    const key = assertions.map((assertion) => lookBack(assertion, symbol, alphabet)).join();
    const group = before.get(key);
    if (group === undefined) before.set(key, { symbol, members: [symbol] });
    else group.members.push(symbol);
  }

  const words: { readonly right: number; readonly chars: readonly number[] }[] = [{ right: NOTHING, chars: [] }];
  const known = new Map<string, number>([[`${NOTHING}:`, 0]]);
  const next: number[] = [];
  const accepts: boolean[] = [];
  let work = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const chars = new Set(word.chars);
    const evaluate = (left: number): Uint8Array => evaluateStates(machine.states, order, chars, word.right, left, alphabet);
    accepts.push(evaluate(-1)[root] === 1);
    for (const { symbol: left, members } of before.values()) {
      const values = evaluate(left);
      work += order.length;
      for (const symbol of members) {
        const held: number[] = [];
        const candidates = charsBySymbol[symbol] ?? [];
        for (const { state, next: behind } of candidates) if (values[behind] === 1) held.push(state);
        work += 4 + candidates.length + held.length;
        const right = after[symbol] ?? OTHER;
        const key = `${right}:${held.join()}`;
        let target = known.get(key);
        if (target === undefined) {
          target = words.push({ right, chars: held }) - 1;
          known.set(key, target);
        }
        next[at * symbols + symbol] = target;
      }
    }
    if (words.length > MOST_STATES || work > MOST_WORK) return undefined;
  }
  return { alphabet, count: words.length, next, accepts, live: findLive(words.length, symbols, next, accepts) };
}

function findLive(count: number, symbols: number, next: readonly number[], accepts: readonly boolean[]): boolean[] {
  const sources: Set<number>[] = accepts.map(() => new Set());
  for (let at = 0; at < count * symbols; at++) sources[next[at] ?? 0]?.add(Math.floor(at / symbols));
  const live = [...accepts];
  const queue = [...live.keys()].filter((state) => live[state]);
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const source of sources[state] ?? []) {
      if (live[source] === true) continue;
      live[source] = true;
      queue.push(source);
    }
  }
  return live;
}

/** States from `root`, each behind those that it needs at the same place of the text. */
function orderStates(states: readonly State[], root: number): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const roots = [ALL, root];
  for (let at = 0; at < roots.length; at++) {
    // Only the way over characters may lead back to a state, so this order exists.
    const visit: { readonly state: number; readonly done: boolean }[] = [{ state: roots[at] ?? ALL, done: false }];
    for (let top = visit.pop(); top !== undefined; top = visit.pop()) {
      if (top.done) {
        order.push(top.state);
        continue;
      }
      if (seen.has(top.state)) continue;
      seen.add(top.state);
      visit.push({ state: top.state, done: true });
      const node = states[top.state];
      if (node === undefined) continue;
      if (node.op === "char") roots.push(node.next);
      else for (const needed of neededBy(node)) visit.push({ state: needed, done: false });
    }
  }
  return order;
}

function neededBy(node: State): readonly number[] {
  switch (node.op) {
    case "or": return node.of;
    case "and": return [node.left, node.right];
    case "not": return [node.of];
    case "assert": return [node.next];
    default: return [];
  }
}

function evaluateStates(states: readonly State[], order: readonly number[], chars: ReadonlySet<number>, right: number, left: number, alphabet: Alphabet): Uint8Array {
  const values = new Uint8Array(states.length);
  for (const state of order) {
    const node = states[state];
    if (node !== undefined && holds(node, state, values, chars, right, left, alphabet)) values[state] = 1;
  }
  return values;
}

function holds(node: State, state: number, values: Uint8Array, chars: ReadonlySet<number>, right: number, left: number, alphabet: Alphabet): boolean {
  switch (node.op) {
    case "fail": return false;
    case "all": return true;
    case "char": return chars.has(state);
    case "or": return node.of.some((part) => values[part] === 1);
    case "and": return values[node.left] === 1 && values[node.right] === 1;
    case "not": return values[node.of] !== 1;
    case "assert": {
      if (values[node.next] !== 1) return false;
      const back = lookBack(node.assertion, left, alphabet);
      switch (node.assertion.at) {
        case "end": return right === NOTHING;
        case "line-end": return right === NOTHING || right === LINE_END;
        case "boundary": return back !== (right === WORD);
        case "no-boundary": return back === (right === WORD);
        default: return back;
      }
    }
  }
}

/** What the character to the left says to an assertion; -1 is the start of the text. */
function lookBack(assertion: Assertion, left: number, alphabet: Alphabet): boolean {
  const char = left < 0 ? "" : alphabet.samples[left] ?? "";
  switch (assertion.at) {
    case "start": return left < 0;
    case "line-start": return left < 0 || isLineEnd(char);
    case "boundary":
    case "no-boundary": return isWord(char);
    case "behind": return (left >= 0 && alphabet.holds[assertion.set]?.[left] === true) !== assertion.negate;
    default: return false;
  }
}

/** Tells characters apart only as far as an assertion asks. */
function sortOf(char: string, assertions: readonly Assertion[]): number {
  if (isLineEnd(char) && assertions.some(({ at }) => at === "line-end")) return LINE_END;
  return isWord(char) && assertions.some(({ at }) => at === "boundary" || at === "no-boundary") ? WORD : OTHER;
}

function isLineEnd(char: string): boolean {
  return char === "\n" || char === "\r" || char === "\u2028" || char === "\u2029";
}

function isWord(char: string): boolean {
  return /^\w$/.test(char);
}
