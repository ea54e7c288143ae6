import { type Binding, heldAt } from "../../graph/solve/binding.js";
import { derive } from "../../graph/fields.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Node, NO_NODE } from "../../graph/graph.js";
import { KEY, namesOf } from "../../graph/names.js";
import { tokensAt } from "../../graph/solver.js";
import type { Token, TokenOf } from "../../graph/tokens.js";
import { fixedNodes } from "./fixed-nodes.js";
import type { Location } from "../../finding.js";
import type { Constant } from "../../ir/ir.js";
import { locate } from "../../program/program.js";
import { type SettingsOf, settingAt } from "./settings.js";
import { type DeclaredField, joined, unknownAt, type Value, type ValueKind } from "./value.js";

/** How deep objects are read, and how many values in all. */
const DEEPEST = 14;
const MOST_VALUES = 1000;

/** What it takes to read values off the graph. */
export interface GraphReader {
  readonly binding: Binding;
  readonly settings: SettingsOf;
}

/** A value that is the same in every case, with how many were read for it and how deep that went. */
interface Fixed {
  readonly value: Value;
  readonly size: number;
  readonly height: number;
}

/** What is fixed of a program, and its values as far as they were read. */
interface AllFixed {
  readonly isFixed: (node: Node) => boolean;
  readonly values: Map<Node, Fixed>;
}

const fixedOf = new WeakMap<SettingsOf, AllFixed>();

function allFixed({ binding, settings }: GraphReader): AllFixed {
  let fixed = fixedOf.get(settings);
  if (fixed === undefined) fixedOf.set(settings, (fixed = { isFixed: fixedNodes(binding.solver), values: new Map() }));
  return fixed;
}

/** The value of a node as the graph knows it, under a binding. Law: what the graph mixes is unknown that may be each of it. */
export function valueAt(reader: GraphReader, node: Node): Value {
  return read({ ...reader, left: { values: MOST_VALUES, cases: 0, lowest: DEEPEST }, open: new Set(), fixed: allFixed(reader) }, node, DEEPEST);
}

interface Reading extends GraphReader {
  /** `cases` grows with all that may be another value in another case, or in another place; `lowest` is the least depth that was left. */
  readonly left: { values: number; cases: number; lowest: number };
  readonly open: Set<Token>;
  readonly fixed: AllFixed;
}

/** Reads a value; one that is the same in every case is read once. */
function read(reading: Reading, node: Node, depth: number): Value {
  const { left, fixed: { isFixed, values }, binding: { effort } } = reading;
  const known = values.get(node);
  if (known !== undefined && known.size <= left.values && known.height < depth) {
    left.values -= known.size;
    left.lowest = Math.min(left.lowest, depth - known.height);
    return known.value;
  }
  const before = { ...left };
  left.lowest = depth;
  const value = readHere(reading, node, depth);
  if (!isFixed(node) || effort.left < 0) left.cases += 1;
  if (left.cases === before.cases) values.set(node, { value, size: before.values - left.values, height: depth - left.lowest });
  left.lowest = Math.min(left.lowest, before.lowest);
  return value;
}

function readHere(reading: Reading, node: Node, depth: number): Value {
  const { binding, left } = reading;
  const { solver } = binding;
  const here = solver.graph.locate(node);
  if (depth === 0 || (left.values -= 1) < 0) {
    left.cases += 1;
    return unknownAt(here);
  }
  const { makers, tokens } = heldAt(binding, node);
  const values: Value[] = [];
  const constants = new Set<Constant>();
  for (const maker of makers) {
    if (left.values < 0) return cutOff(values, here);
    const value = readMaker(reading, maker, depth);
    if (value === undefined) continue;
    if (value.kind === "constant") {
      if (constants.has(value.value)) continue;
      constants.add(value.value);
    }
    values.push(value);
  }
  for (const token of tokens) {
    if (left.values < 0) return cutOff(values, here);
    const value = readToken(reading, token, depth);
    if (value !== undefined) values.push(value);
  }
  return joined(values) ?? unknownAt(here);
}

/** Where all that may be read is spent, the rest is not known. */
function cutOff(values: readonly Value[], here: Location): Value {
  const rest = unknownAt(here);
  return joined([...values, rest]) ?? rest;
}

/** What is made at a node, objects apart. */
function readMaker(reading: Reading, node: Node, depth: number): Value | undefined {
  const { solver } = reading.binding;
  const { graph } = solver;
  const location = graph.locate(node);
  const def = graph.defs[node];
  const at = (kind: ValueKind): Value => ({ ...kind, location });
  switch (def?.kind) {
    case "const":
      return at({ kind: "constant", value: def.value });
    case "concat":
      return at({ kind: "text", parts: def.parts.map((part) => (typeof part === "string" ? part : read(reading, part, depth - 1))) });
    case "regex":
      return at({ kind: "regex", pattern: def.pattern });
    case "call":
      return readCall(reading, def.site, depth);
    case "get":
      return readGet(reading, node, def.object, def.field, depth);
    case "param": {
      const callers = graph.functions.get(def.fn)?.callers ?? [];
      const omitted = callers.length > 0 && callers.every(({ args }) => args.length <= def.index && !args.some((arg) => arg.spread));
      return omitted ? at({ kind: "constant", value: undefined }) : holdsObjects(reading, node) ? undefined : unknownAt(location);
    }
    default:
      return holdsObjects(reading, node) ? undefined : unknownAt(location);
  }
}

function holdsObjects({ binding }: Reading, node: Node): boolean {
  return [...tokensAt(binding.solver, node)].some(({ kind }) => kind === "object" || kind === "schema" || kind === "function" || kind === "instance" || kind === "class");
}

