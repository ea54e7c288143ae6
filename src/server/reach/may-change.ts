import type { ApiCall, Solver } from "../../graph/solver.js";
import { unbound } from "../../graph/solve/binding.js";
import type { Node } from "../../graph/graph.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { holds, parsePlace } from "../../graph/places.js";
import type { Place } from "../../models/api.js";
import type { ChangeRow, SinkRow } from "../../models/model.js";
import { beginsHarmlessly, commandMayChange } from "../../text/changes.js";
import { effectOnFiles } from "./effects.js";
import { CHANGING, type MethodsOf } from "./request-methods.js";
import { valueAt } from "../values/graph-values.js";
import type { SettingsOf } from "../values/settings.js";
import { readable, type Value } from "../values/value.js";

/** Calls on files that make a place for something and change nothing that is there. */
export const MAKES_FOLDERS = /mkdir|mkdtemp|ensureDir|^open/i;

/** So many words of a command are read to find the first that is no option. */
const MOST_WORDS = 8;

/** What a method of a service's client changes, of which its library's model knows the name alone. */
export function changeByName({ site, api }: ApiCall): ChangeRow["effect"] | undefined {
  return api.opaque && site.method !== undefined ? api.library.changes.find(({ methods }) => methods.includes(site.method ?? ""))?.effect : undefined;
}

/** Whoever calls it, the call may be one that changes something. Law: what is false here is nothing that `changesOf` tells, under any binding. */
export function mayChange(solver: Solver, settings: SettingsOf, methods: MethodsOf, call: ApiCall): boolean {
  const { args, api, site, effects: { sinks } } = call;
  if (changeByName(call) !== undefined) return true;
  const name = api.name.split(".").at(-1) ?? "";
  const isRequest = sinks.some(({ row }) => row.kind === "url");
  const effect = effectOnFiles(name);
  const read = (node: Node): Value => valueAt({ binding: unbound(solver), settings }, node);
  return sinks.some(({ row, place }) => {
    if (!isMeant(solver, call, row)) return false;
    switch (row.kind) {
      case "url":
        return CHANGING.test(name) || [...methods(unbound(solver), args.map((arg) => arg.node))].some((method) => CHANGING.test(method));
      case "path":
        return !isRequest && (effect === "deletes" || effect === "writes") && !MAKES_FOLDERS.test(name);
      case "sql":
        return placeNodes(solver, site, args, place).some((node) => !readsAlone(read(node)));
      case "shell":
        return true;
      case "arguments":
        return programMayChange(solver, call, row, place, read);
      default:
        return false;
    }
  });
}

/** The row speaks of this call, as far as its conditions are known to hold. */
export function isMeant(solver: Solver, { site, args }: ApiCall, row: SinkRow): boolean {
  return row.written !== true && (row.when ?? []).every((condition) => holds(solver, site, args, { ...condition, known: true }));
}

/** Every statement that it may be reads, by its first word. */
function readsAlone(value: Value): boolean {
  if (value.kind === "unknown") return value.may.length > 0 && value.from.length === 0 && value.setting === undefined && value.may.every(readsAlone);
  const start = value.kind === "constant" ? value.value : value.kind === "text" ? value.parts[0] : undefined;
  return typeof start === "string" && beginsHarmlessly(start);
}

/** The program, with the words that are written out before any other, may be a command that changes something. */
function programMayChange(solver: Solver, { site, args }: ApiCall, row: SinkRow, place: Place, read: (node: Node) => Value): boolean {
  if (row.form === "text") return true;
  const programs = row.programName !== undefined ? [row.programName] : row.program === undefined ? [] : placeNodes(solver, site, args, parsePlace(row.program)).map((node) => surely(read(node)));
  const [program] = programs;
  if (program === undefined) return true;
  const [list, ...others] = placeNodes(solver, site, args, place).map((node) => solver.graph.defs[solver.graph.origin(node)]);
  const words = list?.kind === "array" && others.length === 0 ? list.items.slice(0, MOST_WORDS).map((item) => (item.spread ? undefined : surely(read(item.node)))) : [undefined];
  return commandMayChange(program, words);
}

/** The text that a value is in every case. */
function surely(value: Value): string | undefined {
  return value.kind === "constant" ? readable(value) : undefined;
}
