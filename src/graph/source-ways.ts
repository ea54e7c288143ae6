import type { Dangers } from "../models/kinds.js";
import type { Fact, Source } from "./facts.js";
import type { Graph } from "./graph.js";
import { changesDangers, type Entered, enteredBehind, fits, originsOf, topOf } from "./ways.js";

/** All sources from which these dangers may have come. */
export function sourcesOf(graph: Graph, fact: Fact, bits: Dangers, effort: { hops: number }, matched = true): Set<Source> {
  const sources = new Set<Source>();
  const seen = new Map<Fact, Set<number>>();
  const work: { fact: Fact; entered: Entered | undefined; bits: Dangers }[] = [{ fact, entered: undefined, bits }];
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
    for (const origin of originsOf(graph, at.fact, at.entered)) {
      if ((origin.bits & at.bits) === 0) continue;
      if (origin.source !== undefined) sources.add(origin.source);
      if (origin.from === undefined || (matched && !fits(origin, at.entered))) continue;
      const entered = enteredBehind(origin, at.fact, at.entered);
      const tops = seen.get(origin.from) ?? new Set();
      if (tops.has(topOf(entered))) continue;
      tops.add(topOf(entered));
      seen.set(origin.from, tops);
      work.push({ fact: origin.from, entered, bits: changesDangers(origin) ? -1 : at.bits });
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
