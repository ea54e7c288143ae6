import type { Location } from "../finding.js";
import { type Binding, unbound } from "../graph/binding.js";
import type { FunctionNodes } from "../graph/graph.js";
import { nodesAt, pairsOf, type Registration } from "../graph/registrations.js";
import type { Solver } from "../graph/solver.js";
import type { RegisterRow } from "../models/model.js";
import { valueAt } from "./graph-values.js";
import type { SettingsOf } from "./settings.js";
import { joined, textOf, type Value } from "./value.js";

/** The parts of a row that hold what is offered. */
export type Part = keyof Pick<RegisterRow, "name" | "title" | "description" | "schema" | "annotations" | "scopes" | "uri">;

/** One tool, resource or prompt as one registration makes it, with the values of its parts. */
export interface Offered {
  readonly registration: Registration;
  /** Undefined when it is computed from something unknown. */
  readonly name: string | undefined;
  readonly handlers: readonly FunctionNodes[];
  /** The case of its registration that it is. */
  readonly binding: Binding;
  /** The call; of one among several that a call registers, or that a list shows, the place of its name. */
  readonly location: Location;
  /** Its parts are those of several, and nothing tells which of them are its own. */
  readonly mixed: boolean;
  part(part: Part): Value | undefined;
}

/** What a registration offers: one entry a name, or one without when no name is known. */
export function offersOf(solver: Solver, settings: SettingsOf, registration: Registration): Offered[] {
  const offers: Offered[] = [];
  const told = new Set<string>();
  const isAlone = registration.wantsHandler && registration.names.length < 2;
  const call = solver.graph.locate(registration.site.node);
  const add = (name: string | undefined, binding: Binding, part: Offered["part"], handlers: readonly FunctionNodes[], isMixed: boolean): void => {
    if (name !== undefined && told.has(name)) return;
    const own = isAlone ? undefined : literalOf(part("name"), name);
    offers.push({ registration, name, handlers, binding, location: own ?? call, mixed: isMixed, part });
    if (name !== undefined) told.add(name);
  };
  for (const { binding, names, handlers } of pairsOf(solver, registration)) {
    const own = handlers.filter((fn) => registration.handlers.includes(fn));
    const part = partsOf(solver, settings, registration, binding);
    for (const name of names) add(name, binding, part, own.length === 0 ? registration.handlers : own, false);
  }
  const all = unbound(solver);
  const mixed = partsOf(solver, settings, registration, all);
  for (const name of registration.names) add(name, all, mixed, registration.handlers, registration.names.length > 1);
  if (offers.length === 0) add(undefined, all, mixed, registration.handlers, false);
  return offers;
}

/** Reads the parts of a row under a binding, each once. */
function partsOf(solver: Solver, settings: SettingsOf, registration: Registration, binding: Binding): Offered["part"] {
  const known = new Map<Part, Value | undefined>();
  return (part) => {
    if (!known.has(part)) known.set(part, joined(nodesAt(solver, registration, registration.row[part]).map((node) => valueAt({ binding, settings }, node))));
    return known.get(part);
  };
}

/** Where a name is written out. */
function literalOf(value: Value | undefined, name: string | undefined): Location | undefined {
  if (value === undefined || name === undefined) return undefined;
  if (value.kind === "unknown") return value.may.map((one) => literalOf(one, name)).find((one) => one !== undefined);
  return textOf(value) === name ? value.location : undefined;
}
