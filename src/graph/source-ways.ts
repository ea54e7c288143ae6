import type { Dangers } from "../models/kinds.js";
import type { Fact, Source } from "./facts.js";
import { type Graph, OP } from "./graph.js";
import { changesDangers, type Entered, fits, originsOf, topOf } from "./ways.js";

/** A call that was entered backwards, on whichever ways: what lies behind it is gone through once, and left towards all of them. */
interface Entry {
  readonly entered: Entered;
  readonly befores: Set<Entry | undefined>;
  /** Where the call was left so far, with the dangers that are followed from there. */
  readonly left: { readonly fact: Fact; readonly bits: Dangers }[];
}

/** All sources from which these dangers may have come. */
export function sourcesOf(graph: Graph, fact: Fact, bits: Dangers, effort: { hops: number }, matched = true): Set<Source> {
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
  return sources.size === 0 && matched ? sourcesOf(graph, fact, bits, effort, false) : sources;
}

/** So far behind the last source that was found another one is looked for. */
const MOST_HOPS = 2_000;
/** A flow without a source would be lost: for the first one the search goes on. */
const FURTHEST = 10_000;
/** Past so many hops for all flows together, the first sources that are found are enough. */
export const MOST_EFFORT = 200_000;
const FEW_HOPS = 200;
