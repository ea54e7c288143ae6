import type { Asked } from "./asked.js";
import { constantsOf } from "../constants.js";
import { derive } from "../fields.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Node, NO_NODE } from "../graph.js";
import type { FunctionIr } from "../../ir/ir.js";
import { namesOf } from "../names.js";
import { type Solver, tokensAt } from "../solver.js";
import type { Token } from "../tokens.js";
import type { Trail } from "../trail.js";

/** The names with which control may come to a place: these alone, or all but these. */
export interface Admitted {
  readonly names: ReadonlySet<string>;
  readonly only: boolean;
}

export const ANY_NAME: Admitted = { names: new Set(), only: false };

const DEEPEST = 12;
const MOST_TRAIL = 400;

/** The names that two conditions admit together. Law: what takes nothing away from a condition leaves it the same one. */
export function both(a: Admitted, b: Admitted): Admitted {
  if (a === b || b === ANY_NAME) return a;
  if (a.only) return kept(a, (name) => b.names.has(name) === b.only);
  if (b.only) return kept(b, (name) => !a.names.has(name));
  if (a.names.size === 0) return b;
  for (const name of b.names) if (!a.names.has(name)) return { names: new Set([...a.names, ...b.names]), only: false };
  return a;
}

function kept(some: Admitted, holds: (name: string) => boolean): Admitted {
  const names = [...some.names].filter(holds);
  return names.length === some.names.size ? some : { names: new Set(names), only: true };
}

/** The names that either of two conditions admits. */
export function either(a: Admitted, b: Admitted): Admitted {
  if (a.only && b.only) return { names: new Set([...a.names, ...b.names]), only: true };
  if (!a.only && !b.only) return { names: new Set([...a.names].filter((name) => b.names.has(name))), only: false };
  const [some, except] = a.only ? [a, b] : [b, a];
  return { names: new Set([...except.names].filter((name) => !some.names.has(name))), only: false };
}

/** The names with which control comes behind the tests of a trail. Law: a test that is not understood admits all. */
export function admittedBy(solver: Solver, asked: Asked, trail: Trail | undefined, depth = DEEPEST): Admitted {
  let admitted = ANY_NAME;
  let count = 0;
  for (let at = trail; at !== undefined && count < MOST_TRAIL; at = at.before, count += 1) {
    if (at.decision !== undefined) admitted = both(admitted, decided(solver, asked, at.decision.test, at.decision.truth, depth));
    else if (depth > 0) admitted = both(admitted, at.either.map((one) => admittedBy(solver, asked, one, depth - 1)).reduce(either, { names: new Set(), only: true }));
  }
  return admitted;
}

function decided(solver: Solver, asked: Asked, test: Node, truth: boolean, depth: number): Admitted {
  const { graph } = solver;
  const def = graph.defs[graph.origin(test)];
  if (def === undefined || depth === 0) return ANY_NAME;
  const inner = (node: Node, outcome: boolean): Admitted => decided(solver, asked, node, outcome, depth - 1);
  switch (def.kind) {
    case "unary":
      return def.op === "!" ? inner(def.value, !truth) : ANY_NAME;
    case "logical":
      if (def.op === "??") return ANY_NAME;
      return ((def.op === "&&") === truth ? both : either)(inner(def.left, truth), inner(def.right, truth));
    case "binary":
      return compared(solver, asked, def.op, def.left, def.right, truth);
    case "call":
      return asksOf(solver, asked, def.site, truth);
    default:
      return ANY_NAME;
  }
}

function compared(solver: Solver, asked: Asked, op: string, left: Node, right: Node, truth: boolean): Admitted {
  if (op === "in") return asked.holders.has(left) ? among(fieldsAt(solver, right), truth) : ANY_NAME;
  const isEqual = op === "===" || op === "==";
  if (!isEqual && op !== "!==" && op !== "!=") return ANY_NAME;
  const other = asked.holders.has(left) ? right : asked.holders.has(right) ? left : undefined;
  const texts = other === undefined ? undefined : textsAt(solver, other);
  const isMet = truth === isEqual;
  // that it is not the one of several that is meant here says nothing of the others
  return texts === undefined || (!isMet && texts.size > 1) ? ANY_NAME : among(texts, isMet);
}

/** `LIST.includes(name)`, `SET.has(name)`, `name.startsWith("db_")`. */
function asksOf(solver: Solver, asked: Asked, { method, receiver, args: [first] }: CallSite, truth: boolean): Admitted {
  if (first === undefined || receiver === NO_NODE) return ANY_NAME;
  if (asked.holders.has(first.node)) {
    if (method === "includes") return among(textsAt(solver, derive(solver, receiver, ANY_ITEM)), truth);
    if (method === "has" || method === "hasOwnProperty") return among(new Set([...fieldsAt(solver, receiver), ...textsAt(solver, derive(solver, receiver, ANY_ITEM))]), truth);
  }
  if (!asked.holders.has(receiver) || (method !== "startsWith" && method !== "endsWith")) return ANY_NAME;
  const texts = [...textsAt(solver, first.node)];
  if (texts.length === 0) return ANY_NAME;
  return among(new Set([...asked.offered].filter((name) => texts.some((text) => (method === "startsWith" ? name.startsWith(text) : name.endsWith(text))))), truth);
}

