import type { ClassIr, FunctionIr, ModuleIr } from "../ir/ir.js";
import type { Program } from "../program/program.js";
import type { Api, ApiIndex, Effects } from "../models/api.js";
import type { Held } from "./solve/binding.js";
import type { ConstantMemo } from "./constants.js";
import { NodeLists, NONE, withOne } from "./chains.js";
import { type DataOf, NO_EDGE, type Op, type PlainOp } from "./edges.js";
import { type Argument, type CallSite, type Graph, type Node, NO_NODE } from "./graph.js";
import type { Pairs } from "./pairs.js";
import { newToken, NO_FIELDS, type Token, type TokenKind, type TokenOf } from "./tokens.js";
import { carriesObjects } from "./object-flows.js";
import { Watchers } from "./watchers.js";
import type { Walked } from "./build/walk.js";

/** More objects than this at one node say nothing any more. */
const MOST_TOKENS = 400;
/** The same for literals once the program has used up what its size allows, and for all objects once it has used up twice as much. */
const MOST_WHEN_SPENT = 16;
const LEAST_BUDGET = 200_000;
/** What is held in all, a value of the program before its tests: real servers need less than one. */
const BUDGET = 1;

/** A call of something that the models know. */
export interface ApiCall {
  readonly site: CallSite;
  readonly api: Api;
  readonly effects: Effects;
  readonly args: readonly Argument[];
}

/** The state of the points-to analysis (Andersen's, field-sensitive, on the fly call graph). */
export interface Solver {
  readonly graph: Graph;
  readonly walk: Walked;
  readonly program: Program;
  readonly index: ApiIndex;
  readonly tokens: Token[];
  /** What nodes hold, by their origins: past a test a value holds what it held before. */
  readonly held: (readonly Token[] | undefined)[];
  /** The same where it is too much to look through: pairs of an origin and an object's number. */
  readonly many: Pairs;
  /** Where objects go to from a node, both by their origins. */
  flows: NodeLists;
  /** By origin. */
  watchers: Watchers;
  /** Who is to hold what, the next one last; two lists side by side. */
  readonly queue: { readonly nodes: Node[]; readonly tokens: Token[] };
  /** Grows with every object that a node is found to hold. */
  heldCount: number;
  readonly budget: number;
  readonly functionTokens: Map<FunctionIr, Token>;
  readonly classTokens: Map<ClassIr, TokenOf<"class">>;
  readonly instances: Map<Token, Token>;
  readonly objects: Map<Node, Token>;
  readonly apis: Map<Api, Token>;
  readonly namespaces: Map<ModuleIr, Token>;
  readonly moduleObjects: Map<ModuleIr, { token: Token; exports: Node }>;
  readonly schemas: Map<CallSite, Token>;
  readonly globalObject: Token;
  /** How many fields were copied from object to object; what is copied by way of one object, and that object, see `copyFields`. */
  readonly copies: { count: number; readonly mixed: Set<Token>; readonly mixture: Token };
  readonly apiCalls: ApiCall[];
  /** Calls with what they call, as pairs of numbers; those with other arguments than are written there, with these. */
  readonly seenCalls: Pairs;
  readonly seenCallsWith: Set<string>;
  /** Nodes made on demand, by the node that they belong to and a name: `node.field`. */
  readonly derived: Map<string, Node>;
  /** Objects made on demand, by the object that they belong to and a name: a function's `call`. */
  readonly derivedTokens: Map<string, Token>;
  /** Where an object's own way of being iterated over is found. */
  readonly iterators: Map<Token, Node>;
  /** Reads that wait for what stands on a constructor's `prototype`, which may be an instance of that very constructor. */
  readonly prototypeReads: Set<string>;
  readonly constants: ConstantMemo;
  /** What nodes hold at which values are made; read once the solver is done. */
  readonly made: Map<Node, Held>;
  /** What nodes hold that is made at one place, by that place. */
  readonly single: Map<Node, Held>;
  /** Calls of the program's functions by every function around them; read once the solver is done. */
  readonly callsWithin: Map<FunctionIr, CallSite[]>;
  /** Sites at which something was called that the program or a model knows. */
  readonly resolved: Set<CallSite>;
  /** Nodes at which the cap was met. */
  readonly capped: Set<Node>;
}

