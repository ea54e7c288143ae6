import type { Item } from "../../text/arguments.js";
import type { SinkRow } from "../../models/model.js";
import { singleText } from "../constants.js";
import { derive } from "../fields.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Def, type FunctionNodes, type Node, NO_NODE, OP } from "../graph.js";
import { isRest } from "../places.js";
import { type Solver, tokensAt } from "../solver.js";

/** An element of a list as it stands in the graph; `fork` marks where several ways of going on begin, follow each other and end. */
export type ListItem =
  | { readonly fork: NonNullable<Item["fork"]> }
  | {
      readonly fork?: undefined;
      readonly node: Node;
      readonly many: boolean;
      /** The calls that hand the list on to where it is read, outermost first. */
      readonly passed?: readonly CallSite[];
      /** Of a word within a text: its constant text, which `node` follows unless the word is `constant`. */
      readonly word?: { readonly text: string; readonly constant: boolean };
    };

const MOST_VERSIONS = 6;
/** Elements of one list: past so many it is any list. */
const MOST_ITEMS = 1000;

/** The argument lists that the values at a row's path make, however the library takes them. */
export function listsOf(solver: Solver, row: SinkRow, nodes: readonly Node[]): Lists {
  switch (row.form) {
    case "text":
      return nodes.map((node) => wordsOf(solver, node));
    case "items":
      return nodes.reduce<Lists>((lists, node) => append(lists, isList(solver, node) ? readList(solver, node) : one(node)), [[]]);
    default:
      return nodes.flatMap((node) => readList(solver, node));
  }
}

function isList(solver: Solver, node: Node): boolean {
  return madeLists(solver, solver.graph.origin(node)).length > 0;
}

/** The places where the lists are made that a value may be: literals, and rest parameters. */
function madeLists(solver: Solver, node: Node): Node[] {
  return tokensAt(solver, node).flatMap((token) => {
    const def = token.kind === "object" ? solver.graph.defs[token.node] : undefined;
    return token.kind === "object" && (def?.kind === "array" || isRest(def)) ? [token.node] : [];
  });
}

/** The words of a text that is split at blanks: a word that ends in an unknown part is that part, with the text before it. */
export function wordsOf(solver: Solver, node: Node): ListItem[] {
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind !== "concat") return [{ node, many: false }];
  const words: ListItem[] = [];
  let before = "";
  let open: Node | undefined;
  const close = (): void => {
    if (open !== undefined || before !== "") words.push({ node: open ?? node, many: false, word: { text: before, constant: open === undefined } });
    before = "";
    open = undefined;
  };
  for (const part of def.parts) {
    const text = typeof part === "string" ? part : singleText(solver, part);
    if (text === undefined) {
      open ??= typeof part === "string" ? undefined : part;
      continue;
    }
    text.split(/\s+/).forEach((piece, index) => {
      if (index > 0) close();
      if (open === undefined) before += piece;
    });
  }
  close();
  return words;
}

/** What the text grammars know of an element; its hole is numbered as the element is. */
export function describe(solver: Solver, item: ListItem, hole: number): Item {
  if (item.fork !== undefined) return { fork: item.fork };
  if (item.many) return { hole, many: true };
  if (item.word !== undefined) return item.word.constant ? { text: item.word.text } : item.word.text === "" ? { hole } : { text: item.word.text, hole };
  const text = singleText(solver, item.node);
  if (text !== undefined) return { text };
  const def = solver.graph.defs[solver.graph.origin(item.node)];
  const prefix = def?.kind === "concat" ? def.parts[0] : undefined;
  const known = typeof prefix === "string" ? prefix : typeof prefix === "number" ? singleText(solver, prefix) : undefined;
  return known === undefined || known === "" ? { hole } : { text: known, hole };
}

/** What says which program a text starts: the text, unless it begins with a word that is written out; the first of the list that it was made from, unless that is. */
export function namesProgram(solver: Solver, node: Node): readonly Node[] {
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind === "concat") return typeof def.parts[0] === "string" && /^\s*\S+\s/.test(def.parts[0]) ? [] : [node];
  if (def?.kind !== "call" || def.site.targets.length > 0) return [node];
  const { receiver, args } = def.site;
  const list = [receiver, args[0]?.node ?? NO_NODE].find((one) => one !== NO_NODE && isList(solver, one));
  const firsts = list === undefined ? [] : readList(solver, list).map(([first]) => first);
  if (firsts.length === 0 || firsts.some((first) => first === undefined || first.fork !== undefined || first.many)) return [node];
  return firsts.flatMap((first) => (first?.fork === undefined && first !== undefined && singleText(solver, first.node) === undefined ? [first.node] : []));
}