function readCall(reading: Reading, site: CallSite, depth: number): Value | undefined {
  return holdsObjects(reading, site.node) ? undefined : madeOf(reading, site, depth);
}

function madeOf(reading: Reading, site: CallSite, depth: number): Value {
  const location = reading.binding.solver.graph.locate(site.node);
  const parts = [site.receiver, ...site.args.map((arg) => arg.node)].filter((node) => node !== NO_NODE);
  return { kind: "unknown", may: [], from: parts.map((part) => read(reading, part, depth - 1)), setting: undefined, location };
}

function readGet(reading: Reading, node: Node, object: Node, field: string, depth: number): Value | undefined {
  const { solver } = reading.binding;
  const location = solver.graph.locate(node);
  if (field === KEY) {
    const { names } = namesOf(solver, node);
    return names.size === 1 ? { kind: "constant", value: [...names][0], location } : unknownAt(location);
  }
  const setting = settingAt(reading.settings, solver, object, field);
  if (setting !== undefined) return { kind: "unknown", may: setting.defaults.map((one) => read(reading, one, depth - 1)), from: [], setting: setting.name, location };
  return holdsObjects(reading, node) ? undefined : unknownAt(location);
}

function readToken(reading: Reading, token: Token, depth: number): Value | undefined {
  const { solver } = reading.binding;
  switch (token.kind) {
    case "object":
      return readObject(reading, token, depth);
    case "instance":
      return readInstance(reading, token, depth);
    case "schema":
      return readSchema(reading, token, depth);
    case "class":
      return readClass(reading, token, depth);
    case "function":
    case "bound":
      return { kind: "function", location: solver.graph.locate(token.kind === "function" ? token.fn.returns : 0) };
    default:
      return undefined;
  }
}

function readObject(reading: Reading, token: TokenOf<"object">, depth: number): Value {
  const { solver } = reading.binding;
  const location = solver.graph.locate(token.node);
  if (reading.open.has(token)) {
    reading.left.cases += 1;
    return unknownAt(location);
  }
  const def = solver.graph.defs[token.node];
  // what a library makes is known by what it was made from
  if (def?.kind === "call" && def.site.isNew && token.fields.size === 0) return madeOf(reading, def.site, depth);
  reading.open.add(token);
  const isList = def?.kind === "array";
  const value = isList ? readList(reading, token, depth) : readFields(reading, token, depth);
  reading.open.delete(token);
  return { ...value, location };
}

function readList(reading: Reading, token: TokenOf<"object">, depth: number): ValueKind {
  const fields = [...token.fields].filter(([field]) => !field.startsWith("%"));
  const items = fields.map(([, node]) => read(reading, node, depth - 1));
  return { kind: "list", items, open: fields.some(([field]) => field === ANY_ITEM || field === ANY_FIELD) };
}

function readFields(reading: Reading, token: TokenOf<"object">, depth: number): ValueKind {
  const { solver } = reading.binding;
  const def = solver.graph.defs[token.node];
  const spreads = def?.kind === "object" ? def.spreads : [];
  const fields = new Map<string, Value>();
  for (const [field, node] of token.fields) if (!field.startsWith("%") && field !== ANY_FIELD) fields.set(field, read(reading, node, depth - 1));
  return { kind: "object", fields, open: token.fields.has(ANY_FIELD) || spreads.some((spread) => tokensAt(solver, spread).length === 0) };
}

function readClass(reading: Reading, token: TokenOf<"class">, depth: number): Value {
  const { cls, superclass } = token;
  const { solver } = reading.binding;
  const fields = new Map<string, DeclaredField>();
  const bases = superclass === NO_NODE || depth === 0 ? [] : tokensAt(solver, superclass).map((base) => (base.kind === "class" ? readClass(reading, base, depth - 1) : undefined));
  for (const base of bases) if (base?.kind === "class") for (const field of base.fields) fields.set(field.name, field);
  for (const field of cls.fields) {
    if (field.name === undefined || field.static) continue;
    const marks = (solver.walk.constraints.marks.get(field) ?? []).map((node) => read(reading, node, depth - 1));
    fields.set(field.name, { name: field.name, type: field.type, marks, location: locate(cls.module, field) });
  }
  return { kind: "class", fields: [...fields.values()], location: locate(cls.module, cls) };
}

function readInstance(reading: Reading, token: TokenOf<"instance">, depth: number): Value | undefined {
  if (reading.open.has(token)) {
    reading.left.cases += 1;
    return undefined;
  }
  reading.open.add(token);
  const { solver } = reading.binding;
  const fields = new Map<string, Value>();
  for (const [field, node] of token.fields) if (!field.startsWith("%") && field !== ANY_FIELD) fields.set(field, read(reading, node, depth - 1));
  reading.open.delete(token);
  return { kind: "object", fields, open: true, location: solver.graph.locate(token.fields.values().next().value ?? 0) };
}

function readSchema(reading: Reading, { site, api }: TokenOf<"schema">, depth: number): Value | undefined {
  const { binding, fixed, left } = reading;
  const location = binding.solver.graph.locate(site.node);
  if (!fixed.isFixed(site.receiver)) left.cases += 1;
  const method = site.method === undefined ? undefined : api.library.schemaMethods.get(site.method);
  const hasReceiver = site.receiver !== NO_NODE && [...heldAt(binding, site.receiver).tokens].some(({ kind }) => kind === "schema");
  const row = hasReceiver && method !== undefined ? method : (api.onCall.schema ?? api.onNew.schema);
  if (row === undefined) return unknownAt(location);
  const receiver = hasReceiver ? read(reading, site.receiver, depth - 1) : undefined;
  return { kind: "schema", row, receiver, args: site.args.map((arg) => read(reading, arg.spread ? derive(binding.solver, arg.node, ANY_ITEM) : arg.node, depth - 1)), location };
}
