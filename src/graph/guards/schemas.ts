import { ALL_DANGERS, dangers, type Dangers, NO_DANGERS, RAW_DANGERS } from "../../models/kinds.js";
import type { SchemaRow } from "../../models/model.js";
import { literalPattern } from "../../text/regex.js";
import { regexOf, singleText } from "../constants.js";
import { clearedByOne } from "./each.js";
import { readJsonSchema } from "./json-schema.js";
import { ANY_FIELD, ANY_ITEM, type Node } from "../graph.js";
import type { Judge } from "./judge.js";
import { KEY } from "../names.js";
import { tokensAt } from "../solver.js";
import { clearedUnlessRefused, summarize } from "./summaries.js";
import type { Token, TokenOf } from "../tokens.js";
import { clearedBits, stepTransfer } from "../dangers/transfers.js";

/** What values a schema admits: the dangers of a text, and the shapes of fields and items. */
export interface Shape {
  readonly self: Dangers;
  /** Undefined when any field may be there. */
  readonly fields: ReadonlyMap<string, Shape> | undefined;
}

const ANYTHING: Shape = { self: RAW_DANGERS, fields: undefined };
const HARMLESS: Shape = { self: NO_DANGERS, fields: new Map() };
const TEXT: Shape = { self: RAW_DANGERS & ~dangers("OPERATOR"), fields: new Map() };
/** How far schemas are read: a part of a schema, which may be inside itself, takes more than one more call in a chain, `string().min(1).optional()`. */
const DEPTH = 24;
const PART = 3;

/** What a schema admits that is not there. */
export const NOTHING_ADMITTED: Shape = HARMLESS;

/** A judge that may know better than the solver which objects a node holds. */
export interface Reader extends Judge {
  readonly tokensOf?: (node: Node) => ReadonlySet<Token>;
  readonly shapes?: Shapes;
  /** What this reading came to so far, by node and depth: schemas share their parts. */
  readonly read?: Map<number, { readonly shape: Shape | undefined; readonly isChosen: boolean }>;
}

/** Schemas that were read, for several readers. Law: only those are kept in which no node holds several objects, so that all readers agree on them. */
export interface Shapes {
  readonly known: Map<number, Shape>;
  /** How often a node was asked that holds several objects. */
  choices: number;
}

function tokensIn(judge: Reader, node: Node): Iterable<Token> {
  const held = tokensAt(judge.solver, node);
  if (held.length < 2) return held;
  if (judge.shapes !== undefined) judge.shapes.choices += 1;
  return judge.tokensOf?.(node) ?? held;
}

/** Reads the schema (or the plain object of schemas) that a node holds; undefined when nothing is known of it. */
export function readSchema(judge: Reader, node: Node, depth = DEPTH): Shape | undefined {
  if (depth <= 0) return undefined;
  if (judge.read === undefined) return readSchema({ ...judge, shapes: judge.shapes ?? { known: new Map(), choices: 0 }, read: new Map() }, node, depth);
  const { shapes, read } = judge;
  const key = node * (DEPTH + 1) + depth;
  const known = read.get(key);
  if (known !== undefined) {
    if (known.isChosen && shapes !== undefined) shapes.choices += 1;
    return known.shape;
  }
  const choices = shapes?.choices;
  const shape = readAnew(judge, node, depth);
  read.set(key, { shape, isChosen: shapes?.choices !== choices });
  return shape;
}

function readAnew(judge: Reader, node: Node, depth: number): Shape | undefined {
  const shapes: Shape[] = [];
  for (const token of tokensIn(judge, node)) {
    if (token.kind === "schema") shapes.push(readKnown(judge, token, depth));
    else if (token.kind === "object") {
      const fields = new Map<string, Shape>();
      for (const [field, value] of token.fields) if (!field.startsWith("%")) fields.set(field, readSchema(judge, describedBy(judge, value) ?? value, depth - PART) ?? ANYTHING);
      shapes.push(fields.has(ANY_FIELD) ? ANYTHING : { self: NO_DANGERS, fields });
    }
  }
  return shapes.length === 0 ? undefined : unionOf(shapes);
}

/** A field may be described by an object of words with its schema under `type`. */
function describedBy(judge: Reader, node: Node): Node | undefined {
  for (const token of tokensIn(judge, node)) {
    const type = token.kind === "object" ? token.fields.get("type") : undefined;
    const isSchema = (value: Node): boolean => [...tokensIn(judge, value)].some(({ kind }) => kind === "schema");
    if (type !== undefined && isSchema(type) && ![...token.fields].some(([name, value]) => name !== "type" && isSchema(value))) return type;
  }
  return undefined;
}

