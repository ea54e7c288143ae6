import { copyFields, derive, load, store } from "./fields.js";
import { ANY_FIELD, ANY_ITEM, type Argument, type CallSite, type Node, NO_NODE, OP } from "./graph.js";
import { solveCall } from "./invoke.js";
import { addToken, connect, newToken, objectToken, type Solver, watch } from "./solver.js";

/**
 * What the language's own methods do with objects and callbacks. They are told by name, whatever the receiver is: a class of the program with a
 * method `map` gets both its own meaning and this one. Taint through them is in steps.ts; here go objects, and calls of callbacks.
 */
type Meaning = (call: Call) => void;

interface Call {
  readonly solver: Solver;
  readonly site: CallSite;
  readonly receiver: Node;
  readonly args: readonly Argument[];
}

/** Runs the meaning of the method or global function that the call names. */
export function applyBuiltin(solver: Solver, site: CallSite): void {
  const call: Call = { solver, site, receiver: site.receiver, args: site.args };
  if (site.method !== undefined) {
    const root = solver.graph.defs[site.receiver];
    if (root?.kind === "global") STATICS.get(`${root.name}.${site.method}`)?.(call);
    METHODS.get(site.method)?.(call);
    return;
  }
  const def = solver.graph.defs[site.callee];
  if (def?.kind === "global") GLOBALS.get(def.name)?.(call);
  const name = calleeName(solver, site);
  if (name !== undefined) TRANSPILED.get(name)?.(call);
}

function calleeName(solver: Solver, site: CallSite): string | undefined {
  const def = solver.graph.defs[solver.graph.origin(site.callee)];
  if (def?.kind === "cell") return def.variable.name;
  const { graph } = solver;
  const from = graph.sources[site.callee]?.[0];
  const captured = from === undefined ? undefined : graph.defs[from];
  return captured?.kind === "cell" ? captured.variable.name : undefined;
}

function arg(call: Call, index: number): Node {
  return call.args[index]?.node ?? NO_NODE;
}

/** Calls `callback` with these values; its result is the node that comes back. */
function callBack(call: Call, callback: Node, args: readonly Node[]): Node {
  const { solver, site } = call;
  if (callback === NO_NODE) return NO_NODE;
  const { graph } = solver;
  const node = graph.add(site.fn, site);
  const made: CallSite = {
    id: graph.calls.length, node, fn: site.fn, callee: callback, receiver: NO_NODE, method: undefined, args: args.map((one) => ({ node: one, spread: false })), isNew: false,
    start: site.start, end: site.end, tag: undefined, catcher: site.catcher, targets: [],
  };
  graph.calls.push(made);
  graph.defs[node] = { kind: "call", site: made };
  solveCall(solver, made);
  return node;
}

function items(call: Call, list: Node = call.receiver): Node {
  return derive(call.solver, list, ANY_ITEM);
}

/** The call gives a new list or object. */
function makeList(call: Call): void {
  addToken(call.solver, call.site.node, objectToken(call.solver, call.site.node));
}

function put(call: Call, field: string, value: Node): void {
  if (value === NO_NODE) return;
  const { solver, site } = call;
  solver.graph.edge(value, site.node, OP.PUT, field);
  store(solver, site.node, field, value, false);
}

function give(call: Call, value: Node): void {
  if (value !== NO_NODE) connect(call.solver, value, call.site.node, OP.COPY);
}

/** Any value, for a callback's parameter that nothing is known of. */
function nothing(call: Call): Node {
  return call.solver.graph.add(call.site.fn, { start: call.site.start, end: call.site.start });
}

const sameObject: Meaning = (call) => give(call, call.receiver);
const oneItem: Meaning = (call) => give(call, items(call));
const eachItem: Meaning = (call) => void callBack(call, arg(call, 0), [items(call), nothing(call), call.receiver]);

