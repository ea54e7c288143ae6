import type { Expr } from "../../ir/ir.js";
import { Environment, type Key } from "../environment.js";
import { evaluate } from "./expressions.js";
import { type CallSite, type Def, type Graph, type Node, NO_NODE } from "../graph.js";
import { JUDGING } from "../guards/absence.js";
import { promisesSettled } from "../guards/settled.js";
import { recallSplits } from "./repeated-tests.js";
import { choicesOf, refine, type Frame, type Walk } from "./walk.js";

/** How far a test reaches back from the tested value to the variables that it came from. */
const REACH = 8;
const MOST_KEYS = 12;
/** A list that is written out with more items is a table. */
const MOST_ITEMS = 8;

/** Evaluates a test and gives the environments of its two sides; a side that cannot be taken is undefined. */
export function branchOn(walk: Walk, frame: Frame, test: Expr | Node): [Environment | undefined, Environment | undefined] {
  const node = typeof test === "number" ? test : evaluate(walk, frame, test);
  const base = frame.env;
  if (base === undefined) return [undefined, undefined];
  const def = walk.graph.defs[walk.graph.origin(node)];
  if (def?.kind === "const") return def.value ? [new Environment(base), undefined] : [undefined, new Environment(base)];
  const yes = new Environment(base, { test: node, truth: true });
  const no = new Environment(base, { test: node, truth: false });
  const keys = tells(walk, node, REACH) ? keysOf(walk, frame, node) : undefined;
  refineSide(walk, frame, yes, node, keys, true);
  refineSide(walk, frame, no, node, keys, false);
  frame.env = base;
  return [yes, no];
}

/** Without keys the test says no more than whether values are there. */
function refineSide(walk: Walk, frame: Frame, env: Environment, test: Node, keys: readonly Key[] | undefined, truth: boolean): void {
  frame.env = env;
  recallSplits(walk, frame, test, truth);
  for (const key of keys ?? emptyKeys(walk, frame, test, truth)) refine(walk, frame, key, test, truth);
}

/** What holds a value of which the test says that it is falsy: an empty text, or nothing at all. The other side of it needs no node. */
function emptyKeys(walk: Walk, frame: Frame, test: Node, truth: boolean): readonly Key[] {
  const at = walk.graph.origin(test);
  const def = walk.graph.defs[at];
  if (def?.kind === "unary" && def.op === "!") return emptyKeys(walk, frame, def.value, !truth);
  if (def?.kind === "logical" && def.op === (truth ? "&&" : "||")) return [...emptyKeys(walk, frame, def.left, truth), ...emptyKeys(walk, frame, def.right, truth)];
  return truth ? NO_KEYS : heldBy(walk, frame, at).filter((key) => heldIn(walk, frame, key) === at);
}

/** Only tests that can say something about a text are worth a node: comparisons, calls, membership, results of calls. */
function tells(walk: Walk, node: Node, reach: number): boolean {
  const { graph } = walk;
  const def = graph.defs[graph.origin(node)];
  if (def === undefined || reach <= 0) return false;
  switch (def.kind) {
    case "call":
      return true;
    case "unary":
      return def.op === "!" && tells(walk, def.value, reach - 1);
    case "binary":
      if (def.op === "instanceof") return false;
      if (def.op.startsWith("<") || def.op.startsWith(">")) return isCall(walk, def.left) || isCall(walk, def.right) || tells(walk, def.left, reach - 1);
      return isCall(walk, def.left) || isCall(walk, def.right) || (!isNullish(walk, def.left) && !isNullish(walk, def.right));
    case "logical":
      return tells(walk, def.left, reach - 1) || tells(walk, def.right, reach - 1);
    case "choice":
      return tells(walk, def.then, reach - 1) || tells(walk, def.else, reach - 1);
    case "get":
      return isCall(walk, def.object) || (def.field === "length" && tells(walk, def.object, reach - 1));
    case "phi":
      return def.ways !== undefined || def.inputs.some((input) => input !== node && walk.graph.defs[input]?.kind === "phi" && tells(walk, input, reach - 3));
    default:
      return false;
  }
}

function isCall(walk: Walk, node: Node): boolean {
  return walk.graph.defs[walk.graph.origin(node)]?.kind === "call";
}

function isNullish(walk: Walk, node: Node): boolean {
  const def = walk.graph.defs[node];
  return def?.kind === "const" && (def.value === null || def.value === undefined);
}

/** Variables and members that hold a value which the test is about, or from which such a value was made. */
export function keysOf(walk: Walk, frame: Frame, test: Node): readonly Key[] {
  const search: Search = { walk, frame, keys: [], seen: new Set() };
  visit(search, test, REACH);
  return search.keys;
}

