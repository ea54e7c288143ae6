import type { FunctionIr } from "../../ir/ir.js";
import { type Binding, bound, heldAt, targetsOf } from "../../graph/solve/binding.js";
import { callsIn, leadingTo } from "../../graph/solve/dispatch.js";
import { byEnclosing } from "../../graph/enclosing.js";
import { type CallSite, type FunctionNodes, type Node, NO_NODE } from "../../graph/graph.js";
import { placeNodes } from "../../graph/solve/invoke.js";
import { parsePlace } from "../../graph/places.js";
import { type ApiCall, type Solver, tokensAt } from "../../graph/solver.js";
import type { Place } from "../../models/api.js";
import type { SinkRow } from "../../models/model.js";
import { changeOfCommand, changeOfStatement } from "../../text/changes.js";
import type { ComesTo } from "./authorization.js";
import { effectOnFiles } from "./effects.js";
import { changeByName, isMeant, MAKES_FOLDERS, mayChange } from "./may-change.js";
import { valueAt } from "../values/graph-values.js";
import { CHANGING, type MethodsOf, readMethods } from "./request-methods.js";
import type { SettingsOf } from "../values/settings.js";
import { alternatives, readable, type Value } from "../values/value.js";
import type { Change } from "../view/view.js";

const DEEPEST = 8;
const MOST_CALLS = 400;
const MOST_NODES = 80;

/** What it takes to tell what handlers change. */
export interface ChangeReader {
  readonly solver: Solver;
  readonly settings: SettingsOf;
  readonly methods: MethodsOf;
  /** The calls of libraries that may change something, by the functions that they stand in. */
  readonly calls: ReadonlyMap<FunctionIr, readonly ApiCall[]>;
  /** The functions that come to such a call. */
  readonly leading: ReadonlySet<FunctionIr>;
  /** The calls in a function that run one of those. */
  readonly followed: (fn: FunctionIr) => readonly CallSite[];
  /** What functions do that are handed nothing, as far as that was asked, by handler and function. */
  readonly behind: Map<string, { readonly depth: number; readonly changes: Changes }>;
  /** The functions that keep the program's own books, and those that do not, as far as that was asked. */
  readonly aside: Map<FunctionIr, boolean>;
  /** What is passed to the methods of a result, by the node of the result: `db.prepare(text).run(id)`. */
  readonly bound: ReadonlyMap<Node, readonly Node[]>;
}

/** A change with the call that makes it. */
export interface FoundChange extends Change {
  readonly call: ApiCall;
}

/** What is changed, as far as calls could be followed: `isCut` where they were too many. */
export interface Changes {
  readonly found: readonly FoundChange[];
  readonly isCut: boolean;
}

/** A reader of what the program's calls change. */
export function readChanges(solver: Solver, settings: SettingsOf): ChangeReader {
  const methods = readMethods(solver, settings);
  const changing = solver.apiCalls.filter((call) => call.api.library.name !== "unknown" && mayChange(solver, settings, methods, call));
  return { solver, settings, methods, bound: boundTo(solver), aside: new Map(), ...leadingToCalls(solver, changing) };
}

/** The same reader, for what one call changes. */
export function onlyOf(reader: ChangeReader, call: ApiCall): ChangeReader {
  return { ...reader, ...leadingToCalls(reader.solver, [call]) };
}

function leadingToCalls(solver: Solver, changing: readonly ApiCall[]): Pick<ChangeReader, "calls" | "leading" | "followed" | "behind"> {
  const calls = byEnclosing(changing, ({ site }) => site.fn);
  const leading = leadingTo(solver, calls.keys());
  const known = new Map<FunctionIr, readonly CallSite[]>();
  const followed = (fn: FunctionIr): readonly CallSite[] => {
    let sites = known.get(fn);
    if (sites === undefined) known.set(fn, (sites = callsIn(solver, fn).filter(({ targets }) => targets.some((target) => leading.has(target.fn)))));
    return sites;
  };
  return { calls, leading, followed, behind: new Map() };
}

function boundTo({ graph, apiCalls }: Solver): Map<Node, Node[]> {
  const bound = new Map<Node, Node[]>();
  for (const { site, effects } of apiCalls) if (effects.sinks.some(({ row }) => row.kind === "sql")) bound.set(site.node, []);
  if (bound.size > 0) for (const { receiver, args } of graph.calls) if (receiver !== NO_NODE) bound.get(graph.origin(receiver))?.push(...args.map((arg) => arg.node));
  return bound;
}