/** What is admitted when one of the shapes, nobody knows which, is meant. */
function unionOf(shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (first !== undefined && shapes.every((one) => one === first)) return first;
  const self = shapes.reduce((bits, one) => bits | one.self, NO_DANGERS);
  const parts = new Map<string, Shape[]>();
  for (const { fields } of shapes) {
    if (fields === undefined) return { self, fields };
    for (const [field, shape] of fields) {
      const list = parts.get(field);
      if (list === undefined) parts.set(field, [shape]);
      else list.push(shape);
    }
  }
  return { self, fields: new Map([...parts].map(([field, list]) => [field, unionOf(list)])) };
}

function readKnown(judge: Reader, token: TokenOf<"schema">, depth: number): Shape {
  const { shapes } = judge;
  if (shapes === undefined) return readToken(judge, token, depth);
  const key = token.id * (DEPTH + 1) + depth;
  const known = shapes.known.get(key);
  if (known !== undefined) return known;
  const { choices } = shapes;
  const shape = readToken(judge, token, depth);
  if (shapes.choices === choices) shapes.known.set(key, shape);
  return shape;
}

function readToken(judge: Reader, token: TokenOf<"schema">, depth: number): Shape {
  const { site } = token;
  const args = site.args.map((arg) => arg.node);
  const [first] = args;
  const method = site.method === undefined ? undefined : token.api.library.schemaMethods.get(site.method);
  const receiver = [...tokensIn(judge, site.receiver)].some((one) => one.kind === "schema") ? readSchema(judge, site.receiver, depth - 1) : undefined;
  const row = receiver !== undefined && method !== undefined ? method : (token.api.onCall.schema ?? token.api.onNew.schema);
  if (receiver !== undefined && method === undefined) return receiver;
  if (row === undefined) return ANYTHING;
  const shape = readMeaning(judge, row, receiver, first, args, depth);
  const cleared = clearedBits(row.clears);
  return cleared === 0 ? shape : { self: shape.self & ~cleared, fields: shape.fields };
}

function readMeaning(judge: Reader, row: SchemaRow, receiver: Shape | undefined, first: Node | undefined, args: readonly Node[], depth: number): Shape {
  const { solver } = judge;
  const read = (node: Node | undefined): Shape => (node === undefined ? ANYTHING : (readSchema(judge, node, depth - PART) ?? ANYTHING));
  const base = receiver ?? TEXT;
  switch (row.means) {
    case "text":
      return TEXT;
    case "scalar":
    case "closed":
      return HARMLESS;
    case "object":
    case "wrap":
    case "shape":
      return first === undefined ? (row.means === "object" ? HARMLESS : ANYTHING) : read(first);
    case "list": {
      const item = first === undefined || (receiver !== undefined && args.length === 0) ? (receiver ?? ANYTHING) : listItem(judge, first, read);
      return { self: NO_DANGERS, fields: new Map([[ANY_ITEM, item]]) };
    }
    case "record": {
      const value = read(args.at(-1));
      // its keys are the caller's too, as far as their own schema goes
      const key = args.length > 1 ? read(first) : TEXT;
      const keys = (key.self & dangers("SUBSTITUTION")) === 0 ? key : { ...key, self: key.self | dangers("OPERATOR") };
      return { self: NO_DANGERS, fields: new Map([[ANY_FIELD, value], [KEY, keys]]) };
    }
    case "union": {
      const alternatives = args.flatMap((node) => itemNodes(judge, node));
      const shapes = alternatives.map((node) => readSchema(judge, node, depth - PART)).filter((shape) => shape !== undefined);
      const all = receiver === undefined ? shapes : [receiver, ...shapes];
      return all.length === 0 ? ANYTHING : unionOf(all);
    }
    case "open":
      // of an object that names no field, nothing is known
      return base.fields?.size === 0 && receiver !== undefined ? ANYTHING : base;
    case "keep":
    case "optional":
      return base;
    case "extend": {
      const more = read(args.at(-1));
      const start = receiver ?? (args.length > 1 ? read(first) : HARMLESS);
      return start.fields === undefined || more.fields === undefined ? ANYTHING : { self: NO_DANGERS, fields: new Map([...start.fields, ...more.fields]) };
    }
    case "intersect": {
      const other = first === undefined ? undefined : readSchema(judge, first, depth - PART);
      if (other === undefined) return base;
      return base.fields === undefined || other.fields === undefined ? { self: base.self & other.self, fields: base.fields ?? other.fields } : { self: base.self & other.self, fields: new Map([...base.fields, ...other.fields]) };
    }
    case "pattern": {
      const regex = first === undefined ? undefined : regexOf(solver, first);
      return regex === undefined ? base : { self: base.self & ~clearedByOne(judge, regex, true), fields: base.fields };
    }
    case "prefix": {
      const text = first === undefined ? undefined : singleText(solver, first);
      return text === undefined ? base : { self: base.self & ~clearedByOne(judge, { pattern: `^${literalPattern(text)}`, flags: "" }, true), fields: base.fields };
    }
    case "check": {
      const predicate = receiver === undefined ? args.at(-1) : first;
      const functions = predicate === undefined ? [] : [...tokensIn(judge, predicate)].flatMap((one) => (one.kind === "function" ? [one.fn] : []));
      let bits = functions.length === 0 ? NO_DANGERS : ALL_DANGERS;
      for (const fn of functions) bits &= summarize(judge, fn, 0, true).self;
      return { self: base.self & ~bits, fields: base.fields };
    }
    case "refuse": {
      const functions = first === undefined ? [] : [...tokensIn(judge, first)].flatMap((one) => (one.kind === "function" ? [one.fn] : []));
      const bits = functions.map((fn) => clearedUnlessRefused(judge, fn)).reduce((all, one) => all & one, functions.length === 0 ? NO_DANGERS : ALL_DANGERS);
      return { self: base.self & ~bits, fields: base.fields };
    }
    case "json":
    case "json-fits":
      return readJsonSchema(solver, first, Math.ceil(depth / PART));
    case "lazy":
    case "transform":
      return row.means === "transform" ? { ...base, self: base.fields?.size === 0 ? madeOf(judge, first, base.self) : RAW_DANGERS } : ANYTHING;
    case "pipe": {
      const last = args.map((node) => readSchema(judge, node, depth - PART)).filter((shape) => shape !== undefined).at(-1);
      return last ?? base;
    }
    case "any":
    case "parse":
    case "safe-parse":
      return ANYTHING;
  }
}

