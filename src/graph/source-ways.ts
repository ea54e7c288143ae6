import type { Dangers } from "../models/kinds.js";
import { changesDangers } from "./called.js";
import type { Fact, Source } from "./facts.js";
import { type CallSite, OP } from "./graph.js";

/**
 * All sources from which these dangers may have come. Law: as in a trace, a function that was entered backwards through a return is left
 * through the call that this return belongs to.
 */
export function sourcesOf(fact: Fact, bits: Dangers, effort: { hops: number }, matched = true): Set<Source> {
  const sources = new Set<Source>();
  const seen = new Map<Fact, Set<CallSite | undefined>>();
  const work: { fact: Fact; calls: Entered | undefined; bits: Dangers }[] = [{ fact, calls: undefined, bits }];
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
    for (const origin of at.fact.origins) {
      if ((origin.bits & at.bits) === 0) continue;
      if (origin.source !== undefined) sources.add(origin.source);
      if (origin.from === undefined) continue;
      let { calls } = at;
      if (origin.edge?.op === OP.RETURN) calls = { site: origin.edge.data, before: calls };
      else if (origin.edge?.op === OP.CALL && calls !== undefined) {
        if (matched && calls.site !== origin.edge.data.site) continue;
        calls = calls.before;
      }
      const tops = seen.get(origin.from) ?? new Set();
      if (tops.has(calls?.site)) continue;
      tops.add(calls?.site);
      seen.set(origin.from, tops);
      work.push({ fact: origin.from, calls, bits: changesDangers(origin) ? -1 : at.bits });
    }
  }
  // a closure may come back to calls that did not enter it
  return sources.size === 0 && matched ? sourcesOf(fact, bits, effort, false) : sources;
}

/** So far behind the last source that was found another one is looked for. */
const MOST_HOPS = 2_000;
/** A flow without a source would be lost: for the first one the search goes on. */
const FURTHEST = 10_000;
/** Past so many hops for all flows together, the first sources that are found are enough. */
export const MOST_EFFORT = 200_000;
const FEW_HOPS = 200;

/** Calls that were entered backwards through a return, the last one first. */
interface Entered {
  readonly site: CallSite;
  readonly before: Entered | undefined;
}