/**
 * What a handler surely changes outside of the program, with all that it calls, each with the arguments of its caller: a wrapper round `fetch` changes
 * what the method that it is given changes. Files in a folder for temporary ones do not count, nor do logs and caches.
 */
export function changesOf(reader: ChangeReader, handlers: readonly FunctionNodes[], binding: Binding, comesTo: ComesTo): Changes {
  const all = handlers.map((handler) => walked(reader, handler, handler, binding, comesTo, DEEPEST, false));
  return { found: combined(all.map(({ found }) => found)), isCut: all.some(({ isCut }) => isCut) };
}

function walked(reader: ChangeReader, handler: FunctionNodes, from: FunctionNodes, binding: Binding, comesTo: ComesTo, depth: number, within: boolean): Changes {
  const walk: Walk = { reader, handler, comesTo, found: [], left: MOST_CALLS, isCut: false, open: new Set() };
  visit(walk, from, binding, depth, within);
  return { found: combined([walk.found]), isCut: walk.isCut };
}

/** Each change once, as it was found last. */
function combined(found: readonly (readonly FoundChange[])[]): FoundChange[] {
  return [...new Map(found.flat().map((one) => [`${one.call.site.id} ${one.what}`, one])).values()];
}

/** One handler with what it comes to. */
interface Walk {
  readonly reader: ChangeReader;
  readonly handler: FunctionNodes;
  readonly comesTo: ComesTo;
  readonly found: FoundChange[];
  /** Calls that may still be followed. */
  left: number;
  isCut: boolean;
  /** Functions whose calls are being followed. */
  readonly open: Set<FunctionIr>;
}

/** `within`: it is called for the program's own books. */
function visit(walk: Walk, { fn }: FunctionNodes, binding: Binding, depth: number, within: boolean): void {
  const { reader, handler, comesTo, found, open } = walk;
  if (depth === 0 || open.has(fn)) return;
  open.add(fn);
  const isBooks = within || isAside(reader, fn);
  for (const call of reader.calls.get(fn) ?? []) {
    if (comesTo(call.site)) for (const change of changesAt(reader, handler, call, binding, isBooks)) found.push({ ...change, call });
  }
  for (const site of reader.followed(fn)) {
    if (walk.left <= 0) {
      walk.isCut = true;
      break;
    }
    if (!site.targets.some((target) => reader.leading.has(target.fn) && !open.has(target.fn)) || !comesTo(site)) continue;
    // which of several functions runs is for something to say that is not known
    const [target, ...others] = targetsOf(binding, site);
    if (target === undefined || others.length > 0 || !reader.leading.has(target.fn) || open.has(target.fn) || !comesTo(site, target.fn)) continue;
    const inner = bound(binding, { site: [target.fn, site] });
    if (isHandedNothing(reader.solver, site, target)) {
      const behind = changesBehind(walk, target, inner, depth - 1, isBooks);
      found.push(...behind.found);
      walk.isCut ||= behind.isCut;
    } else if ((walk.left -= 1) >= 0) visit(walk, target, inner, depth - 1, isBooks);
  }
  open.delete(fn);
}

/** What a function does that is handed nothing: the same for every tool of a handler, so that it is followed once. */
function changesBehind({ reader, handler, comesTo }: Walk, target: FunctionNodes, binding: Binding, depth: number, within: boolean): Changes {
  if (depth === 0) return NOTHING;
  const key = `${handler.index} ${target.index} ${within}`;
  const known = reader.behind.get(key);
  if (known !== undefined && known.depth >= depth) return known.changes;
  // where it comes back to itself, that adds nothing
  reader.behind.set(key, { depth, changes: NOTHING });
  const changes = walked(reader, handler, target, binding, comesTo, depth, within);
  reader.behind.set(key, { depth, changes });
  return changes;
}

const NOTHING: Changes = { found: [], isCut: false };

function isHandedNothing(solver: Solver, { args, receiver }: CallSite, { fn }: FunctionNodes): boolean {
  return args.length === 0 && fn.parent?.kind === "module" && (receiver === NO_NODE || tokensAt(solver, receiver).length === 1);
}