/** The objects at a node, as known so far. */
export function tokensAt(solver: Solver, node: Node): readonly Token[] {
  return solver.held[solver.graph.origin(node)] ?? NONE;
}

/** Whether the node holds the object. */
export function holdsToken(solver: Solver, node: Node, token: Token): boolean {
  const origin = solver.graph.origin(node);
  const held = solver.held[origin];
  return held !== undefined && includes(solver, origin, held, token);
}

export function isHeldAtAny(solver: Solver, nodes: readonly Node[], token: Token): boolean {
  for (const node of nodes) if (holdsToken(solver, node, token)) return true;
  return false;
}


/** So many objects at a node are found by looking at each. */
const FEW = 12;

/** The node holds the object. It counts, and goes further, when its turn in the queue comes. */
export function addToken(solver: Solver, node: Node, token: Token): void {
  if (node !== NO_NODE) enqueue(solver, solver.graph.origin(node), token);
}

function enqueue(solver: Solver, node: Node, token: Token): void {
  const held = solver.held[node];
  if (held !== undefined) {
    if (includes(solver, node, held, token)) return;
    if (held.length >= mostOf(solver, token)) {
      solver.capped.add(node);
      return;
    }
  }
  solver.queue.nodes.push(node);
  solver.queue.tokens.push(token);
}

function includes(solver: Solver, node: Node, held: readonly Token[], token: Token): boolean {
  return held.length <= FEW ? held.includes(token) : solver.many.has(node, token.id);
}

function mostOf(solver: Solver, token: Token): number {
  return solver.heldCount > (token.kind === "object" ? 1 : 2) * solver.budget ? MOST_WHEN_SPENT : MOST_TOKENS;
}

/** How much nodes may hold in all before objects count less. */
export function budgetOf(graph: Graph): number {
  return Math.max(LEAST_BUDGET, BUDGET * graph.originCount);
}

/** Calls `hear` for every object that the node holds or will hold. */
export function watch(solver: Solver, node: Node, hear: (token: Token) => void): void {
  if (node === NO_NODE) return;
  solver.watchers.add(solver.graph.origin(node), hear);
  for (const token of tokensAt(solver, node)) hear(token);
}

/** A new edge while solving: what `from` holds goes along. */
export function connect(solver: Solver, from: Node, to: Node, op: PlainOp): void;
export function connect<O extends Op>(solver: Solver, from: Node, to: Node, op: O, data: DataOf<O>): void;
export function connect<O extends Op>(solver: Solver, from: Node, to: Node, op: O, data?: DataOf<O>): void {
  if (from === NO_NODE || to === NO_NODE || from === to) return;
  // without data it is an edge that says nothing besides, by the first of the two forms
  const edge = solver.graph.edge(from, to, op, data as DataOf<O>);
  if (edge !== NO_EDGE && carriesObjects(solver.graph, edge)) share(solver, from, to);
}

/** What `from` holds goes to `to`, without an edge for taint. */
export function share(solver: Solver, from: Node, to: Node): void {
  const { flows, graph } = solver;
  const [origin, target] = [graph.origin(from), graph.origin(to)];
  if (origin === target) return;
  flows.add(origin, target);
  for (const token of tokensAt(solver, origin)) enqueue(solver, target, token);
}

/** Runs until nothing changes. Law: an object goes along each edge of a node once, and each watcher hears of it once. */
export function propagate(solver: Solver): void {
  const { queue, watchers, held, flows } = solver;
  for (let node = queue.nodes.pop(), token = queue.tokens.pop(); node !== undefined && token !== undefined; node = queue.nodes.pop(), token = queue.tokens.pop()) {
    const all = held[node];
    if (all === undefined) held[node] = token.alone;
    else {
      if (includes(solver, node, all, token)) continue;
      if (all.length >= mostOf(solver, token)) {
        solver.capped.add(node);
        continue;
      }
      const grown = (held[node] = withOne(all, token));
      if (grown.length > FEW) for (const one of grown.length === FEW + 1 ? grown : token.alone) solver.many.add(node, one.id);
    }
    solver.heldCount += 1;
    for (let at = flows.first(node); at !== 0; at = flows.next(at)) enqueue(solver, flows.item(at), token);
    // a watcher that comes in meanwhile finds the token among what is held
    for (let at = watchers.first(node), last = watchers.last(node); at !== 0; at = at === last ? 0 : watchers.next(at)) watchers.hears[at]?.(token);
  }
}

