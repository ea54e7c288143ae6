import type { Fact } from "../dangers/facts.js";
import { ANY_FIELD, ANY_ITEM, type Edge, type Node, NO_NODE, OP } from "../graph.js";
import { type Solver, tokensAt } from "../solver.js";
import type { Token } from "../tokens.js";

/**
 * Whether a way leads into an object that holds fields of its own, under a name that the program works out, and out of it under the name of a field:
 * `settings[nameOf(header)] = value`, then `settings.folder`. Which of them may be set so is said elsewhere, in a table or a schema, that nothing here reads. Law: a field that is copied under
 * the name that it has is no such way, and neither is one of an object that holds nothing else.
 */
export function isSetUnderWorkedOutName(solver: Solver, facts: readonly Fact[]): boolean {
  let isWorkedOut = false;
  let isHeld = false;
  for (let at = 1; at < facts.length; at += 1) {
    const [before, after] = [facts[at - 1], facts[at]];
    if (before === undefined || after === undefined) continue;
    const edge = after.origins.find(({ from }) => from === before)?.edge;
    if (isWorkedOut && isHeld && isReadByName(solver, before, after, edge)) return true;
    const def = solver.graph.defs[after.node];
    const slot = slotsOf(solver).get(after.node);
    if (slot !== undefined) {
      isWorkedOut ||= solver.graph.keyWrites.some(({ object, key }) => isMadeByCall(solver, key) && tokensAt(solver, object).includes(slot));
      isHeld ||= [...slot.fields.keys()].some(isOwnName) || holdsFields(solver, slot.kind === "object" ? slot.node : NO_NODE, new Set());
    } else if (edge?.op === OP.PUT && edge.data === ANY_FIELD && def?.kind === "update") {
      isWorkedOut ||= keysOf(solver, after.node).some((key) => isMadeByCall(solver, key));
      isHeld ||= holdsFields(solver, def.base, new Set());
    } else if (edge?.op === OP.FIELDS && def?.kind === "update") isHeld ||= holdsFields(solver, def.base, new Set());
  }
  return false;
}

/** The keys under which an update writes. */
function keysOf({ graph }: Solver, update: Node): Node[] {
  return graph.keyWrites.flatMap(({ fn, start, end, key }) => (fn === graph.owners[update] && start === graph.starts[update] && end === graph.ends[update] ? [key] : []));
}

function isMadeByCall({ graph }: Solver, key: Node): boolean {
  const def = graph.defs[graph.origin(key)];
  return def?.kind === "call" || def?.kind === "concat";
}

const MOST_NODES = 60;

/** The object was written with fields, or with those of another. */
function holdsFields(solver: Solver, node: Node, seen: Set<Node>): boolean {
  const { graph } = solver;
  const at = graph.origin(node);
  if (at < 0 || seen.has(at) || seen.size >= MOST_NODES) return false;
  seen.add(at);
  const def = graph.defs[at];
  if (def?.kind === "object") return def.fields.size > 0 || def.spreads.length > 0;
  const from = def?.kind === "update" ? [def.base] : def?.kind === "phi" ? def.inputs : def?.kind === "sigma" ? [def.of] : graph.sourcesOf(at);
  return from.some((one) => holdsFields(solver, one, seen));
}

/** What may stand under any name is read under one. */
function isReadByName(solver: Solver, before: Fact, after: Fact, edge: Edge | undefined): boolean {
  const def = solver.graph.defs[after.node];
  if (edge === undefined || def?.kind !== "get" || !isOwnName(def.field)) return false;
  return edge.op === OP.GET ? before.path?.field === ANY_FIELD : edge.op === OP.RESET && slotsOf(solver).has(before.node);
}

/** A name that the program writes, none of the analysis' own. */
function isOwnName(field: string): boolean {
  return field !== ANY_FIELD && field !== ANY_ITEM && !field.startsWith("%");
}

const slots = new WeakMap<Solver, ReadonlyMap<Node, Token>>();

/** Where objects keep what is written under names that are not known. */
function slotsOf(solver: Solver): ReadonlyMap<Node, Token> {
  let known = slots.get(solver);
  if (known === undefined) {
    known = new Map(solver.tokens.flatMap((token) => {
      const slot = token.fields.get(ANY_FIELD);
      return slot === undefined ? [] : [[slot, token] as const];
    }));
    slots.set(solver, known);
  }
  return known;
}
