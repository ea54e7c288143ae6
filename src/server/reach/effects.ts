import type { FunctionIr } from "../../ir/ir.js";
import { byEnclosing } from "../../graph/enclosing.js";
import { holds } from "../../graph/places.js";
import type { ApiCall, Solver } from "../../graph/solver.js";
import type { Place } from "../../models/api.js";
import type { SinkKind } from "../../models/kinds.js";
import type { SinkRow } from "../../models/model.js";
import type { ComesTo } from "./authorization.js";
import { EFFECTS } from "../view/effects.js";
import type { Effect } from "../view/view.js";

const OF_KIND: Readonly<Record<Exclude<SinkKind, "path">, Effect>> = {
  shell: "executes", program: "executes", arguments: "executes", code: "executes", template: "executes", module: "executes", sql: "queries", nosql: "queries", script: "queries", link: "reads", url: "sends", segment: "sends", header: "sends", result: "sends", log: "writes", pattern: "reads", key: "reads", description: "reads", object: "executes",
};

/** Functions of file systems are named after what they do, in every library. */
const DELETES = /^(?:rm|unlink|remove|delete|empty|trash|del)/i;
const WRITES = /^(?:write|append|mkdir|mkdtemp|copy|cp|rename|move|truncate|output|ensure|symlink|link|create(?!read)|ch(?:mod|own)|lch|l?utimes|extract|save|upload)/i;

/** A call that does something to the world, with the row that says so. */
export interface WorldCall {
  readonly call: ApiCall;
  readonly effect: Effect;
  readonly row: SinkRow;
  /** Where what the row speaks of is given. */
  readonly place: Place;
}

/** What calls do, by the function that they stand in. */
export type EffectsOf = ReadonlyMap<FunctionIr, readonly WorldCall[]>;

/** What the calls of the program's libraries do to the world. Names without a known library do not count. */
export function findEffects(solver: Solver): EffectsOf {
  const effects = new Map<FunctionIr, WorldCall[]>();
  for (const call of solver.apiCalls) {
    const { site, args, api, effects: { sinks } } = call;
    for (const { row, place } of sinks) {
      if (api.library.name === "unknown" || row.written === true || !(row.when ?? []).every((condition) => holds(solver, site, args, { ...condition, known: true }))) continue;
      // the socket that a request goes through is no file that it acts on
      if (row.kind === "path" && sinks.some((other) => other.row.kind === "url")) continue;
      const effect = row.kind === "path" ? effectOnFiles(api.name.split(".").at(-1) ?? "") : OF_KIND[row.kind];
      const known = effects.get(site.fn);
      if (known === undefined) effects.set(site.fn, [{ call, effect, row, place }]);
      else known.push({ call, effect, row, place });
    }
  }
  return effects;
}

/** What a function of a file system does, by its name. */
export function effectOnFiles(name: string): Effect {
  return DELETES.test(name) ? "deletes" : WRITES.test(name) ? "writes" : "reads";
}

/** What handlers do that come to these functions. */
export function effectsOf(effects: EffectsOf, reached: readonly ReadonlySet<FunctionIr>[], comesTo: ComesTo): Effect[] {
  const found = new Set<Effect>();
  for (const { call, effect } of worldCalls(effects, reached)) if (!found.has(effect) && comesTo(call.site)) found.add(effect);
  return EFFECTS.filter((effect) => found.has(effect));
}

/** The calls in the functions that handlers come to, and in those written there. */
export function* worldCalls(effects: EffectsOf, reached: readonly ReadonlySet<FunctionIr>[]): Iterable<WorldCall> {
  const within = enclosedBy(effects);
  for (const functions of reached) {
    const found = new Set([...functions].flatMap((fn) => within.get(fn) ?? []));
    for (const { does } of [...found].sort((a, b) => a.order - b.order)) yield* does;
  }
}

interface Enclosed {
  readonly order: number;
  readonly does: readonly WorldCall[];
}

const enclosed = new WeakMap<EffectsOf, ReadonlyMap<FunctionIr, readonly Enclosed[]>>();

/** What each function does, with the functions written in it. */
function enclosedBy(effects: EffectsOf): ReadonlyMap<FunctionIr, readonly Enclosed[]> {
  let known = enclosed.get(effects);
  if (known === undefined) {
    known = byEnclosing([...effects].map(([owner, does], order) => ({ owner, does, order })), ({ owner }) => owner);
    enclosed.set(effects, known);
  }
  return known;
}
