import { truthOf } from "../conversions.js";
import type { NativeCall, NativeTable } from "../native.js";
import { join, joinAll } from "../unknown.js";
import { asTag, isKnown, isUnknown, type ListValue, makeList, type Value } from "../values.js";
import { callBack, callBackOpen, marked, positionOf, type Visit, visits, withCallback } from "./list-reading.js";
import { unknownOf } from "./host.js";

const WHY = "an item of a list that is not fully known";

function map(call: NativeCall, list: ListValue): ListValue {
  const seen = [...collect(call, list)];
  const result = marked(makeList(seen.map(({ result: value }) => value)), seen.map(({ visit }) => visit.maybe));
  result.open = callBackOpen(call, list);
  return result;
}

function* collect(call: NativeCall, list: ListValue): Generator<{ readonly visit: Visit; readonly result: Value }> {
  for (const visit of visits(list)) yield { visit, result: callBack(call, list, visit) };
}

function forEach(call: NativeCall, list: ListValue): Value {
  map(call, list);
  return undefined;
}

/** An item is kept maybe when the answer for it is not known. */
function filter(call: NativeCall, list: ListValue): Value {
  const kept: Visit[] = [];
  for (const { visit, result } of collect(call, list)) {
    const truth = truthOf(result);
    if (truth !== false) kept.push({ ...visit, maybe: visit.maybe || truth === undefined });
  }
  const open = callBackOpen(call, list);
  const filtered = marked(makeList(kept.map(({ item }) => item)), kept.map(({ maybe }) => maybe));
  if (open !== undefined && truthOf(open) !== false) filtered.open = list.open;
  return filtered;
}

function flatMap(call: NativeCall, list: ListValue): Value {
  return flatten(call, map(call, list), 1);
}

/** The items of lists among the items in their place, to this depth. */
export function flatten(call: NativeCall, list: ListValue, depth: number): ListValue {
  const result = makeList([]);
  const maybe: boolean[] = [];
  result.open = list.open;
  for (const visit of visits(list)) {
    const inner = depth >= 1 ? asTag(visit.item, "list") : undefined;
    if (inner === undefined) {
      result.items.push(visit.item);
      maybe.push(visit.maybe || (depth >= 1 && !isKnown(visit.item)));
      // it may be a list of any length
      if (depth >= 1 && isUnknown(visit.item)) result.open ??= call.unknown(visit.item.why, visit.item);
    } else {
      const flat = flatten(call, inner, depth - 1);
      result.open ??= flat.open;
      result.items.push(...flat.items);
      maybe.push(...flat.items.map((_, index) => visit.maybe || flat.maybe?.[index] === true));
    }
    if (result.items.length > call.limits.items) {
      result.open = call.unknown("an item of a list that is too long to build");
      break;
    }
  }
  return marked(result, maybe);
}

interface Found {
  /** What is looked for is one of these, the last one surely found unless `open`. */
  readonly visits: readonly Visit[];
  /** It may be none of them. */
  readonly missing: boolean;
}

/** The items that may be the first to pass the test. */
function findFirst(call: NativeCall, list: ListValue, backwards: boolean): Found {
  const candidates: Visit[] = [];
  for (const visit of visits(list, backwards)) {
    // after a possible end it is not known whether the test is still asked
    const truth = truthOf(callBack(call, list, { ...visit, maybe: visit.maybe || candidates.length > 0 }));
    if (truth === false) continue;
    candidates.push(visit);
    if (truth === true && !visit.maybe) return { visits: candidates, missing: false };
  }
  return { visits: candidates, missing: true };
}

function finding(backwards: boolean, give: (call: NativeCall, list: ListValue, visit: Visit) => Value, none: Value, open: (call: NativeCall, list: ListValue) => Value) {
  return withCallback((call, list) => {
    const found = findFirst(call, list, backwards);
    const alternatives = found.visits.map((visit) => give(call, list, visit));
    if (found.missing) alternatives.push(none);
    if (callBackOpen(call, list) !== undefined) alternatives.push(open(call, list));
    return joinAll(alternatives, WHY, call.site);
  });
}

const anItem = (_call: NativeCall, list: ListValue): Value => list.open;
const anIndex = (call: NativeCall): Value => unknownOf(call, "number", "an index");
const itemOf = (_call: NativeCall, _list: ListValue, { item }: Visit): Value => item;
const indexOf = (call: NativeCall, list: ListValue, { index }: Visit): Value => positionOf(call, list, index);

/** `some` looks for an item that passes, `every` for one that fails. */
function asking(wanted: boolean) {
  return withCallback((call, list) => {
    const doubts: Value[] = [];
    for (const visit of visits(list)) {
      const answer = callBack(call, list, { ...visit, maybe: visit.maybe || doubts.length > 0 });
      const truth = truthOf(answer);
      if (truth === wanted && !visit.maybe) return wanted;
      if (truth !== !wanted) doubts.push(answer);
    }
    const open = callBackOpen(call, list);
    if (open !== undefined && truthOf(open) !== !wanted) doubts.push(open);
    return doubts.length > 0 ? unknownOf(call, "boolean", "a test of the items of a list", list.open, ...doubts) : !wanted;
  });
}

function reducing(backwards: boolean) {
  return withCallback((call, list) => {
    const [callback] = call.args;
    const rest = [...visits(list, backwards)];
    let total: Value;
    if (call.args.length > 1) total = call.args[1];
    else if (rest.length === 0 && list.open === undefined) return call.throwError("TypeError", "Reduce of empty array with no initial value");
    else total = rest.length === 0 ? list.open : rest.shift()?.item;
    for (const { item, index, maybe } of rest) {
      const given = [total, item, positionOf(call, list, index), list];
      total = maybe ? join(total, call.invokeMaybe(callback, given), WHY, call.site) : call.invoke(callback, given);
    }
    return list.open === undefined ? total : join(total, call.invokeMaybe(callback, [total, list.open, anIndex(call), list]), WHY, call.site);
  });
}

/** The methods of lists that call back for each item. */
export const callbackMethods: NativeTable = {
  map: withCallback(map), forEach: withCallback(forEach), filter: withCallback(filter), flatMap: withCallback(flatMap),
  find: finding(false, itemOf, undefined, anItem), findLast: finding(true, itemOf, undefined, anItem),
  findIndex: finding(false, indexOf, -1, anIndex), findLastIndex: finding(true, indexOf, -1, anIndex),
  some: asking(true), every: asking(false), reduce: reducing(false), reduceRight: reducing(true),
};