/** The list of which a library made the text of a shell command, each item quoted. */
export function quotedList(solver: Solver, node: Node): Node | undefined {
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind !== "call" || def.site.targets.length > 0) return undefined;
  const list = def.site.args[0]?.node;
  if (list === undefined || !isList(solver, list)) return undefined;
  const quotes = solver.apiCalls.some(({ site, effects }) => site === def.site && effects.steps.some(({ row }) => Array.isArray(row.clears) && row.clears.includes("METACHARACTER")));
  return quotes ? list : undefined;
}

type Lists = readonly (readonly ListItem[])[];

/** The lists that a node may hold, element by element: what literals hold, and what was added to them, with its neighbours. */
function readList(solver: Solver, node: Node): Lists {
  return read({ solver, known: new Map() }, node, MOST_STEPS);
}

const MOST_STEPS = 64;
const MOST_WAYS = 32;

interface Reading {
  readonly solver: Solver;
  /** "open" while the node is being read: a list that grows in a loop holds itself, and adds nothing by that. */
  readonly known: Map<Node, Lists | "open" | "any">;
}

function read(reading: Reading, node: Node, steps: number): Lists {
  const { solver, known } = reading;
  const at = solver.graph.origin(node);
  let lists = known.get(at);
  if (lists === "open") return [[]];
  if (lists === undefined && steps > 0) {
    known.set(at, "open");
    const found = readDefined(reading, at, steps - 1);
    lists = found === undefined || found.some((list) => list.length > MOST_ITEMS) ? "any" : found;
    known.set(at, lists);
  }
  // behind a test the elements of any list may be harmless
  return lists === undefined || lists === "any" ? [[{ node: derive(solver, node, ANY_ITEM), many: true }]] : lists;
}

function readDefined(reading: Reading, at: Node, steps: number): Lists | undefined {
  const { graph } = reading.solver;
  const def = graph.defs[at];
  switch (def?.kind) {
    case "array":
      return def.items.reduce<Lists>((lists, item) => append(lists, item.spread ? read(reading, item.node, steps) : one(item.node)), [[]]);
    case "update": {
      const base = read(reading, def.base, steps);
      const added = def.spread === undefined ? one(def.value) : read(reading, def.spread, steps);
      return def.front === true ? append(added, base) : append(base, added);
    }
    case "phi":
      return either(def.inputs.filter((input) => input !== at).map((input) => read(reading, input, steps)));
    case "choice":
      return either([read(reading, def.then, steps), read(reading, def.else, steps)]);
    case "logical":
      return def.op === "&&" ? undefined : either([read(reading, def.left, steps), read(reading, def.right, steps)]);
    case "call":
      return readMade(reading, def.site, steps) ?? readReturned(reading, def.site, steps) ?? readHeld(reading, at, steps);
    case "param":
      return (isRest(def) ? readRest(reading, at, def, steps) : readPassed(reading, at, steps)) ?? readHeld(reading, at, steps);
    default: {
      const from = graph.sourcesOf(at);
      return from.length > 0 && from.length <= MOST_WAYS ? either(from.map((one) => read(reading, one, steps))) : readHeld(reading, at, steps);
    }
  }
}

/** What callers hand in. */
function readPassed(reading: Reading, at: Node, steps: number): Lists | undefined {
  const { graph } = reading.solver;
  const from = [...new Set(graph.sourcesOf(at))];
  if (from.length > MOST_WAYS) return undefined;
  const ways = from.flatMap((node) => {
    const lists = read(reading, node, steps);
    const sites = new Set(graph.edgesOf(node).flatMap((edge) => (edge.to === at && edge.op === OP.CALL ? [edge.data.site] : [])));
    return sites.size === 0 ? [lists] : [...sites].map((site) => lists.map((list) => list.map((item) => passOn(item, site))));
  });
  return either(ways);
}

/** The arguments that each call hands to a rest parameter; undefined where some call hands in others than it writes, as a bound one does. */
function readRest(reading: Reading, at: Node, { fn, index }: Extract<Def, { kind: "param" }>, steps: number): Lists | undefined {
  const { graph } = reading.solver;
  const sites = [...new Set(graph.functions.get(fn)?.callers ?? [])];
  if (sites.length > MOST_WAYS || sites.some(({ args }) => args.slice(0, index).some((arg) => arg.spread))) return undefined;
  const ways: Lists[] = [];
  for (const site of sites) {
    const args = site.args.slice(index);
    if (args.some(({ node, spread }, position) => !spread && !graph.edgesOf(node).some(({ to, op, data }) => to === at && op === OP.CALL && data.site === site && isItem(data.put, position)))) return undefined;
    const lists = args.reduce<Lists>((all, { node, spread }) => append(all, spread ? read(reading, node, steps) : one(node)), [[]]);
    ways.push(lists.map((list) => list.map((item) => passOn(item, site))));
  }
  return either(ways);
}

