import type { FunctionIr } from "../../ir/ir.js";
import { isEntryOf, readField } from "./bound-fields.js";
import { type CallSite, type Def, type FunctionNodes, type Node, NO_NODE } from "../graph.js";
import { KEY } from "../names.js";
import { holdsToken, isHeldAtAny, type Solver, tokensAt } from "../solver.js";
import type { Token } from "../tokens.js";

/**
 * One of the cases that the graph mixes: which call brought a function its parameters, which of several objects stands at a place, which
 * entry of a table is read. Values are read backwards under it; without choices they are those that the solver found.
 */
export interface Binding {
  readonly solver: Solver;
  readonly sites: Map<FunctionIr, CallSite>;
  /** The object at a place, see `placeOf`. */
  readonly objects: ReadonlyMap<string, Token>;
  /** The field of the table at a place whose entries are read. */
  readonly entries: ReadonlyMap<string, string>;
  /** How many calls are still entered backwards. */
  readonly depth: number;
  /** Where several cases meet that no choice tells apart yet, as they are found. */
  readonly splits: Map<string, Split>;
  /** Undefined while it is read. */
  readonly known: Map<Node, Held | undefined>;
  /** Nodes and texts that may still be read backwards, for a binding and all that are made of it. */
  readonly effort: { left: number };
}

/** A choice that is open: each case of it makes a binding of its own. */
export type Split =
  | { readonly kind: "callers"; readonly fn: FunctionNodes; readonly sites: readonly CallSite[] }
  | { readonly kind: "objects"; readonly place: string; readonly tokens: readonly Token[] }
  | { readonly kind: "entries"; readonly place: string; readonly fields: readonly string[] };

/** What a node holds: the nodes that its values are made at, and the objects among them. */
export interface Held {
  readonly makers: ReadonlySet<Node>;
  readonly tokens: ReadonlySet<Token>;
}

/** The same while it is gathered. */
export interface Gathered {
  readonly makers: Set<Node>;
  readonly tokens: Set<Token>;
}

export const DEEPEST = 3;
const MOST_NODES = 2000;
/** Ten times what a registration of two hundred tools takes. */
const MOST_EFFORT = 200_000;
const LONGEST = 40;

/** The binding without any choice. */
export function unbound(solver: Solver): Binding {
  return { solver, sites: new Map(), objects: new Map(), entries: new Map(), depth: DEEPEST, splits: new Map(), known: new Map(), effort: { left: MOST_EFFORT } };
}

/** The binding with more choices, or the same ones with nothing read yet. */
export function bound(binding: Binding, more: { site?: readonly [FunctionIr, CallSite]; object?: readonly [string, Token]; entry?: readonly [string, string]; depth?: number } = {}): Binding {
  const { solver, sites, objects, entries } = binding;
  return {
    solver,
    sites: new Map(more.site === undefined ? sites : [...sites, more.site]),
    objects: more.object === undefined ? objects : new Map([...objects, more.object]),
    entries: more.entry === undefined ? entries : new Map([...entries, more.entry]),
    depth: more.depth ?? binding.depth,
    splits: new Map(),
    known: new Map(),
    effort: binding.effort,
  };
}

/** What a node holds under a binding. Law: never more than the solver found, and all of that where nothing tells. */
export function heldAt(binding: Binding, node: Node): Held {
  const known = binding.known.get(node);
  if (known !== undefined) return known;
  const { solver } = binding;
  const made = madeAt(binding, node);
  if (made !== undefined) return made;
  if (binding.known.has(node)) return { makers: new Set([node]), tokens: new Set(tokensAt(solver, node)) };
  binding.known.set(node, undefined);
  const held: Gathered = { makers: new Set(), tokens: new Set() };
  const before = within(binding, node, held);
  // most nodes are where their value is made
  if (before.length > 0) readBack(binding, node, before, held);
  const once = shared(solver, held);
  binding.known.set(node, once);
  return once;
}

/** What is made at one place is mostly held in the same words under all bindings, which are kept as long as a server is. */
function shared({ single }: Solver, held: Held): Held {
  if (held.makers.size !== 1) return held;
  for (const maker of held.makers) {
    const before = single.get(maker);
    if (before === undefined) single.set(maker, held);
    else if (areSame(before.tokens, held.tokens)) return before;
  }
  return held;
}