/** The keys that were found so far, which are few, and where was looked. */
interface Search {
  readonly walk: Walk;
  readonly frame: Frame;
  readonly keys: Key[];
  readonly seen: Set<Node>;
}

function visit(search: Search, node: Node, reach: number): void {
  if (node === NO_NODE || reach < 0 || search.keys.length >= MOST_KEYS) return;
  const { graph, parts, captures } = search.walk;
  const origin = graph.origin(node);
  if (search.seen.has(origin)) return;
  search.seen.add(origin);
  addHolders(search, origin);
  const def = graph.defs[origin];
  forEachParent(def, (parent) => visit(search, parent, reach - 1));
  switch (def?.kind) {
    case "get":
      for (const part of parts.get(graph.origin(def.object)) ?? []) addHolders(search, part);
      return;
    case "phi":
      for (const before of beforeLoop(search.walk, origin)) visit(search, before, reach - 1);
      // `if (isMapped(address)) address = carried(address)`: what is found of the one of two that it is
      if (def.inputs.length === 2 && def.ways === undefined) for (const input of def.inputs) visit(search, input, reach - 2);
      for (const tested of testedOn(search.walk, origin)) addHolders(search, tested);
      return;
    case "function":
      // a callback may judge what it reads from outside: roots.some((root) => path.startsWith(root))
      for (const read of captures.get(def.fn) ?? []) visit(search, read, reach - 1);
      return;
    case "call":
      for (const promise of promisesSettled(graph, origin)) visit(search, promise, reach - 1);
  }
}

function addHolders({ walk, frame, keys }: Search, origin: Node): void {
  for (const key of frame.holders.get(origin) ?? NO_KEYS) if (holdsNow(walk, frame, key, origin) && !keys.includes(key)) keys.push(key);
}

/** What a variable that a loop changes holds when the loop begins: while its body is walked, nothing else is known of it. */
function beforeLoop({ graph }: Walk, node: Node): readonly Node[] {
  const def = graph.defs[node];
  return def?.kind === "phi" && def.inputs.length === 1 ? def.inputs : [];
}

/** The values that were tested on the ways to a flag's values. */
function testedOn({ graph }: Walk, flag: Node): Node[] {
  const tested = new Set<Node>();
  const seen = new Set<Node>();
  const work = [flag];
  for (let at = work.pop(); at !== undefined && seen.size < 20; at = work.pop()) {
    const def = graph.defs[at];
    if (def?.kind !== "phi" || seen.has(at)) continue;
    seen.add(at);
    work.push(...def.inputs);
    for (const ways of def.ways ?? []) for (const way of ways) for (const node of way.values()) if (graph.defs[node]?.kind === "sigma") tested.add(graph.origin(node));
  }
  return [...tested];
}

/** The keys that hold this value now, or a choice of it and others, behind whatever tests. */
export function heldBy(walk: Walk, frame: Frame, origin: Node): readonly Key[] {
  const keys = frame.holders.get(origin);
  return keys === undefined ? NO_KEYS : keys.filter((key) => holdsNow(walk, frame, key, origin));
}

function holdsNow(walk: Walk, frame: Frame, key: Key, origin: Node): boolean {
  const now = heldIn(walk, frame, key);
  return now === origin || (now !== undefined && choicesOf(walk.graph, now).includes(origin));
}

function heldIn(walk: Walk, frame: Frame, key: Key): Node | undefined {
  const now = frame.env?.get(key) ?? walk.keys.readOf(key);
  return now === undefined ? undefined : walk.graph.origin(now);
}

const NO_KEYS: readonly Key[] = [];

/** The values that a value was directly made from. */
export function parentsOf({ graph }: Pick<Walk, "graph">, node: Node): readonly Node[] {
  const parents: Node[] = [];
  forEachParent(graph.defs[node], (parent) => parents.push(parent));
  return parents;
}

function forEachParent(def: Def | undefined, visit: (parent: Node) => void): void {
  switch (def?.kind) {
    case "call":
      for (const arg of def.site.args) visit(arg.node);
      return visit(def.site.receiver);
    case "get":
      return visit(def.object);
    case "concat":
      for (const part of def.parts) if (typeof part === "number") visit(part);
      return;
    case "unary":
      return visit(def.value);
    case "binary":
    case "logical":
      visit(def.left);
      return visit(def.right);
    case "choice":
      visit(def.then);
      return visit(def.else);
    case "object":
      for (const value of def.fields.values()) visit(value);
      return;
    case "array":
      if (def.items.length <= MOST_ITEMS) for (const item of def.items) visit(item.node);
  }
}

