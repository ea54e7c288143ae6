import type { Condition } from "../models/model.js";
import { parsePath } from "../models/path.js";
import type { Place } from "../models/api.js";
import { RECEIVER, RESULT } from "../models/api.js";
import { constantsOf } from "./constants.js";
import type { Argument, CallSite, Def, Node } from "./graph.js";
import { placeNodes } from "./solve/invoke.js";
import { type Solver, tokensAt } from "./solver.js";
import type { TokenOf } from "./tokens.js";

const places = new Map<string, Place>();

/** Reads a place of a call as rows write it: `arg(1).inputSchema`, `spawn.arg(0)`. */
export function parsePlace(path: string): Place {
  let place = places.get(path);
  if (place === undefined) {
    const segments = parsePath(path);
    // a row may write the whole path of the call, or only the place
    const [first, ...rest] = segments.slice(Math.max(0, segments.findIndex((segment) => segment.kind === "arg" || segment.kind === "this")));
    if (first?.kind === "arg") place = { from: first.from, to: first.to, path: rest };
    else if (first?.kind === "this") place = { from: RECEIVER, to: RECEIVER, path: rest };
    else place = { from: RESULT, to: RESULT, path: first === undefined ? [] : [first, ...rest] };
    places.set(path, place);
  }
  return place;
}

type ValueType = "string" | "list" | "object" | "function" | "unset" | "other";

interface Known {
  readonly types: ReadonlySet<ValueType>;
  readonly truthy: boolean;
  readonly falsy: boolean;
  /** It may be something else as well. */
  readonly open: boolean;
}

/** What is known of the value at a node: its types, and whether it may be truthy or falsy. */
export function knownOf(solver: Solver, node: Node): Known {
  const types = new Set<ValueType>();
  let truthy = false;
  let falsy = false;
  const { values, open: openConstants } = constantsOf(solver, node);
  for (const value of values) {
    types.add(typeof value === "string" ? "string" : value === undefined ? "unset" : "other");
    if (value) truthy = true;
    else falsy = true;
  }
  let open = false;
  const tokens = tokensAt(solver, node);
  for (const token of tokens) {
    truthy = true;
    if (token.kind === "object") types.add(isList(solver, token) ? "list" : "object");
    else if (token.kind === "function" || token.kind === "class" || token.kind === "bound") types.add("function");
    else if (token.kind === "instance" || token.kind === "schema") types.add("object");
    else open = true;
  }
  const def = solver.graph.defs[node];
  if (def?.kind === "concat") {
    types.add("string");
    return { types, truthy: true, falsy: false, open: false };
  }
  if (types.size === 0 && def?.kind === "get" && !def.field.startsWith("%")) {
    const missing = isMissing(solver, def.object, def.field);
    if (missing) return { types: new Set(["unset"]), truthy: false, falsy: true, open: false };
  }
  return { types, truthy, falsy, open: open || (tokens.length === 0 && openConstants) };
}

/** Methods whose result is a new list. */
const MAKE_LISTS = new Set(["split", "map", "flatMap", "match", "keys", "values", "entries", "flat"]);

/** A rest parameter holds a list that each call makes. */
export function isRest(def: Def | undefined): boolean {
  return def?.kind === "param" && def.fn.params[def.index]?.rest === true;
}

function isList({ graph }: Solver, token: TokenOf<"object">): boolean {
  const def = graph.defs[token.node];
  return def?.kind === "array" || isRest(def) || (def?.kind === "call" && !def.site.isNew && def.site.method !== undefined && MAKE_LISTS.has(def.site.method));
}

/** The field is not there: every object that it is read from is a literal of the program without it and without unknown parts. */
export function isMissing(solver: Solver, object: Node, field: string, tokens = tokensAt(solver, object)): boolean {
  if (tokens.length === 0) return constantsOf(solver, object).values.size > 0 && !constantsOf(solver, object).open;
  for (const token of tokens) {
    if (token.kind === "function") continue;
    if (token.kind === "schema") continue;
    if (token.kind !== "object" || token.fields.has(field) || token.fields.has("?")) return false;
    if (isList(solver, token) && !/^\d+$/.test(field)) continue;
    const def = solver.graph.defs[token.node];
    if (def?.kind === "array") continue;
    if (def?.kind !== "object") return false;
    if (def.spreads.some((spread) => tokensAt(solver, spread).length === 0)) return false;
  }
  return true;
}

/** The object that has the member may be none, or one of several objects that does not have it: `safe ? { readOnly: true } : undefined`. */
export function mayLack(solver: Solver, site: CallSite, args: readonly Argument[], path: string): boolean {
  const place = parsePlace(path);
  const member = place.path.at(-1);
  if (member?.kind !== "member") return false;
  return placeNodes(solver, site, args, { ...place, path: place.path.slice(0, -1) }).some((base) => {
    const objects = tokensAt(solver, base).filter((token) => token.kind === "object" && solver.graph.defs[token.node]?.kind === "object");
    return knownOf(solver, base).falsy || (objects.length > 1 && objects.some((token) => isMissing(solver, base, member.name, [token])));
  });
}

/** Whether a row's condition holds at a call; what is not known counts as holding, unless the row asks for known values. */
export function holds(solver: Solver, site: CallSite, args: readonly Argument[], condition: Condition): boolean {
  const spread = args.some((arg) => arg.spread);
  const nodes = placeNodes(solver, site, args, parsePlace(condition.at));
  const unknown = condition.known !== true;
  if (nodes.length === 0) return condition.is === "unset" ? true : spread && unknown;
  return nodes.some((node) => {
    const known = knownOf(solver, node);
    if (condition.is === "set") return known.truthy || (known.open && unknown);
    if (condition.is === "unset") return known.falsy || (known.open && unknown && !known.truthy);
    if (typeof condition.is === "string") return known.types.has(condition.is) || (unknown && (known.open || known.types.size === 0));
    const { values, open } = constantsOf(solver, node);
    const test = condition.is;
    if ("like" in test) return (values.size > 0 && [...values].every((value) => new RegExp(test.like, "i").test(String(value)))) || (open && unknown);
    return test.some((text) => values.has(text)) || (open && unknown);
  });
}
