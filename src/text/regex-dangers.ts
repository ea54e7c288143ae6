import { DANGERS, dangers, NO_DANGERS, type Danger, type Dangers } from "../models/kinds.js";
import { buildAlphabet, characterSet, sampleCharacters, type CharacterSet } from "./regex-alphabet.js";
import { buildAutomaton, type Automaton } from "./regex-automaton.js";
import { addNot, addPattern, addRepeated, newMachine, parsePattern, type Machine } from "./regex-compile.js";
import { confinesHost, confinesScheme, countWords } from "./regex-words.js";

/**
 * The texts that have each danger. OUTSIDE, SIBLING and LINK are about a resolved path, so no regular expression speaks of them; FREE is a matter of
 * how many texts there are, SCHEME, HOST, ADDRESS and NAME are judged below.
 */
export const DANGER_PATTERNS = {
  /** What path.isAbsolute takes for absolute on either platform. */
  ABSOLUTE: /^(?:[\\/]|[A-Za-z]:[\\/])/,
  DOTDOT: /(?:^|[\\/])\.\.(?:$|[\\/])/,
  SEPARATOR: /\//,
  METACHARACTER: /[;&|<>()]/,
  SUBSTITUTION: /[$`]/,
  NEWLINE: /[\n\r]/,
  SPACE: /[ \t\n]/,
  DASH: /^-/,
  SINGLE_QUOTE: /'/,
  DOUBLE_QUOTE: /"/,
  BACKQUOTE: /`/,
  BACKSLASH: /\\/,
  /** More than a name, a number or a date: `--` starts a comment, and everything else may end the place where the text stands. */
  SQL: /[^A-Za-z0-9_.$*:+-]|--/,
  /**
   * More than a name, a number or a member of a name, and more than arithmetic. A blank beside a letter counts: `new X` and `system x` run something
   * without parentheses. Without a letter, a quote or a bracket nothing has a name, so nothing can be called.
   */
  CODE: /[^A-Za-z0-9_.$+*/%(),\s<>=&|^~?:;!-]|[A-Za-z_$][^]*[+*/%(),\s<>=&|^~?:;!]|[+*/%(),\s<>=&|^~?:;!][^]*[A-Za-z_$]/,
  /** What an object is as text, when a test is given one. */
  OPERATOR: /^\[object Object\]$/,
} as const satisfies Partial<Record<Danger, RegExp>>;

/** Texts that a URL parser takes for absolute: a scheme, or two slashes of either sort. */
const NAMES_ORIGIN = /^[\0- ]*(?:[A-Za-z][A-Za-z0-9+.\t\n\r-]*:|[\\/][\t\n\r]*[\\/])/;
/** Texts with an authority written out. */
const HAS_AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/** What the assertions `$`, `\b` and the laws of schemes and hosts tell apart. */
const KEPT_APART = [/[\n\r\u2028\u2029]/, /\w/, /[0-9]/, /[?#]/, /@/, /%/, /\[/, /\]/] as const;
const MOST_REMEMBERED = 5000;

/** An open set begins where nobody lists the members any more. */
const LONGEST_LIST = 1000;

interface Yardstick {
  readonly dangers: readonly { readonly name: Danger; readonly automaton: Automaton }[];
  readonly namesOrigin: Automaton;
  readonly noAuthority: Automaton;
  /** The group of characters that none of these automata tells apart. */
  groupOf(char: string): number;
}

/** The dangers that no text of `root` has; `machine` may hold other states. */
export function judgeLanguage(machine: Machine, root: number, flags: string): Dangers {
  const yardstick = getYardstick();
  const alphabet = buildAlphabet(machine.sets, sampleCharacters(flags, machine.named), yardstick.groupOf);
  const automaton = buildAutomaton(machine, root, alphabet);
  if (automaton === undefined) return NO_DANGERS;
  let cleared = NO_DANGERS;
  for (const danger of yardstick.dangers) if (areDisjoint(automaton, danger.automaton)) cleared |= DANGERS[danger.name];
  if (countWords(automaton, LONGEST_LIST) <= LONGEST_LIST) cleared |= DANGERS.FREE;
  if (areDisjoint(automaton, yardstick.namesOrigin)) {
    // A bare name is no URL, but behind "https://" it is a host: ADDRESS and NAME stay.
    cleared |= dangers("SCHEME", "HOST");
  } else {
    if (confinesScheme(automaton)) cleared |= DANGERS.SCHEME;
    if (areDisjoint(automaton, yardstick.noAuthority) && confinesHost(automaton)) cleared |= dangers("HOST", "ADDRESS", "NAME");
  }
  return cleared;
}

/** The dangers that no text made of these characters has. */
export function judgeCharacters(set: CharacterSet, named: Iterable<number>, flags: string): Dangers {
  const machine = newMachine();
  for (const code of named) machine.named.add(code);
  return judgeLanguage(machine, addRepeated(machine, set), flags);
}

let cached: Yardstick | undefined;
function getYardstick(): Yardstick {
  if (cached !== undefined) return cached;
  const machine = newMachine();
  const root = (pattern: RegExp): number => {
    const parsed = parsePattern(pattern.source, pattern.flags);
    if (parsed === undefined) throw new Error(`the pattern of a danger does not parse: ${pattern.source}`);
    return addPattern(machine, parsed, pattern.flags, "over");
  };
  const roots = Object.entries(DANGER_PATTERNS).map(([name, pattern]) => ({ name: name as Danger, root: root(pattern) }));
  const namesOrigin = root(NAMES_ORIGIN);
  const noAuthority = addNot(machine, root(HAS_AUTHORITY));
  const sets = [...machine.sets, ...KEPT_APART.map((pattern) => characterSet(pattern.source, ""))];
  const groups = new Map<string, number>();
  const remembered = new Map<string, number>();
  const groupOf = (char: string): number => {
    let group = remembered.get(char);
    if (group === undefined) {
      const signature = sets.map((set) => Number(set.test(char))).join("");
      group = groups.get(signature) ?? groups.size;
      groups.set(signature, group);
      if (remembered.size < MOST_REMEMBERED) remembered.set(char, group);
    }
    return group;
  };
  const alphabet = buildAlphabet(machine.sets, sampleCharacters("", []), groupOf);
  const build = (state: number): Automaton => {
    const automaton = buildAutomaton(machine, state, alphabet);
    if (automaton === undefined) throw new Error("the pattern of a danger is too large");
    return automaton;
  };
  cached = {
    dangers: roots.map(({ name, root: state }) => ({ name, automaton: build(state) })),
    namesOrigin: build(namesOrigin),
    noAuthority: build(noAuthority),
    groupOf,
  };
  return cached;
}

/** Whether no text is in both languages. `right` is one of the yardstick, whose symbols are the groups of `left`. */
function areDisjoint(left: Automaton, right: Automaton): boolean {
  const symbols = left.alphabet.samples.length;
  const rightSymbols = right.alphabet.samples.length;
  const partner = left.alphabet.groups.map((group) => right.alphabet.groups.indexOf(group));
  const seen = new Uint8Array(left.count * right.count);
  const queue = [0];
  seen[0] = 1;
  for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
    const b = pair % right.count;
    const a = (pair - b) / right.count;
    if (left.accepts[a] === true && right.accepts[b] === true) return false;
    for (let symbol = 0; symbol < symbols; symbol++) {
      const nextA = left.next[a * symbols + symbol] ?? 0;
      if (left.live[nextA] !== true) continue;
      const target = nextA * right.count + (right.next[b * rightSymbols + (partner[symbol] ?? 0)] ?? 0);
      if (seen[target] === 1) continue;
      seen[target] = 1;
      queue.push(target);
    }
  }
  return true;
}