/** Methods of texts, lists and promises, which judge nothing where the program has no method of that name. */
const PLAIN_METHODS = new Set([
  "push", "pop", "shift", "unshift", "splice", "slice", "map", "filter", "reduce", "flatMap", "join", "split", "concat", "replace", "replaceAll", "trim", "trimStart", "trimEnd",
  "toLowerCase", "toUpperCase", "toString", "includes", "startsWith", "endsWith", "indexOf", "then", "catch", "finally", "get", "set", "has", "add", "delete", "keys",
  "values", "entries", "log", "error", "warn", "info", "debug", "substring", "substr", "padStart", "padEnd", "sort", "some", "every", "find", "findIndex", "json", "send", "status", "write", "end", "on", "once", "emit",
]);

/** A call that returned normally may have checked its arguments: `assertSafe(path)`, `new URL(text)`. The host's own functions check nothing. */
export function refineAfterCall(walk: Walk, frame: Frame, site: CallSite, callee: Expr): void {
  if (frame.env === undefined || (site.method !== undefined && PLAIN_METHODS.has(site.method) && !walk.methodNames.has(site.method))) return;
  let root = callee;
  while (root.kind === "get") root = root.object;
  if (root.kind === "global" && !site.isNew) return;
  for (const key of keysOfArguments(walk, frame, site)) refine(walk, frame, key, site.node, "returned");
}

function mayBeTest({ graph }: Walk, node: Node): boolean {
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "call") return def.site.method === undefined || JUDGING.has(def.site.method) || !PLAIN_METHODS.has(def.site.method);
  return true;
}

/** A call that stands alone may have asserted the tests that it was given: `assert(isInside(path))`. */
export function refineAsserted(walk: Walk, frame: Frame, statement: Expr, node: Node): void {
  const call = statement.kind === "await" ? statement.value : statement;
  const def = walk.graph.defs[node];
  if (call.kind !== "call" || def?.kind !== "call" || frame.env === undefined) return;
  def.site.args.forEach(({ node: test }, index) => {
    if (TESTS.has(call.args[index]?.kind ?? "spread") && mayBeTest(walk, test) && tells(walk, test, REACH)) for (const key of keysOf(walk, frame, test)) refine(walk, frame, key, node, "returned");
  });
}

const TESTS: ReadonlySet<string> = new Set<Expr["kind"]>(["call", "unary", "binary", "logical", "await"]);

/** What a function that is written out reads from outside. */
function capturedBy({ graph, captures }: Walk, node: Node): readonly Node[] {
  const def = graph.defs[graph.origin(node)];
  return def?.kind === "function" ? (captures.get(def.fn) ?? []) : [];
}

/** What is checked in the place of a URL. */
const URL_PARTS = new Set(["hostname", "host", "origin", "href", "protocol", "pathname"]);

/** What holds the values that a call may have checked. */
export function keysOfArguments(walk: Walk, frame: Frame, site: CallSite): readonly Key[] {
  const keys: Key[] = [];
  for (const arg of site.args) addKeysOfArgument(walk, frame, arg.node, keys);
  // list.forEach(assertSafe), refused.forEach((one) => assertWithout(text, one))
  if (site.method === "forEach" && site.receiver !== NO_NODE) {
    addKeysOfArgument(walk, frame, site.receiver, keys);
    for (const { node } of site.args) for (const read of capturedBy(walk, node)) addKeysOfArgument(walk, frame, read, keys);
  }
  return keys;
}

/** `new URL(text).hostname`, as it stands or without its brackets: `assertPublic(url.hostname.replace(/^\[|\]$/g, ""))`. */
function isUrlPart(graph: Graph, def: Def | undefined): boolean {
  if (def?.kind === "call" && (def.site.method === "replace" || def.site.method === "toLowerCase")) return isUrlPart(graph, graph.defs[graph.origin(def.site.receiver)]);
  return def?.kind === "get" && URL_PARTS.has(def.field);
}

function addKeysOfArgument(walk: Walk, frame: Frame, node: Node, keys: Key[]): void {
  const { graph } = walk;
  const origin = graph.origin(node);
  const def = graph.defs[origin];
  keys.push(...(isUrlPart(graph, def) ? keysOf(walk, frame, origin) : heldBy(walk, frame, origin)));
  if (def?.kind === "object") for (const field of def.fields.values()) keys.push(...heldBy(walk, frame, graph.origin(field)));
}