function storeItems(call: Call, values: readonly Argument[], field = ANY_ITEM): void {
  for (const value of values) {
    const from = value.spread ? items(call, value.node) : value.node;
    const { graph } = call.solver;
    // a version of a local list carries the taint, see mutate in expressions.ts; everybody else sees it through the heap
    store(call.solver, call.receiver, field, from, !isVersioned(graph.defs[call.receiver]?.kind));
  }
}

function isVersioned(kind: string | undefined): boolean {
  return kind === "array" || kind === "update" || kind === "object";
}

/** The field that a key of a Map names: its constant, or any. */
function mapKey(call: Call, node: Node): string {
  const def = call.solver.graph.defs[node];
  return def?.kind === "const" && typeof def.value === "string" ? def.value : ANY_FIELD;
}

const METHODS = new Map<string, Meaning>(Object.entries({
  map: (call) => {
    makeList(call);
    put(call, ANY_ITEM, callBack(call, arg(call, 0), [items(call), nothing(call), call.receiver]));
  },
  flatMap: (call) => {
    makeList(call);
    const result = callBack(call, arg(call, 0), [items(call), nothing(call), call.receiver]);
    if (result !== NO_NODE) put(call, ANY_ITEM, derive(call.solver, result, ANY_ITEM));
  },
  filter: (call) => {
    eachItem(call);
    give(call, call.receiver);
  },
  forEach: (call) => void callBack(call, arg(call, 0), [items(call), nothing(call), call.receiver]),
  some: eachItem,
  every: eachItem,
  findIndex: eachItem,
  find: (call) => {
    eachItem(call);
    oneItem(call);
  },
  findLast: (call) => {
    eachItem(call);
    oneItem(call);
  },
  sort: (call) => {
    callBack(call, arg(call, 0), [items(call), items(call)]);
    give(call, call.receiver);
  },
  toSorted: sameObject, reverse: sameObject, toReversed: sameObject, slice: sameObject, flat: (call) => {
    give(call, call.receiver);
    makeList(call);
    put(call, ANY_ITEM, derive(call.solver, items(call), ANY_ITEM));
  },
  concat: (call) => {
    give(call, call.receiver);
    for (const value of call.args) give(call, value.node);
  },
  reduce: (call) => {
    const result = callBack(call, arg(call, 0), [call.site.node, items(call), nothing(call), call.receiver]);
    give(call, result);
    give(call, call.args.length > 1 ? arg(call, 1) : items(call));
  },
  reduceRight: (call) => METHODS.get("reduce")?.(call),
  push: (call) => storeItems(call, call.args),
  unshift: (call) => storeItems(call, call.args),
  splice: (call) => storeItems(call, call.args.slice(2)),
  add: (call) => {
    storeItems(call, call.args.slice(0, 1));
    give(call, call.receiver);
  },
  fill: (call) => {
    storeItems(call, call.args.slice(0, 1));
    give(call, call.receiver);
  },
  pop: oneItem, shift: oneItem, at: oneItem, next: (call) => put(call, "value", items(call)),
  set: (call) => {
    if (call.args.length < 2) return;
    storeItems(call, call.args.slice(1, 2), mapKey(call, arg(call, 0)));
    give(call, call.receiver);
  },
  get: (call) => {
    if (call.args.length > 0) give(call, derive(call.solver, call.receiver, mapKey(call, arg(call, 0))));
  },
  values: (call) => {
    makeList(call);
    put(call, ANY_ITEM, derive(call.solver, call.receiver, ANY_FIELD));
  },
  entries: (call) => entriesOf(call, call.receiver),
  then: (call) => {
    const done = callBack(call, arg(call, 0), [call.receiver]);
    give(call, done);
    give(call, callBack(call, arg(call, 1), [nothing(call)]));
    if (done === NO_NODE) give(call, call.receiver);
  },
  catch: (call) => {
    give(call, call.receiver);
    give(call, callBack(call, arg(call, 0), [nothing(call)]));
  },
  finally: (call) => {
    give(call, call.receiver);
    callBack(call, arg(call, 0), []);
  },
  replace: (call) => void callBack(call, arg(call, 1), [call.receiver, call.receiver, call.receiver]),
  replaceAll: (call) => void callBack(call, arg(call, 1), [call.receiver, call.receiver, call.receiver]),
  split: makeList, matchAll: makeList, match: makeList,
  on: (call) => listen(call), once: (call) => listen(call), addListener: (call) => listen(call), addEventListener: (call) => listen(call),
  emit: (call) => {
    const event = derive(call.solver, call.receiver, `%on:${mapKey(call, arg(call, 0))}`);
    callBack(call, event, call.args.slice(1).map((value) => value.node));
  },
  run: (call) => {
    if (call.args.length < 2) return;
    store(call.solver, call.receiver, "%store", arg(call, 0), true);
    give(call, callBack(call, arg(call, 1), call.args.slice(2).map((value) => value.node)));
  },
  getStore: (call) => give(call, derive(call.solver, call.receiver, "%store")),
} satisfies Record<string, Meaning>));

