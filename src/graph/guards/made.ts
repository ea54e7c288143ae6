import type { Place } from "../../models/api.js";
import { RESULT } from "../../models/api.js";
import { type Dangers, NO_DANGERS } from "../../models/kinds.js";
import { type Cleared, clearField, intersectAll, nothingCleared } from "../dangers/cleared.js";
import { ANY_ITEM, type CallSite, type Node, NO_NODE } from "../graph.js";
import { carryBack } from "./back.js";
import { placeNodes } from "../solve/invoke.js";
import type { Inference } from "./judge.js";
import { tokensAt } from "../solver.js";
import { stepBack } from "../dangers/transfers.js";

/** So many calls may lie between a list of tested items and what it was made from. */
const REACH = 4;

/** Every item of a list was tested with the same outcome: what that says of the values that the list was made from. */
export function carryItemsBack(inference: Inference, list: Node, items: Cleared, reach = REACH): void {
  if (reach === 0 || (items.self === NO_DANGERS && items.fields.size === 0)) return;
  const { graph } = inference.judge.solver;
  const def = graph.defs[graph.origin(list)];
  if (def?.kind === "array") {
    for (const { node, spread } of def.items) {
      if (!spread) carryBack(inference, node, items.self);
      else if (graph.origin(node) === inference.subject) clearField(inference.cleared, ANY_ITEM, items.self);
      else carryItemsBack(inference, node, items, reach - 1);
    }
  } else if (def?.kind === "get") {
    const all = graph.defs[graph.origin(def.object)];
    const lists = all?.kind === "call" && all.site.method === "all" ? graph.defs[graph.origin(all.site.args[0]?.node ?? NO_NODE)] : undefined;
    const one = lists?.kind === "array" && !lists.items.some(({ spread }) => spread) ? lists.items[Number(def.field)] : undefined;
    if (one !== undefined) carryItemsBack(inference, one.node, items, reach - 1);
  } else if (def?.kind === "call") {
    if (def.site.method === "map") carryItemsBack(inference, def.site.receiver, mappedBack(inference, def.site, items.self), reach - 1);
    carryResultBack(inference, def.site, ({ path: [first, second] }) => {
      if (first?.kind !== "element") return NO_DANGERS;
      return second === undefined ? items.self : second.kind === "member" ? items.self | (items.fields.get(second.name) ?? NO_DANGERS) : NO_DANGERS;
    });
  }
}

/** A field of what a call gave was tested: what that says of the call's arguments. */
export function carryFieldBack(inference: Inference, site: CallSite, field: string, bits: Dangers): void {
  carryResultBack(inference, site, ({ path: [first, second] }) => (second === undefined && first?.kind === "member" && first.name === field ? bits : NO_DANGERS));
}

/** `clearedOf` a place of the result to what went in there. */
function carryResultBack(inference: Inference, site: CallSite, clearedOf: (to: Place) => Dangers): void {
  const { solver, callsOf } = inference.judge;
  for (const { effects, args } of callsOf.get(site) ?? []) {
    for (const { from, to, row } of effects.steps) {
      const bits = to.from === RESULT ? clearedOf(to) : NO_DANGERS;
      if (bits === NO_DANGERS) continue;
      placeNodes(solver, site, args, from).forEach((node, index) => carryBack(inference, node, stepBack(row.as, index, bits)));
    }
  }
}

/** `list.map(f)`: what is cleared of an item when it is cleared of what f makes of it. */
function mappedBack({ judge }: Inference, site: CallSite, bits: Dangers): Cleared {
  const [callback] = site.args;
  const tokens = callback === undefined ? [] : [...tokensAt(judge.solver, callback.node)];
  const functions = tokens.flatMap((token) => (token.kind === "function" ? [token.fn] : []));
  if (functions.length === 0 || functions.length < tokens.length) return nothingCleared();
  const exits = functions.flatMap(({ params: [param = NO_NODE], exits: ends }) => ends.map(({ value }) => ({ param, value })));
  const common = intersectAll(exits, ({ param, value }) => {
    const cleared = nothingCleared();
    if (param !== NO_NODE && value !== NO_NODE) carryBack({ judge, subject: param, cleared }, value, bits);
    return cleared;
  });
  return common ?? nothingCleared();
}
