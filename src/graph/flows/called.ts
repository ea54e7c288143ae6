import type { Dangers } from "../../models/kinds.js";
import { type Admitted, admittedBy, admittedTo, ANY_NAME, both as intersection } from "../guards/admitted.js";
import type { Asked } from "../guards/asked.js";
import type { Fact, Origin } from "../dangers/facts.js";
import { type CallSite, OP } from "../graph.js";
import type { FunctionIr } from "../../ir/ir.js";
import type { Solver } from "../solver.js";
import { changesDangers, type Entered, enteredBehind, fits, originsOf, topOf } from "../taint/ways.js";

const MOST_HOPS = 3000;
/** Names of more offers than this are no help. */
const MOST_NAMES = 100;

/** The names with which a dispatching handler must be called for the dangers to reach the fact; a way that fits every name adds none. `calls`: the calls behind the fact. */
export function namesCalled(solver: Solver, asked: Asked, fact: Fact, bits: Dangers, calls: readonly CallSite[]): string[] {
  const narrowing = narrow(solver, asked);
  const names = new Set<string>();
  const seen = new Set<string>();
  const ids = new Map<Fact, number>();
  const idOf = (one: Fact): number => ids.get(one) ?? (ids.set(one, ids.size), ids.size - 1);
  const work: { fact: Fact; bits: Dangers; entered: Entered | undefined; admitted: Admitted }[] = [{ fact, bits, entered: undefined, admitted: behind(narrowing, calls) }];
  for (let hops = 0; hops < work.length && hops < MOST_HOPS && names.size < MOST_NAMES; hops += 1) {
    const at = work[hops];
    if (at === undefined) break;
    for (const origin of originsOf(solver.graph, at.fact, at.entered)) {
      if ((origin.bits & at.bits) === 0) continue;
      if (origin.source !== undefined && asked.params.has(origin.source.node) && at.admitted.only) for (const name of at.admitted.names) names.add(name);
      if (origin.from === undefined || !fits(origin, at.entered)) continue;
      const admitted = narrowing(at.admitted, origin);
      // no name goes this way
      if (admitted.only && admitted.names.size === 0) continue;
      const entered = enteredBehind(origin, at.fact, at.entered);
      const key = `${idOf(origin.from)} ${topOf(entered)} ${narrowing.number(admitted)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      work.push({ fact: origin.from, bits: changesDangers(origin) ? -1 : at.bits, entered, admitted });
    }
  }
  return [...names].sort();
}

/** The names with which one way is taken, when there are few; `origins` from the sink on. */
export function nameOfWay(solver: Solver, asked: Asked, origins: readonly Origin[], calls: readonly CallSite[]): string[] {
  const narrowing = narrow(solver, asked);
  const { names, only } = origins.reduce(narrowing, behind(narrowing, calls));
  return only ? [...names].sort() : [];
}

/** Whether a dispatching handler that is called with a name may come to a call, or run a function there. */
export function mayCall(solver: Solver, asked: Asked, name: string, site: CallSite, target: FunctionIr | undefined): boolean {
  const narrowing = narrow(solver, asked);
  const admitted = narrowing.at(site);
  if (admitted.names.has(name) !== admitted.only) return false;
  if (target === undefined) return true;
  const to = narrowing.to(site, target);
  return to.names.has(name) === to.only;
}

interface Narrowing {
  /** What is admitted behind a step of a way. Law: the same names are the same object. */
  (admitted: Admitted, origin: Origin): Admitted;
  /** Tells what is admitted apart. */
  readonly number: (admitted: Admitted) => number;
  readonly at: (site: CallSite) => Admitted;
  readonly to: (site: CallSite, target: FunctionIr) => Admitted;
  readonly both: (a: Admitted, b: Admitted) => Admitted;
}

function behind({ at, both }: Narrowing, calls: readonly CallSite[]): Admitted {
  return calls.map(at).reduce(both, ANY_NAME);
}

/** Narrows what is admitted by the tests before each call on the way, and by the table that tells which function a call runs. */
function narrow(solver: Solver, asked: Asked): Narrowing {
  let narrowing = narrowings.get(asked);
  if (narrowing === undefined) narrowings.set(asked, (narrowing = newNarrowing(solver, asked)));
  return narrowing;
}

const narrowings = new WeakMap<Asked, Narrowing>();

function newNarrowing(solver: Solver, asked: Asked): Narrowing {
  const { graph } = solver;
  const { once, both, number } = tellApart();
  const known = new Map<CallSite, Admitted>();
  const at = (site: CallSite): Admitted => {
    let admitted = known.get(site);
    if (admitted === undefined) known.set(site, (admitted = once(admittedBy(solver, asked, site.trail))));
    return admitted;
  };
  const targets = new Map<CallSite, Map<FunctionIr, Admitted>>();
  const to = (site: CallSite, target: FunctionIr): Admitted => {
    let here = targets.get(site);
    if (here === undefined) targets.set(site, (here = new Map()));
    let admitted = here.get(target);
    if (admitted === undefined) here.set(target, (admitted = once(admittedTo(solver, asked, site, target))));
    return admitted;
  };
  const step = (admitted: Admitted, { edge }: Origin): Admitted => {
    if (edge?.op === OP.CALL) {
      const { site } = edge.data;
      const target = graph.owners[edge.to];
      return both(both(admitted, at(site)), target === undefined ? ANY_NAME : to(site, target));
    }
    const def = edge === undefined ? undefined : graph.defs[edge.to];
    return def?.kind === "call" ? both(admitted, at(def.site)) : admitted;
  };
  return Object.assign(step, { at, to, both, number });
}

/** What is admitted, told apart by content: steps of a way are many, and what they admit differs little. */
function tellApart(): Pick<Narrowing, "both" | "number"> & { readonly once: (admitted: Admitted) => Admitted } {
  const known = new Map<string, Admitted>();
  const numbers = new Map<Admitted, number>();
  const joined = new Map<Admitted, Map<Admitted, Admitted>>();
  const once = (admitted: Admitted): Admitted => {
    if (numbers.has(admitted)) return admitted;
    const text = `${admitted.only} ${[...admitted.names].sort().join()}`;
    const first = known.get(text);
    if (first !== undefined) return first;
    known.set(text, admitted);
    numbers.set(admitted, numbers.size);
    return admitted;
  };
  once(ANY_NAME);
  return {
    once,
    number: (admitted) => numbers.get(admitted) ?? -1,
    both: (a, b) => {
      let others = joined.get(a);
      if (others === undefined) joined.set(a, (others = new Map()));
      let one = others.get(b);
      if (one === undefined) others.set(b, (one = once(intersection(a, b))));
      return one;
    },
  };
}
