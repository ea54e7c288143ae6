import { assignFields, copyFields } from "../copies.js";
import { derive, ENTRY, load, REASON, store } from "../fields.js";
import { ANY_FIELD, ANY_ITEM, type Node, NO_NODE, OP } from "../graph.js";
import { arg, callBack, type Call, callWith, entriesOf, give, giveText, items, keyOf, makeList, mapKey, type Meaning, nothing, put } from "../meanings.js";
import { addToken, objectToken, watch } from "../solver.js";
import { newToken } from "../tokens.js";

const later: Meaning = (call) => void callBack(call, arg(call, 0), call.args.slice(2).map((value) => value.node));

/** The function that settles a promise: what it is given arrives at `settled`. */
function resolver(call: Call, settled: Node): Node {
  const node = nothing(call);
  addToken(call.solver, node, newToken(call.solver, { kind: "resolver", promise: settled, index: 0 }));
  return node;
}

/** The text of an error is in its message, its stack and its string. */
const makeError: Meaning = (call) => {
  makeList(call);
  giveText(call, arg(call, 0));
  // `super(message)` in a subclass
  if (call.receiver !== NO_NODE) store(call.solver, call.receiver, "message", arg(call, 0), true);
};

/** By the name of the global function or constructor. */
export const GLOBALS = new Map<string, Meaning>(Object.entries({
  setTimeout: later, setInterval: later,
  setImmediate: (call) => void callBack(call, arg(call, 0), call.args.slice(1).map((value) => value.node)),
  queueMicrotask: (call) => void callBack(call, arg(call, 0), []),
  structuredClone: (call) => give(call, arg(call, 0)),
  Promise: (call) => {
    const { site } = call;
    const rejected = nothing(call);
    put(call, REASON, rejected);
    callBack(call, arg(call, 0), [resolver(call, site.node), resolver(call, rejected)]);
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
  Error: makeError, TypeError: makeError, RangeError: makeError, SyntaxError: makeError, EvalError: makeError, URIError: makeError,
  AggregateError: (call) => giveText(call, arg(call, 1)),
  Proxy: (call) => give(call, arg(call, 0)),
} satisfies Record<string, Meaning>));

function fromEntries(call: Call, pairs: Node): void {
  makeList(call);
  if (pairs === NO_NODE) return;
  put(call, ANY_FIELD, derive(call.solver, derive(call.solver, pairs, ANY_ITEM), "1"));
  put(call, ENTRY, derive(call.solver, pairs, ANY_ITEM));
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

/** By object and method. */
export const STATICS = new Map<string, Meaning>(Object.entries({
  "Object.assign": (call) => {
    call.args.forEach((value, index) => {
      give(call, value.node);
      if (index > 0) watch(call.solver, arg(call, 0), (target) => assignFields(call.solver, value.node, target));
    });
  },
  "Object.values": (call) => {
    makeList(call);
    if (arg(call, 0) !== NO_NODE) put(call, ANY_ITEM, derive(call.solver, arg(call, 0), ANY_FIELD));
  },
  "Object.keys": (call) => keysOf(call), "Object.getOwnPropertyNames": (call) => keysOf(call), "Reflect.ownKeys": (call) => keysOf(call),
  "Object.entries": (call) => entriesOf(call, arg(call, 0)),
  "Object.fromEntries": (call) => fromEntries(call, arg(call, 0)),
  "Object.freeze": (call) => give(call, arg(call, 0)),
  "Object.seal": (call) => give(call, arg(call, 0)),
  "Object.create": (call) => {
    give(call, arg(call, 0));
    addToken(call.solver, call.site.node, objectToken(call.solver, call.site.node));
  },
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
  "Promise.try": (call) => give(call, callBack(call, arg(call, 0), call.args.slice(1).map((value) => value.node))),
  "Promise.reject": (call) => {
    makeList(call);
    put(call, REASON, arg(call, 0));
  },
  "Promise.withResolvers": (call) => {
    const [promise, rejected] = [nothing(call), nothing(call)];
    addToken(call.solver, promise, objectToken(call.solver, promise));
    call.solver.graph.edge(rejected, promise, OP.PUT, REASON);
    makeList(call);
    put(call, "promise", promise);
    put(call, "resolve", resolver(call, promise));
    put(call, "reject", resolver(call, rejected));
  },
  "process.nextTick": (call) => void callBack(call, arg(call, 0), call.args.slice(1).map((value) => value.node)),
  "Reflect.apply": (call) => {
    if (call.args.length > 2) give(call, callWith(call, arg(call, 0), [{ node: arg(call, 2), spread: true }], arg(call, 1), false));
  },
  "Reflect.construct": (call) => {
    if (call.args.length > 1) give(call, callWith(call, arg(call, 0), [{ node: arg(call, 1), spread: true }], NO_NODE, true));
  },
  "String.raw": (call) => {
    for (const value of call.args.slice(1)) giveText(call, value.node);
  },
  "Reflect.get": (call) => give(call, arg(call, 0) === NO_NODE ? NO_NODE : derive(call.solver, arg(call, 0), mapKey(call, arg(call, 1)))),
} satisfies Record<string, Meaning>));

function keysOf(call: Call): void {
  makeList(call);
  if (arg(call, 0) !== NO_NODE) put(call, ANY_ITEM, keyOf(call, arg(call, 0)));
}

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
export const TRANSPILED = new Map<string, Meaning>(Object.entries({
  __importStar: sameArgument, __importDefault: sameArgument, _interopRequireDefault: sameArgument, _interopRequireWildcard: sameArgument, __toESM: sameArgument, __toCommonJS: sameArgument,
  __exportStar: (call) => watch(call.solver, arg(call, 1), (target) => copyFields(call.solver, arg(call, 0), target)),
  __awaiter: (call) => give(call, callBack(call, arg(call, 3), [])),
  __assign: (call) => STATICS.get("Object.assign")?.(call),
  _asyncToGenerator: sameArgument,
} satisfies Record<string, Meaning>));