/** The dangers of what a function makes of a text: of a path that it resolves or joins it is known, else the text's own. */
function madeOf(judge: Reader, transform: Node | undefined, bits: Dangers): Dangers {
  const { graph } = judge.solver;
  const functions = transform === undefined ? [] : [...tokensIn(judge, transform)].flatMap((one) => (one.kind === "function" ? [one.fn] : []));
  const exits = functions.flatMap((fn) => fn.exits.map((exit) => ({ param: fn.params[0], value: graph.defs[graph.origin(exit.value)] })));
  if (exits.length === 0) return bits;
  const made = exits.map(({ param, value }) => {
    const steps = value?.kind === "call" ? (judge.callsOf.get(value.site) ?? []).flatMap(({ effects }) => effects.steps) : [];
    const position = value?.kind === "call" ? value.site.args.findIndex(({ node }) => graph.origin(node) === param) : -1;
    const meaning = steps.map(({ row }) => row.as).find((as) => as === "resolve" || as === "join" || as === "realpath");
    return position < 0 || meaning === undefined ? bits : stepTransfer(meaning, position)(bits);
  });
  return made.reduce((all, one) => all | one);
}

function listItem(judge: Reader, first: Node, read: (node: Node) => Shape): Shape {
  const items = itemNodes(judge, first);
  return items.length === 1 && items[0] === first ? read(first) : unionOf([HARMLESS, ...items.map(read)]);
}

/** The items of a list literal, or the node itself. */
function itemNodes(judge: Reader, node: Node): Node[] {
  for (const token of tokensIn(judge, node)) {
    if (token.kind === "object" && judge.solver.graph.defs[token.node]?.kind === "array") return [...token.fields].filter(([field]) => !field.startsWith("%")).map(([, value]) => value);
  }
  return [node];
}

/** The leaves of a shape: where in the value which dangers may be. Below `depth` a branch counts as one value. */
export function leavesOf(shape: Shape | undefined, depth = 3): { path: string[]; bits: Dangers }[] {
  if (shape === undefined) return [{ path: [], bits: RAW_DANGERS }];
  const leaves = shape.self === 0 ? [] : [{ path: [] as string[], bits: shape.self }];
  if (shape.fields === undefined) return leaves;
  const inner = [...shape.fields].flatMap(([field, one]) => leavesOf(one, depth - 1).map((leaf) => ({ path: [field, ...leaf.path], bits: leaf.bits })));
  if (depth > 0) return [...leaves, ...inner];
  const bits = inner.reduce((all, leaf) => all | leaf.bits, NO_DANGERS);
  return bits === 0 ? leaves : [...leaves, { path: [], bits }];
}