function areSame(a: ReadonlySet<Token>, b: ReadonlySet<Token>): boolean {
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const token of a) if (token !== others.next().value) return false;
  return true;
}

/** The sorts of nodes at which a value is made, whatever the case. */
const MADE: ReadonlySet<string> = new Set<Def["kind"]>(["const", "concat", "function", "class", "regex", "unary", "binary", "global"]);

/** What a node holds whose value is made there: one for all bindings, of which there are many. */
function madeAt({ solver, objects }: Binding, at: Node): Held | undefined {
  if (objects.size > 0) return undefined;
  const node = solver.graph.origin(at);
  const kind = solver.graph.defs[node]?.kind;
  if (kind === undefined || !MADE.has(kind)) return undefined;
  let made = solver.made.get(node);
  if (made === undefined) solver.made.set(node, (made = { makers: new Set([node]), tokens: new Set(tokensAt(solver, node)) }));
  return made;
}

function readBack(binding: Binding, node: Node, before: readonly Node[], held: Gathered): void {
  const seen = new Set<Node>([node, ...before]);
  const work = [...seen].slice(1);
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (seen.size > MOST_NODES) {
      hold(binding, held, at);
      continue;
    }
    for (const next of within(binding, at, held)) {
      if (seen.has(next)) continue;
      seen.add(next);
      work.push(next);
    }
  }
}

/** One step back, as long as the effort lasts. */
function within(binding: Binding, at: Node, held: Gathered): readonly Node[] {
  if ((binding.effort.left -= 1) >= 0) return stepBack(binding, at, held);
  hold(binding, held, at);
  return [];
}

function hold({ solver }: Binding, held: Gathered, node: Node): void {
  held.makers.add(node);
  for (const token of tokensAt(solver, node)) held.tokens.add(token);
}

/** Adds what is made at the node to `held`; gives the nodes that the rest comes from. */
function stepBack(binding: Binding, at: Node, held: Gathered): readonly Node[] {
  const { solver } = binding;
  const { graph } = solver;
  const node = graph.origin(at);
  const chosen = binding.objects.size === 0 ? undefined : binding.objects.get(placeOf(binding, node));
  if (chosen !== undefined && holdsToken(solver, node, chosen)) {
    held.tokens.add(chosen);
    return [];
  }
  const def = graph.defs[node];
  switch (def?.kind) {
    case "object":
    case "array": {
      held.makers.add(node);
      const own = solver.objects.get(node);
      if (own !== undefined) held.tokens.add(own);
      return [];
    }
    case "update":
      return [def.base];
    case "phi":
      return def.inputs;
    case "choice":
      return [def.then, def.else];
    case "logical":
      return def.op === "&&" ? [def.right] : [def.left, def.right];
    case "param":
      return argumentsOf(binding, node, def.fn) ?? sourcesOf(binding, node, held);
    case "get":
      if (def.field === KEY) break;
      return readField(binding, def, held) ?? sourcesOf(binding, node, held);
    case "call":
      return resultsOf(binding, node, def.site, held);
    case "cell":
    case undefined:
      return receiverOf(binding, node) ?? sourcesOf(binding, node, held);
    default:
  }
  hold(binding, held, node);
  return [];
}

/** Where the value may come from by the solver's account; what it put at the node itself is held. */
export function sourcesOf(binding: Binding, node: Node, held: Gathered, except?: (source: Node) => boolean): readonly Node[] {
  const { solver } = binding;
  const all = solver.graph.sourcesOf(node);
  if (all.length === 0) {
    hold(binding, held, node);
    return [];
  }
  for (const token of tokensAt(solver, node)) if (!isHeldAtAny(solver, all, token)) held.tokens.add(token);
  return except === undefined ? all : all.filter((source) => !except(source));
}

