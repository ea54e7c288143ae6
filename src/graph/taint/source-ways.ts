import type { Dangers } from "../../models/kinds.js";
import type { Fact, Origin, Source } from "../dangers/facts.js";
import { ANY_FIELD, ANY_ITEM, type Graph, OP } from "../graph.js";
import { changesDangers, type Entered, fits, originsOf, topOf } from "./ways.js";

/** A call that was entered backwards, on whichever ways: what lies behind it is gone through once, and left towards all of them. */
interface Entry {
  readonly entered: Entered;
  readonly befores: Set<Entry | undefined>;
  /** Where the call was left so far, with the dangers that are followed from there. */
  readonly left: { readonly fact: Fact; readonly bits: Dangers }[];
}

/** Where dangers may have come from. */
export interface Likely {
  readonly certain: Set<Source>;
  /** Those that come here through what is written under names that the program works out, and is read under one. */
  readonly guessed: Set<Source>;
}

/** The sources from which these dangers may have come. Law: where the caller names the fields, a read by a name is no guess. */
export function likelySources(graph: Graph, fact: Fact, bits: Dangers, effort: { hops: number }): Likely {
  const guesses = { count: 0 };
  const certain = sourcesOf(graph, fact, bits, effort, guesses);
  const guessed = new Set<Source>();
  if (guesses.count > 0) for (const one of sourcesOf(graph, fact, bits, effort)) (one.path.includes(ANY_FIELD) ? certain : guessed).add(one);
  for (const one of certain) guessed.delete(one);
  return { certain, guessed };
}

/** What stands under any name is read under one. */
function isGuess({ from, edge }: Origin): boolean {
  return edge?.op === OP.GET && from?.path?.field === ANY_FIELD && edge.data !== ANY_FIELD && edge.data !== ANY_ITEM && !edge.data.startsWith("%");
}

/** All sources from which these dangers may have come; not through guesses, where these are counted. */
export function sourcesOf(graph: Graph, fact: Fact, bits: Dangers, effort: { hops: number }, guesses?: { count: number }, matched = true): Set<Source> {
  const sources = new Set<Source>();
  const seen = new Map<Fact, Set<Entry | undefined>>();
  const entries = new Map<number, Entry>();
  const work: { readonly fact: Fact; readonly entry: Entry | undefined; readonly bits: Dangers }[] = [{ fact, entry: undefined, bits }];
  const push = (from: Fact, entry: Entry | undefined, wanted: Dangers): void => {
    const known = seen.get(from);
    if (known?.has(entry) === true) return;
    if (known === undefined) seen.set(from, new Set([entry]));
    else known.add(entry);
    work.push({ fact: from, entry, bits: wanted });
  };
  const enter = (entered: Entered, before: Entry | undefined): Entry => {
    const key = topOf(entered);
    let entry = entries.get(key);
    if (entry === undefined) entries.set(key, (entry = { entered, befores: new Set(), left: [] }));
    if (entry.befores.has(before)) return entry;
    entry.befores.add(before);
    for (const one of entry.left) push(one.fact, before, one.bits);
    return entry;
  };
  const most = effort.hops > MOST_EFFORT ? FEW_HOPS : MOST_HOPS;
  let found = 0;
  let last = 0;
  for (let hops = 0; hops < work.length && hops - last < (found > 0 ? most : FURTHEST); hops += 1) {
    const at = work[hops];
    if (at === undefined) break;
    effort.hops += 1;
    if (sources.size > found) {
      found = sources.size;
      last = hops;
    }
    const { entry } = at;
    for (const origin of originsOf(graph, at.fact, entry?.entered)) {
      if ((origin.bits & at.bits) === 0) continue;
      if (origin.source !== undefined) sources.add(origin.source);
      if (origin.from === undefined || (matched && !fits(origin, entry?.entered))) continue;
      if (guesses !== undefined && isGuess(origin)) {
        guesses.count += 1;
        continue;
      }
      const wanted = changesDangers(origin) ? -1 : at.bits;
      const { edge } = origin;
      if (edge?.op === OP.RETURN) push(origin.from, enter({ site: edge.data, context: at.fact.context, before: undefined }, entry), wanted);
      else if (edge?.op === OP.CALL && entry !== undefined) {
        entry.left.push({ fact: origin.from, bits: wanted });
        for (const before of entry.befores) push(origin.from, before, wanted);
      } else push(origin.from, entry, wanted);
    }
  }
  // a closure may come back to calls that did not enter it
  return sources.size === 0 && matched ? sourcesOf(graph, fact, bits, effort, guesses, false) : sources;
}

/** So far behind the last source that was found another one is looked for. */
const MOST_HOPS = 2_000;
/** A flow without a source would be lost: for the first one the search goes on. */
const FURTHEST = 10_000;
/** Past so many hops for all flows together, the first sources that are found are enough. */
export const MOST_EFFORT = 200_000;
const FEW_HOPS = 200;