/** Functions that keep the program's own books: what they write is hardly what a tool is for, but what they delete for a caller is. */
const ASIDE = /(?:log(?:ger|ging)?|audit|cache[sd]?|telemetry|metrics?|analytics|track(?:ing)?|lock(?:file)?|te?mp(?:orary)?|config(?:uration)?|settings|session|credentials?|auth(?:enticate|entication)?|oauth|login|refresh[A-Z]?\w*|token|cleanup|init(?:ialize|ialise)?|migrat\w*|setup|connect(?:ion)?|ensure\w*|persist(?:ed)?|prewarm|index(?:ing|er)?)$/i;
const ASIDE_FIRST = /^(?:log|audit|cache|track|lock|init|ensure|setup|migrate|load|refresh|connect|authenticate|cleanup|persist|prepare)(?=[A-Z_]|$)/;
const ASIDE_FILE = /(?:^|\/)(?:log(?:ger|ging|s)?|[\w-]*-?cache|telemetry|metrics|analytics|audit[\w-]*|auth[\w-]*|oauth[\w-]*|token[\w-]*|config[\w-]*|session[\w-]*)\.\w+$/i;

function isAside({ aside }: ChangeReader, fn: FunctionIr): boolean {
  let is = aside.get(fn);
  if (is === undefined) aside.set(fn, (is = keepsBooks(fn)));
  return is;
}

function keepsBooks(fn: FunctionIr): boolean {
  if (ASIDE_FILE.test(fn.module.path)) return true;
  for (let at: FunctionIr | undefined = fn; at !== undefined && at.kind !== "module"; at = at.parent) if (at.name !== undefined && (ASIDE.test(at.name) || ASIDE_FIRST.test(at.name))) return true;
  return false;
}

const LONGEST_CALLEE = 60;

function changesAt(reader: ChangeReader, handler: FunctionNodes, call: ApiCall, binding: Binding, aside: boolean): Change[] {
  const { solver } = reader;
  const { site, args, api, effects: { sinks } } = call;
  const location = solver.graph.locate(site.node);
  const callee = api.name.replace(/^globals\./, "");
  const name = api.name.split(".").at(-1) ?? "";
  const changes: Change[] = [];
  const named = changeByName(call);
  if (named !== undefined) {
    const text = solver.graph.text(site.callee).replace(/\s+/g, "").replace(/^this\./, "");
    const chosen = (named === "deletes" || !aside) && args.some((arg) => comesFrom(binding, handler, arg.node));
    changes.push({ effect: named, what: `calls ${text.length > LONGEST_CALLEE ? `${api.library.name}  ${site.method ?? ""}` : text}`, location, chosen });
  }
  for (const { place, row } of sinks) {
    if (!isMeant(solver, call, row)) continue;
    const nodes = placeNodes(solver, site, args, place);
    // what is bound to a statement, or sent with a request, ties it to the caller as its text does
    const told = row.kind === "path" ? nodes : [...nodes, ...args.map((arg) => arg.node), ...(row.kind === "sql" ? (reader.bound.get(site.node) ?? []) : [])];
    const isChosen = (effect: Change["effect"]): boolean => (effect === "deletes" || !aside) && told.some((node) => comesFrom(binding, handler, node));
    const texts = (): string[] => nodes.map((node) => readText(reader, binding, node));
    if (row.kind === "path") {
      // a socket that a request goes through
      if (sinks.some((other) => other.row.kind === "url")) continue;
      const effect = effectOnFiles(name);
      if ((effect !== "deletes" && effect !== "writes") || MAKES_FOLDERS.test(name) || nodes.some((node) => isTemporary(binding, node, effect === "deletes" ? TEMPORARY : PASSING))) continue;
      changes.push({ effect, what: `calls ${callee}`, location, chosen: isChosen(effect) });
    } else if (row.kind === "url") {
      const method = methodOf(reader, binding, name, args.map((arg) => arg.node));
      if (method !== undefined) changes.push({ effect: method === "DELETE" ? "deletes" : "writes", what: `sends a ${method} request with ${callee}`, location, chosen: isChosen(method === "DELETE" ? "deletes" : "writes") });
    } else if (row.kind === "sql") {
      for (const text of texts()) {
        const change = changeOfStatement(text);
        if (change !== undefined) changes.push({ effect: change.effect, what: `runs ${change.what} in ${callee}`, location, chosen: isChosen(change.effect) });
      }
    } else if (row.kind === "shell" || row.kind === "arguments") {
      for (const text of commandsOf(reader, binding, site, args, row, place, texts)) {
        const change = changeOfCommand(text);
        // what is made in a folder of its own, or deleted there, is gone afterwards
        if (change !== undefined && !told.some((node) => isTemporary(binding, node, TEMPORARY))) changes.push({ effect: change.effect, what: `runs \`${change.what}\``, location, chosen: isChosen(change.effect) });
      }
    }
  }
  return changes;
}