/** Nothing known says nothing. */
function among(names: ReadonlySet<string>, truth: boolean): Admitted {
  return names.size === 0 ? ANY_NAME : { names, only: truth };
}

/** The texts that a node may be; none when there may be others. */
function textsAt(solver: Solver, node: Node): ReadonlySet<string> {
  const { values, open } = constantsOf(solver, node);
  if (!open && values.size > 0) return new Set([...values].filter((value) => typeof value === "string"));
  const { names, open: unknown } = namesOf(solver, node);
  return unknown ? new Set() : names;
}

function fieldsAt(solver: Solver, node: Node): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const token of tokensAt(solver, node)) {
    if (token.fields.has(ANY_FIELD)) return new Set();
    // the places of a list are no names
    for (const field of token.fields.keys()) if (isName(field) && !/^\d+$/.test(field)) fields.add(field);
  }
  return fields;
}

function isName(field: string): boolean {
  return field !== ANY_FIELD && field !== ANY_ITEM && !field.startsWith("%");
}

type Fits = (token: Token) => boolean;

/** The names with which a call runs one of several functions: those under which a table has it, or that its own object bears. */
export function admittedTo(solver: Solver, asked: Asked, site: CallSite, fn: FunctionIr): Admitted {
  if (new Set(site.targets).size < 2) return ANY_NAME;
  const holds: Fits = (token) => {
    let at = token;
    while (at.kind === "bound") at = at.target;
    return at.kind === "function" && at.fn.fn === fn;
  };
  return picked(solver, asked, site.callee, holds, 4) ?? ANY_NAME;
}

/** The names with which the value at a node is one that fits; undefined when that is not known. */
function picked(solver: Solver, asked: Asked, node: Node, fits: Fits, depth: number): Admitted | undefined {
  const { graph } = solver;
  const at = graph.origin(node);
  const def = graph.defs[at];
  if (depth === 0) return undefined;
  const table = def?.kind === "get" && asked.holders.has(def.key) ? def.object
    : def?.kind === "call" && def.site.method === "get" && def.site.args[0] !== undefined && asked.holders.has(def.site.args[0].node) ? def.site.receiver : undefined;
  if (table !== undefined) return namedIn(solver, table, fits);
  if (def?.kind === "get" && isName(def.field)) {
    const within: Fits = (token) => hasMember(solver, token, def.field, fits);
    return picked(solver, asked, def.object, within, depth - 1) ?? ownNames(solver, asked, def.object, within);
  }
  const [from, ...others] = graph.sourcesOf(at);
  return from === undefined || others.length > 0 ? undefined : picked(solver, asked, from, fits, depth - 1);
}

/** The fields under which a table holds what fits. */
function namedIn(solver: Solver, table: Node, fits: Fits): Admitted | undefined {
  const names = new Set<string>();
  for (const token of tokensAt(solver, table)) {
    for (const [field, node] of token.fields) {
      if (!tokensAt(solver, node).some(fits)) continue;
      if (!isName(field)) return undefined;
      names.add(field);
    }
  }
  return names.size === 0 ? undefined : { names, only: true };
}

/** The names that the objects bear that fit: `{ name, handler }`, `{ definition: { name }, handler }`. */
function ownNames(solver: Solver, asked: Asked, node: Node, fits: Fits): Admitted | undefined {
  const names = new Set<string>();
  for (const token of tokensAt(solver, node)) {
    if (!fits(token)) continue;
    const own = [...nameNodes(solver, token), ...[...token.fields.values()].flatMap((field) => tokensAt(solver, field).flatMap((inner) => (inner.kind === "object" ? nameNodes(solver, inner) : [])))];
    const offered = own.flatMap((one) => [...namesOf(solver, one).names]).filter((name) => asked.offered.has(name));
    if (offered.length === 0) return undefined;
    for (const name of offered) names.add(name);
  }
  return names.size === 0 ? undefined : { names, only: true };
}

function nameNodes(solver: Solver, token: Token): Node[] {
  const field = token.fields.get("name");
  if (field !== undefined) return [field];
  const getter = token.kind === "instance" && token.of.kind === "class" ? token.of.cls.members.find((member) => member.kind === "get" && member.key.kind === "const" && member.key.value === "name") : undefined;
  const nodes = getter === undefined ? undefined : solver.graph.functions.get(getter.fn);
  return nodes === undefined ? [] : [nodes.returns];
}

function hasMember(solver: Solver, token: Token, field: string, fits: Fits): boolean {
  const own = token.fields.get(field);
  if (own !== undefined && tokensAt(solver, own).some(fits)) return true;
  if (token.kind !== "instance" || token.of.kind !== "class") return false;
  return token.of.cls.members.some((member) => !member.static && member.kind === "method" && member.key.kind === "const" && member.key.value === field && fitsFunction(solver, member.fn, fits));
}

function fitsFunction(solver: Solver, fn: FunctionIr, fits: Fits): boolean {
  const nodes = solver.graph.functions.get(fn);
  return nodes !== undefined && fits({ kind: "function", fn: nodes, id: -1, fields: new Map(), listeners: [], alone: [] });
}
