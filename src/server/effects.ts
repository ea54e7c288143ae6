import type { FunctionIr } from "../ir/ir.js";
import type { Binding } from "../graph/binding.js";
import type { FunctionNodes } from "../graph/graph.js";
import { holds } from "../graph/places.js";
import type { ApiCall, Solver } from "../graph/solver.js";
import type { Place } from "../models/api.js";
import type { SinkKind } from "../models/kinds.js";
import type { SinkRow } from "../models/model.js";
import { type ComesTo, reachedFrom } from "./authorization.js";
import type { Effect } from "./view.js";

/** The most dangerous first. */
const ORDER: readonly Effect[] = ["executes", "deletes", "writes", "queries", "sends", "reads"];

const OF_KIND: Readonly<Record<Exclude<SinkKind, "path">, Effect>> = {
  shell: "executes", program: "executes", arguments: "executes", code: "executes", template: "executes", module: "executes", sql: "queries", nosql: "queries", script: "queries", link: "reads", url: "sends", header: "sends", result: "sends", log: "writes", pattern: "reads", description: "reads", object: "executes",
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

/** What handlers do, with all that they call. */
export function effectsOf(solver: Solver, effects: EffectsOf, handlers: readonly FunctionNodes[], binding: Binding, comesTo: ComesTo): Effect[] {
  const found = new Set<Effect>();
  for (const { call, effect } of worldCalls(solver, effects, handlers, binding, comesTo)) if (!found.has(effect) && comesTo(call.site)) found.add(effect);
  return ORDER.filter((effect) => found.has(effect));
}

/** The calls in handlers and in all that they call. */
export function* worldCalls(solver: Solver, effects: EffectsOf, handlers: readonly FunctionNodes[], binding: Binding, comesTo: ComesTo): Iterable<WorldCall> {
  for (const handler of handlers) {
    const within = enclosedBy(effects);
    const found = new Set([...reachedFrom(solver, handler, binding, comesTo)].flatMap((fn) => within.get(fn) ?? []));
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
  if (known !== undefined) return known;
  const all = new Map<FunctionIr, Enclosed[]>();
  [...effects].forEach(([owner, does], order) => {
    const one = { order, does };
    for (let at: FunctionIr | undefined = owner; at !== undefined && at.kind !== "module"; at = at.parent) {
      const list = all.get(at);
      if (list === undefined) all.set(at, [one]);
      else list.push(one);
    }
  });
  enclosed.set(effects, (known = all));
  return known;
}

/** A function is one of these, or written inside one. */
export function stands(fn: FunctionIr, among: ReadonlySet<FunctionIr>): boolean {
  for (let at: FunctionIr | undefined = fn; at !== undefined && at.kind !== "module"; at = at.parent) if (among.has(at)) return true;
  return false;
}