function isItem(put: string | undefined, position: number): boolean {
  return put === String(position) || put === ANY_ITEM;
}

function passOn(item: ListItem, site: CallSite): ListItem {
  return item.fork !== undefined ? item : { ...item, passed: [...(item.passed ?? []), site] };
}

/** The lists that a function of the program builds and gives back. What it is handed and puts in as it came is this call's own. */
function readReturned(reading: Reading, site: CallSite, steps: number): Lists | undefined {
  const ways = site.targets.flatMap((target) => {
    const values = [...new Set(target.exits.map(({ value }) => value))].filter((value) => value !== NO_NODE);
    return values.map((value) => read(reading, value, steps).map((list) => list.map((item) => handedIn(reading.solver, item, target, site))));
  });
  return ways.length === 0 || ways.length > MOST_WAYS ? undefined : either(ways);
}

function handedIn(solver: Solver, item: ListItem, target: FunctionNodes, site: CallSite): ListItem {
  if (item.fork !== undefined) return item;
  const { graph } = solver;
  const whole = argumentAt(target, site, item.node);
  if (whole !== undefined) return { ...item, node: whole };
  const def = graph.defs[item.node];
  const object = def?.kind === "get" && def.field !== ANY_FIELD && def.field !== ANY_ITEM ? argumentAt(target, site, def.object) : undefined;
  return def?.kind === "get" && object !== undefined ? { ...item, node: derive(solver, object, def.field) } : item;
}

/** What a call hands in for a parameter. */
function argumentAt({ params, fn }: FunctionNodes, { args }: CallSite, node: Node): Node | undefined {
  const index = params.indexOf(node);
  if (index < 0 || fn.params[index]?.rest === true || args.slice(0, index + 1).some(({ spread }) => spread)) return undefined;
  return args[index]?.node;
}

/** The lists that a value may be, where nothing else tells its elements. */
function readHeld(reading: Reading, at: Node, steps: number): Lists | undefined {
  const held = madeLists(reading.solver, at).filter((node) => node !== at);
  return either(held.map((node) => read(reading, node, steps)));
}

/** `list.concat(more)` and `list.filter(Boolean)`. */
function readMade(reading: Reading, { receiver, method, args }: CallSite, steps: number): Lists | undefined {
  const { solver } = reading;
  if (receiver === NO_NODE || !isList(solver, receiver)) return undefined;
  const [first] = args;
  const filters = first === undefined ? undefined : solver.graph.defs[solver.graph.origin(first.node)];
  if (method === "filter" && filters?.kind === "global" && filters.name === "Boolean") return read(reading, receiver, steps);
  if (method !== "concat" || args.some((arg) => arg.spread)) return undefined;
  return args.reduce<Lists>((lists, { node }) => append(lists, isList(solver, node) ? read(reading, node, steps) : one(node)), read(reading, receiver, steps));
}

function one(node: Node): Lists {
  return [[{ node, many: false }]];
}

/** Each of the lists with each of the others behind it. */
function append(lists: Lists, others: Lists): Lists {
  const few = lists.length * others.length <= MOST_VERSIONS ? others : fold(others);
  const all = few.flatMap((other) => lists.map((list) => [...list, ...other]));
  return all.length <= MOST_VERSIONS ? all : fold(all);
}

/** Any of these; nothing where there are none. */
function either(ways: readonly Lists[]): Lists | undefined {
  const all = ways.flat();
  return all.length === 0 ? undefined : all.length <= MOST_VERSIONS ? all : fold(all);
}

/** Law: one list for many, with what they begin with written once: an element keeps the neighbours that it has in each of them. */
function fold(lists: Lists): Lists {
  const [first = [], ...others] = lists;
  let shared = 0;
  while (shared < first.length && others.every((other) => isSame(first[shared], other[shared]))) shared += 1;
  const ends = lists.map((list) => list.slice(shared)).filter((end, index, all) => all.findIndex((other) => areSame(end, other)) === index);
  if (ends.length < 2) return [first];
  return [[...first.slice(0, shared), ...ends.flatMap((end, index): ListItem[] => [{ fork: index === 0 ? "begin" : "next" }, ...end]), { fork: "end" }]];
}

function areSame(one: readonly ListItem[], other: readonly ListItem[]): boolean {
  return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
}

function isSame(one: ListItem | undefined, other: ListItem | undefined): boolean {
  if (one === undefined || other === undefined || one.fork !== undefined || other.fork !== undefined) return one?.fork !== undefined && one.fork === other?.fork;
  return one.node === other.node && one.many === other.many && one.passed?.length === other.passed?.length && (one.passed ?? []).every((site, at) => site === other.passed?.[at]);
}
