import type { FunctionIr } from "../ir/ir.js";
import type { Binding } from "../graph/binding.js";
import type { CallSite, FunctionNodes } from "../graph/graph.js";
import { holds } from "../graph/places.js";
import type { Solver } from "../graph/solver.js";
import type { SinkKind } from "../models/kinds.js";
import { type ComesTo, reachedFrom } from "./authorization.js";
import type { Effect } from "./view.js";

/** The most dangerous first. */
const ORDER: readonly Effect[] = ["executes", "deletes", "writes", "queries", "sends", "reads"];

const OF_KIND: Readonly<Record<Exclude<SinkKind, "path">, Effect>> = {
  shell: "executes", program: "executes", arguments: "executes", code: "executes", template: "executes", module: "executes", sql: "queries", nosql: "queries", script: "queries", link: "reads", url: "sends", header: "sends",
};

/** Functions of file systems are named after what they do, in every library. */
const DELETES = /^(?:rm|unlink|remove|delete|empty|trash|del)/i;
const WRITES = /^(?:write|append|mkdir|mkdtemp|copy|cp|rename|move|truncate|output|ensure|symlink|link|create(?!read)|ch(?:mod|own)|lch|l?utimes|extract|save|upload)/i;

/** What calls do, by the function that they stand in. */
export type EffectsOf = ReadonlyMap<FunctionIr, readonly { readonly site: CallSite; readonly effect: Effect }[]>;

/** What the calls of the program's libraries do to the world. Names without a known library do not count. */
export function findEffects(solver: Solver): EffectsOf {
  const effects = new Map<FunctionIr, { site: CallSite; effect: Effect }[]>();
  for (const { site, args, api, effects: { sinks } } of solver.apiCalls) {
    for (const { row } of sinks) {
      if (api.library.name === "unknown" || row.written === true || !(row.when ?? []).every((condition) => holds(solver, site, args, { ...condition, known: true }))) continue;
      // the socket that a request goes through is no file that it acts on
      if (row.kind === "path" && sinks.some((other) => other.row.kind === "url")) continue;
      const effect = row.kind === "path" ? effectOnFiles(api.name.split(".").at(-1) ?? "") : OF_KIND[row.kind];
      const known = effects.get(site.fn);
      if (known === undefined) effects.set(site.fn, [{ site, effect }]);
      else known.push({ site, effect });
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
  for (const handler of handlers) {
    const reached = reachedFrom(solver, handler, binding, comesTo);
    for (const [owner, does] of effects) if (stands(owner, reached)) for (const { site, effect } of does) if (!found.has(effect) && comesTo(site)) found.add(effect);
  }
  return ORDER.filter((effect) => found.has(effect));
}

/** A function is one of these, or written inside one. */
function stands(fn: FunctionIr, among: ReadonlySet<FunctionIr>): boolean {
  for (let at: FunctionIr | undefined = fn; at !== undefined && at.kind !== "module"; at = at.parent) if (among.has(at)) return true;
  return false;
}