function listen(call: Call): void {
  store(call.solver, call.receiver, `%on:${mapKey(call, arg(call, 0))}`, arg(call, 1), true);
  give(call, call.receiver);
}

function entriesOf(call: Call, object: Node): void {
  const { solver, site } = call;
  if (object === NO_NODE) return;
  makeList(call);
  const pair = solver.graph.add(site.fn, site);
  addToken(solver, pair, objectToken(solver, pair));
  const value = derive(solver, object, ANY_FIELD);
  const key = solver.graph.add(site.fn, site);
  solver.graph.edge(object, key, OP.GET, "%key");
  for (const [field, node] of [["0", key], ["1", value]] as const) {
    solver.graph.edge(node, pair, OP.PUT, field);
    store(solver, pair, field, node, false);
  }
  put(call, ANY_ITEM, pair);
}

const later: Meaning = (call) => void callBack(call, arg(call, 0), call.args.slice(2).map((value) => value.node));

const GLOBALS = new Map<string, Meaning>(Object.entries({
  setTimeout: later, setInterval: later,
  setImmediate: (call) => void callBack(call, arg(call, 0), call.args.slice(1).map((value) => value.node)),
  queueMicrotask: (call) => void callBack(call, arg(call, 0), []),
  structuredClone: (call) => give(call, arg(call, 0)),
  Promise: (call) => {
    const { solver, site } = call;
    const resolve = nothing(call);
    addToken(solver, resolve, newToken(solver, { kind: "resolver", promise: site.node }));
    callBack(call, arg(call, 0), [resolve, nothing(call)]);
  },
  Map: (call) => fromEntries(call, arg(call, 0)),
  WeakMap: (call) => fromEntries(call, arg(call, 0)),
  Set: (call) => {
    makeList(call);
    give(call, arg(call, 0));
  },
  WeakSet: makeList,
  Array: (call) => {
    makeList(call);
    for (const value of call.args) put(call, ANY_ITEM, value.node);
  },
  Object: (call) => give(call, arg(call, 0)),
  Proxy: (call) => give(call, arg(call, 0)),
} satisfies Record<string, Meaning>));

function fromEntries(call: Call, pairs: Node): void {
  makeList(call);
  if (pairs === NO_NODE) return;
  put(call, ANY_FIELD, derive(call.solver, derive(call.solver, pairs, ANY_ITEM), "1"));
  // new Map(otherMap), new Map(Object.entries(x)) keep the fields' names as far as they are literals
  const def = call.solver.graph.defs[pairs];
  if (def?.kind !== "array") return;
  for (const item of def.items) {
    const pair = call.solver.graph.defs[item.node];
    if (pair?.kind !== "array") continue;
    const [key, value] = pair.items;
    if (key !== undefined && value !== undefined) put(call, mapKey(call, key.node), value.node);
  }
}