/** Nothing moves any more: what only moving objects takes goes out of memory. */
export function settleObjects(solver: Solver): void {
  solver.flows = new NodeLists();
  solver.watchers = new Watchers();
}

/** The node of a field of an object. */
export function fieldOf(solver: Solver, token: Token, field: string): Node {
  let node = token.fields.get(field);
  if (node === undefined) {
    const { graph } = solver;
    const owner = token.kind === "object" ? token.node : undefined;
    const fn = owner === undefined ? anyFunction(solver) : (graph.owners[owner] ?? anyFunction(solver));
    const span = { start: owner === undefined ? 0 : (graph.starts[owner] ?? 0), end: owner === undefined ? 0 : (graph.starts[owner] ?? 0) };
    node = graph.add(fn, span);
    if (token.fields === NO_FIELDS) token.fields = new Map();
    token.fields.set(field, node);
    const { listeners } = token;
    // those that come in meanwhile hear of it then
    for (let at = 0, end = listeners.length; at < end; at += 1) listeners[at]?.(field, node);
  }
  return node;
}

/** The one node called `name` that belongs to node `home`; `link` ties it to the rest when it is made. */
export function derivedNode(solver: Solver, home: Node, name: string, link: (made: Node) => void): Node {
  const key = `${home}.${name}`;
  let node = solver.derived.get(key);
  if (node === undefined) {
    const { graph } = solver;
    const fn = graph.owners[home];
    if (fn === undefined) throw new Error(`node ${home} has no function`);
    node = graph.add(fn, { start: graph.starts[home] ?? 0, end: graph.ends[home] ?? 0 });
    solver.derived.set(key, node);
    link(node);
  }
  return node;
}

/** The one object called `name` that belongs to another. */
export function derivedToken(solver: Solver, home: Token, name: string, kind: TokenKind): Token {
  const key = `${home.id}.${name}`;
  let token = solver.derivedTokens.get(key);
  if (token === undefined) solver.derivedTokens.set(key, (token = newToken(solver, kind)));
  return token;
}

function anyFunction(solver: Solver): FunctionIr {
  for (const fn of solver.graph.functions.keys()) return fn;
  throw new Error("a program without functions has no fields");
}

/** Hears of every field that the object will have. */
export function listenToFields(token: Token, hear: Token["listeners"][number]): void {
  token.listeners = withOne(token.listeners, hear);
}

/** Hears of every field that the object has or will have. */
export function watchFields(token: Token, hear: Token["listeners"][number]): void {
  listenToFields(token, hear);
  let left = token.fields.size;
  if (left === 0) return;
  for (const [field, node] of token.fields) {
    hear(field, node);
    // fields that come in meanwhile are heard of as they come
    if ((left -= 1) === 0) return;
  }
}

export function objectToken(solver: Solver, node: Node): Token {
  let token = solver.objects.get(node);
  if (token === undefined) solver.objects.set(node, (token = newToken(solver, { kind: "object", node })));
  return token;
}

export function functionToken(solver: Solver, fn: FunctionIr): Token {
  let token = solver.functionTokens.get(fn);
  if (token === undefined) {
    const nodes = solver.graph.functions.get(fn);
    if (nodes === undefined) throw new Error(`function ${fn.name} was not allocated`);
    solver.functionTokens.set(fn, (token = newToken(solver, { kind: "function", fn: nodes })));
  }
  return token;
}

export function instanceToken(solver: Solver, of: Token): Token {
  let token = solver.instances.get(of);
  if (token === undefined) solver.instances.set(of, (token = newToken(solver, { kind: "instance", of })));
  return token;
}

function apiToken(solver: Solver, api: Api): Token {
  let token = solver.apis.get(api);
  if (token === undefined) solver.apis.set(api, (token = newToken(solver, { kind: "api", api })));
  return token;
}

/** The value of a place of a library is here, and with it an instance of each type that the place is. */
export function addApi(solver: Solver, node: Node, api: Api): void {
  addToken(solver, node, apiToken(solver, api));
  for (const type of api.types) addToken(solver, node, apiToken(solver, type));
}
