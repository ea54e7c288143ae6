import { derive, ENTRY, REASON, SENT, store } from "../fields.js";
import { ANY_FIELD, ANY_ITEM, type Node, NO_NODE } from "../graph.js";
import { putTransfer } from "../dangers/holes.js";
import { arg, type Call, callBack, eachOf, entriesOf, give, giveText, items, makeList, makePair, mapKey, type Meaning, nothing, put, storeItems } from "../meanings.js";

const sameObject: Meaning = (call) => give(call, call.receiver);
const oneItem: Meaning = (call) => give(call, items(call));
const eachItem: Meaning = (call) => void callBack(call, arg(call, 0), [items(call), nothing(call), call.receiver]);

/** By the name of the method. */
export const METHODS = new Map<string, Meaning>(Object.entries({
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
  forEach: (call) => void callBack(call, arg(call, 0), [eachOf(call), derive(call.solver, derive(call.solver, call.receiver, ENTRY), "0"), call.receiver]),
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
  with: (call) => {
    give(call, call.receiver);
    makeList(call);
    put(call, ANY_ITEM, arg(call, 1));
  },
  // what the join does to the items' text is in links.ts; their node is made while objects still go round
  join: (call) => void items(call),
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
  pop: oneItem, shift: oneItem, at: oneItem, next: (call) => {
    put(call, "value", items(call));
    if (call.args.length > 0) store(call.solver, call.receiver, SENT, arg(call, 0), true);
  },
  set: (call) => {
    if (call.args.length < 2) return;
    storeItems(call, call.args.slice(1, 2), mapKey(call, arg(call, 0)));
    store(call.solver, call.receiver, ENTRY, makePair(call, arg(call, 0), arg(call, 1)), true);
    give(call, call.receiver);
  },
  get: (call) => {
    if (call.args.length > 0) give(call, derive(call.solver, call.receiver, mapKey(call, arg(call, 0))));
  },
  keys: (call) => {
    makeList(call);
    put(call, ANY_ITEM, derive(call.solver, derive(call.solver, call.receiver, ENTRY), "0"));
  },
  values: (call) => {
    makeList(call);
    put(call, ANY_ITEM, derive(call.solver, call.receiver, ANY_FIELD));
  },
  entries: (call) => entriesOf(call, call.receiver),
  then: (call) => {
    const done = callBack(call, arg(call, 0), [call.receiver]);
    give(call, done);
    give(call, callBack(call, arg(call, 1), [reason(call)]));
    if (done === NO_NODE) give(call, call.receiver);
    else if (arg(call, 1) === NO_NODE) put(call, REASON, reason(call));
  },
  catch: (call) => {
    give(call, call.receiver);
    give(call, callBack(call, arg(call, 0), [reason(call)]));
  },
  finally: (call) => {
    give(call, call.receiver);
    callBack(call, arg(call, 0), []);
  },
  replace: (call) => giveText(call, callBack(call, arg(call, 1), [call.receiver, call.receiver, call.receiver]), putTransfer(call.solver, call.site)),
  replaceAll: (call) => giveText(call, callBack(call, arg(call, 1), [call.receiver, call.receiver, call.receiver]), putTransfer(call.solver, call.site)),
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

function reason(call: Call): Node {
  return derive(call.solver, call.receiver, REASON);
}

function listen(call: Call): void {
  store(call.solver, call.receiver, `%on:${mapKey(call, arg(call, 0))}`, arg(call, 1), true);
  give(call, call.receiver);
}