const STATICS = new Map<string, Meaning>(Object.entries({
  "Object.assign": (call) => {
    call.args.forEach((value, index) => {
      give(call, value.node);
      if (index > 0) watch(call.solver, arg(call, 0), (target) => copyFields(call.solver, value.node, target));
    });
  },
  "Object.values": (call) => {
    makeList(call);
    if (arg(call, 0) !== NO_NODE) put(call, ANY_ITEM, derive(call.solver, arg(call, 0), ANY_FIELD));
  },
  "Object.keys": (call) => {
    makeList(call);
    const { solver, site } = call;
    if (arg(call, 0) === NO_NODE) return;
    const key = solver.graph.add(site.fn, site);
    solver.graph.edge(arg(call, 0), key, OP.GET, "%key");
    put(call, ANY_ITEM, key);
  },
  "Object.entries": (call) => entriesOf(call, arg(call, 0)),
  "Object.fromEntries": (call) => fromEntries(call, arg(call, 0)),
  "Object.freeze": (call) => give(call, arg(call, 0)),
  "Object.seal": (call) => give(call, arg(call, 0)),
  "Object.create": (call) => give(call, arg(call, 0)),
  "Object.defineProperty": (call) => defineProperty(call),
  "Array.from": (call) => {
    const list = arg(call, 0);
    if (list === NO_NODE) return;
    makeList(call);
    if (call.args.length < 2) return give(call, list);
    put(call, ANY_ITEM, callBack(call, arg(call, 1), [items(call, list), nothing(call)]));
  },
  "Array.of": (call) => {
    makeList(call);
    for (const value of call.args) put(call, ANY_ITEM, value.node);
  },
  "Promise.all": (call) => give(call, arg(call, 0)),
  "Promise.allSettled": (call) => {
    makeList(call);
    if (arg(call, 0) === NO_NODE) return;
    const { solver, site } = call;
    const settled = solver.graph.add(site.fn, site);
    addToken(solver, settled, objectToken(solver, settled));
    const value = items(call, arg(call, 0));
    solver.graph.edge(value, settled, OP.PUT, "value");
    store(solver, settled, "value", value, false);
    put(call, ANY_ITEM, settled);
  },
  "Promise.race": (call) => give(call, arg(call, 0) === NO_NODE ? NO_NODE : items(call, arg(call, 0))),
  "Promise.any": (call) => give(call, arg(call, 0) === NO_NODE ? NO_NODE : items(call, arg(call, 0))),
  "Promise.resolve": (call) => give(call, arg(call, 0)),
  "process.nextTick": (call) => void callBack(call, arg(call, 0), call.args.slice(1).map((value) => value.node)),
  "Reflect.apply": (call) => void call,
  "Reflect.get": (call) => give(call, arg(call, 0) === NO_NODE ? NO_NODE : derive(call.solver, arg(call, 0), mapKey(call, arg(call, 1)))),
} satisfies Record<string, Meaning>));

function defineProperty(call: Call): void {
  const [object, key, descriptor] = [arg(call, 0), arg(call, 1), arg(call, 2)];
  if (object === NO_NODE || descriptor === NO_NODE) return;
  const field = mapKey(call, key);
  const value = derive(call.solver, descriptor, "value");
  store(call.solver, object, field, value, true);
  const getter = derive(call.solver, descriptor, "get");
  const read = nothing(call);
  load(call.solver, getter, "%get", read);
  store(call.solver, object, field, read, true);
  give(call, object);
}

const sameArgument: Meaning = (call) => give(call, arg(call, 0));

/** Functions that TypeScript and Babel write into compiled modules (https://github.com/microsoft/tslib). */
const TRANSPILED = new Map<string, Meaning>(Object.entries({
  __importStar: sameArgument, __importDefault: sameArgument, _interopRequireDefault: sameArgument, _interopRequireWildcard: sameArgument, __toESM: sameArgument, __toCommonJS: sameArgument,
  __exportStar: (call) => watch(call.solver, arg(call, 1), (target) => copyFields(call.solver, arg(call, 0), target)),
  __awaiter: (call) => give(call, callBack(call, arg(call, 3), [])),
  __assign: (call) => STATICS.get("Object.assign")?.(call),
  _asyncToGenerator: sameArgument,
} satisfies Record<string, Meaning>));
