import type { ReadOnlyRow, SinkRow } from "../../models/model.js";
import { heldAt, unbound } from "../solve/binding.js";
import { type CallSite, type FunctionNodes, type Graph, type Node, NO_NODE } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import { runsBefore } from "../guards/order.js";
import { holds, mayLack } from "../places.js";
import type { ApiCall, Solver } from "../solver.js";

/** So many calls up a transaction is looked for. */
const REACH = 3;

/** How far a statement is kept from writing: "open" is not at all, "ended" by a transaction that a statement before it in the same text may end. */
export type Reading = "only" | "ended" | "open";

/**
 * Whether a statement that is run here cannot write: by its API, on a connection that was opened so, or in a transaction that was opened so before on
 * every way. Law: where the driver takes several statements in one text, a transaction holds nothing.
 */
export function readingOf(solver: Solver, call: ApiCall, row: SinkRow): Reading {
  if (row.readOnly === true || runsInReadOnly(solver, call.site)) return "only";
  const makers = makersOf(solver, call.site.receiver);
  if (makers.size === 0) return "open";
  if ([...makers].every((maker) => isMadeReadOnly(solver, maker, REACH))) return "only";
  if (!transactionsOn(solver, makers, call.site).some((begin) => isAlwaysBefore(solver.graph, begin, call.site, REACH))) return "open";
  return row.several?.every((condition) => holds(solver, call.site, call.args, condition)) === true ? "ended" : "only";
}

const known = new WeakMap<Solver, readonly ApiCall[]>();

/** The calls of a solved program whose rows say that something only reads: few, where there are many statements to ask for. */
function readOnlyCalls(solver: Solver): readonly ApiCall[] {
  let calls = known.get(solver);
  if (calls === undefined) known.set(solver, (calls = solver.apiCalls.filter(({ effects }) => effects.readOnly.length > 0)));
  return calls;
}

/** The statement is handed to a transaction that cannot write, which runs it. */
function runsInReadOnly(solver: Solver, statement: CallSite): boolean {
  return readOnlyCalls(solver).some((call) => call.effects.readOnly.some(({ of, row }) =>
    typeof of === "object" && holdsAll(solver, call, row) && placeNodes(solver, call.site, call.args, of).some((node) => makersOf(solver, node).has(statement.node))));
}

/** The calls that make what a node holds; where there are none, what else the value comes from. */
function makersOf(solver: Solver, node: Node): ReadonlySet<Node> {
  if (node === NO_NODE) return new Set();
  const { makers } = heldAt(unbound(solver), node);
  // an annotation makes nothing
  const calls = [...makers].filter((maker) => solver.graph.defs[maker]?.kind === "call");
  return calls.length === 0 ? makers : new Set(calls);
}

/** The call gives a connection that only reads, or is one of such a connection: `database.connect()`. */
function isMadeReadOnly(solver: Solver, maker: Node, reach: number): boolean {
  const def = solver.graph.defs[maker];
  if (def?.kind !== "call" || reach === 0) return false;
  if (readOnlyCalls(solver).some((call) => call.site === def.site && makesReadOnly(solver, call, "result"))) return true;
  const before = makersOf(solver, def.site.receiver);
  return before.size > 0 && [...before].every((one) => isMadeReadOnly(solver, one, reach - 1));
}

function makesReadOnly(solver: Solver, call: ApiCall, what: "result" | "receiver"): boolean {
  return call.effects.readOnly.some(({ of, row }) => of === what && holdsAll(solver, call, row));
}

/** Law: an option that may be missing is none. */
function holdsAll(solver: Solver, { site, args }: ApiCall, row: ReadOnlyRow): boolean {
  return row.when.every((condition) => holds(solver, site, args, { ...condition, known: true }) && !(condition.is === "set" && (mayLack(solver, site, args, condition.at) || holds(solver, site, args, { ...condition, is: "unset" }))));
}

/** Calls that begin a read-only transaction on what these made. */
function transactionsOn(solver: Solver, makers: ReadonlySet<Node>, except: CallSite): CallSite[] {
  return readOnlyCalls(solver).flatMap((call) => {
    const { site } = call;
    if (site === except || !makesReadOnly(solver, call, "receiver")) return [];
    const own = makersOf(solver, site.receiver);
    return own.size === makers.size && [...own].every((maker) => makers.has(maker)) ? [site] : [];
  });
}

function isAlwaysBefore(graph: Graph, begin: CallSite, site: CallSite, reach: number): boolean {
  if (begin.fn === site.fn && runsBefore(site.fn, begin, site)) return true;
  const callers = reach === 0 ? [] : callersOf(graph, graph.functions.get(site.fn));
  return callers.length > 0 && callers.every((caller) => isAlwaysBefore(graph, begin, caller, reach - 1));
}

function callersOf(graph: Graph, fn: FunctionNodes | undefined): readonly CallSite[] {
  return fn === undefined ? [] : [...new Set(fn.callers)].filter((caller) => graph.functions.get(caller.fn) !== fn);
}