/** The commands as one would type them, as far as they are known. */
function commandsOf(reader: ChangeReader, binding: Binding, site: CallSite, args: ApiCall["args"], row: SinkRow, place: Place, texts: () => string[]): string[] {
  if (row.kind === "shell") return texts();
  const programs = row.programName !== undefined ? [row.programName] : row.program === undefined ? [] : placeNodes(reader.solver, site, args, parsePlace(row.program)).map((node) => readText(reader, binding, node));
  const [program] = programs;
  if (program === undefined || row.form === "text") return texts();
  const words = placeNodes(reader.solver, site, args, place).flatMap((node) => wordsOf(valueAt({ binding, settings: reader.settings }, node)));
  return [[program, ...words].join(" ")];
}

function wordsOf(value: Value): string[] {
  if (value.kind === "list") return value.items.map((item) => readable(item) ?? "…");
  if (value.kind !== "unknown") return [readable(value) ?? "…"];
  const [only, ...others] = [...alternatives(value)].filter(({ kind }) => kind === "list");
  return only?.kind === "list" && others.length === 0 ? wordsOf(only) : [];
}

function readText({ settings }: ChangeReader, binding: Binding, node: Node): string {
  return readable(valueAt({ binding, settings }, node)) ?? "";
}

/** The method of a request that surely changes something: the call's own name, or what its options say. */
function methodOf({ methods }: ChangeReader, binding: Binding, name: string, nodes: readonly Node[]): string | undefined {
  if (CHANGING.test(name)) return name.toLowerCase() === "del" ? "DELETE" : name.toUpperCase();
  const [only, other] = methods(binding, nodes);
  return only !== undefined && other === undefined && CHANGING.test(only) ? only : undefined;
}

const TEMPORARY = /te?mp(?:dir|folder|path|file|ora|name|[^a-z]|$)|mkdtemp|\bcache|\.cache|\.lock\b/i;
/** Who adds to a log changes nothing that a person would be asked about; who deletes one does. */
const PASSING = new RegExp(`${TEMPORARY.source}|\\blogs?\\b`, "i");

/** The path lies in a folder for temporary files, or says so of itself. */
function isTemporary(binding: Binding, node: Node, names: RegExp): boolean {
  const { graph } = binding.solver;
  for (const one of madeFrom(binding, node)) if (names.test(graph.text(one).slice(0, 200))) return true;
  return false;
}

/** The value was made from what the handler is given. */
function comesFrom(binding: Binding, handler: FunctionNodes, node: Node): boolean {
  const { graph } = binding.solver;
  for (const one of madeFrom(binding, node)) {
    const def = graph.defs[one];
    if (def?.kind === "param" && def.fn === handler.fn) return true;
  }
  return false;
}

/** The nodes that a value was made from, itself among them: read backwards under the binding, through texts, fields and the arguments of calls. */
function* madeFrom(binding: Binding, start: Node): Iterable<Node> {
  const { graph } = binding.solver;
  const seen = new Set<Node>();
  const work = [start];
  for (let at = work.pop(); at !== undefined && seen.size < MOST_NODES; at = work.pop()) {
    if (seen.has(at) || at === NO_NODE) continue;
    seen.add(at);
    yield at;
    for (const maker of [...heldAt(binding, at).makers, graph.origin(at)]) {
      if (maker !== at && !seen.has(maker)) work.push(maker);
      const def = graph.defs[maker];
      if (def?.kind === "array") work.push(...def.items.map((item) => item.node));
      else if (def?.kind === "object") work.push(...def.fields.values(), ...def.spreads);
      else if (def?.kind === "concat") work.push(...def.parts.filter((part) => typeof part !== "string"));
      else if (def?.kind === "get") work.push(def.object);
      else if (def?.kind === "binary") work.push(def.left, def.right);
      else if (def?.kind === "call" && def.site.targets.length === 0) work.push(def.site.receiver, ...def.site.args.map((arg) => arg.node));
    }
  }
}