/** What the chosen call passes; several calls among which nobody has chosen are an open split. */
function argumentsOf(binding: Binding, param: Node, fn: FunctionIr): readonly Node[] | undefined {
  const { graph } = binding.solver;
  const site = binding.sites.get(fn);
  if (site !== undefined) return passedBy(binding, param, site);
  const nodes = graph.functions.get(fn);
  if (nodes === undefined) return undefined;
  // a call from inside hands on what another one brought
  const sites = [...new Set(nodes.callers)].filter((caller) => !isWithin(caller.fn, fn) && !binding.sites.has(caller.fn));
  if (sites.length > 1) binding.splits.set(`callers ${nodes.index}`, { kind: "callers", fn: nodes, sites });
  return undefined;
}

function passedBy({ solver }: Binding, to: Node, site: CallSite): readonly Node[] {
  const { graph } = solver;
  return graph.sourcesOf(to).filter((source) => graph.passes(source, to, site));
}

function receiverOf(binding: Binding, node: Node): readonly Node[] | undefined {
  const { graph } = binding.solver;
  const fn = graph.owners[node];
  const site = fn === undefined ? undefined : binding.sites.get(fn);
  if (fn === undefined || site === undefined || site.receiver === NO_NODE || graph.functions.get(fn)?.thisNode !== node) return undefined;
  const passed = passedBy(binding, node, site);
  return passed.length === 0 ? undefined : passed;
}

/** What the functions return that the call runs, each read with this very call's arguments. */
function resultsOf(binding: Binding, node: Node, site: CallSite, held: Gathered): readonly Node[] {
  const targets = binding.depth === 0 || site.isNew ? [] : targetsOf(binding, site);
  if (targets.length === 0) return sourcesOf(binding, node, held);
  for (const target of targets) {
    if (binding.sites.has(target.fn) && binding.sites.get(target.fn) !== site) {
      hold(binding, held, target.returns);
      continue;
    }
    const inner = bound(binding, { site: [target.fn, site], depth: binding.depth - 1 });
    const { makers, tokens } = heldAt(inner, target.returns);
    for (const maker of makers) held.makers.add(maker);
    for (const token of tokens) held.tokens.add(token);
    for (const [key, split] of inner.splits) binding.splits.set(key, split);
    // a closure that comes back reads what this call gave to the function around it
    const closes = [...tokens].some((token) => token.kind === "function" && isWithin(token.fn.fn, target.fn));
    if (closes) for (const [fn, one] of inner.sites) if (!binding.sites.has(fn)) binding.sites.set(fn, one);
  }
  const returns = new Set(site.targets.map((target) => target.returns));
  return sourcesOf(binding, node, held, (source) => returns.has(source));
}

/** The functions of the program that a call runs under a binding. */
export function targetsOf(binding: Binding, site: CallSite): FunctionNodes[] {
  const called = functionsOf(heldAt(binding, site.callee).tokens);
  return site.targets.filter((target, index) => called.has(target) && site.targets.indexOf(target) === index);
}

/** The functions among objects, those in `bind` too. */
export function functionsOf(tokens: Iterable<Token>): Set<FunctionNodes> {
  const functions = new Set<FunctionNodes>();
  for (let token of tokens) {
    while (token.kind === "bound") token = token.target;
    if (token.kind === "function") functions.add(token.fn);
  }
  return functions;
}

export function isWithin(fn: FunctionIr, outer: FunctionIr): boolean {
  for (let at: FunctionIr | undefined = fn; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** A name for the place that a node reads: two nodes of one name hold the same object at the time of a registration. */
export function placeOf(binding: Binding, start: Node): string {
  const { graph } = binding.solver;
  let path = "";
  let node = graph.origin(start);
  for (let hops = 0; hops < LONGEST; hops += 1) {
    const def = graph.defs[node];
    if (def?.kind === "get") {
      if (isEntryOf(def.field)) break;
      path = `.${def.field}${path}`;
      node = graph.origin(def.object);
      continue;
    }
    if (def !== undefined && def.kind !== "param" && def.kind !== "cell") break;
    const site = def?.kind === "param" ? binding.sites.get(def.fn) : undefined;
    const from = site === undefined ? (receiverOf(binding, node) ?? graph.sourcesOf(node)) : passedBy(binding, node, site);
    if (from.length !== 1 || from[0] === undefined) break;
    node = graph.origin(from[0]);
  }
  return `${node}${path}`;
}
