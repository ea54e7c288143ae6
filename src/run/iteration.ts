import { callFunction, throwError } from "./calls.js";
import { truthOf } from "./conversions.js";
import { findProperty, getMember } from "./members.js";
import { restOf } from "./iterators.js";
import type { Items } from "./native.js";
import type { Run } from "./run.js";
import { isAttacked, makeUnknown } from "./unknown.js";
import { asTag, isHeap, isPrimitive, makeList, type MapValue, type SetValue, type Site, SYMBOL_ASYNC_ITERATOR, SYMBOL_ITERATOR, type Value } from "./values.js";

/** An iterator of the program gives no more than this. */
const MAX_ITERATED = 2_000;

/** What `for … of` and spreads walk over. */
export function iterate(run: Run, value: Value, site: Site): Items {
  if (typeof value === "string") return exactly([...value]);
  if (isPrimitive(value) || value.tag === "symbol") return run.strategy.lenient ? exactly([]) : throwError(run, "TypeError", `${String(value)} is not iterable`, site);
  const rest = restOf(value);
  if (rest !== undefined) return rest;
  switch (value.tag) {
    case "list":
      return value;
    case "map":
    case "set":
      return entriesOf(value);
    case "unknown":
      return ofUnknown(run, value, site);
    case "promise":
      return iterate(run, value.value, site);
    case "api":
      return openItems(makeUnknown("an item of what a library gave", site, { attacked: isAttacked(value) }));
    default:
      return ofIterator(run, value, site);
  }
}

function exactly(items: readonly Value[]): Items {
  return { items, maybe: undefined, open: undefined };
}

function openItems(open: Items["open"]): Items {
  return { items: [], maybe: undefined, open };
}

function entriesOf(value: MapValue | SetValue): Items {
  const entries = [...value.entries.values()];
  const maybe = entries.some((entry) => entry.maybe) ? entries.map((entry) => entry.maybe) : undefined;
  return { items: entries.map(({ key, value: held }) => (value.tag === "set" ? key : makeList([key, held]))), maybe, open: value.open };
}

/** The items of everything that it may be; each is there only maybe. */
function ofUnknown(run: Run, value: Extract<Value, { tag: "unknown" }>, site: Site): Items {
  const all = value.may.filter((one) => isIterable(run, one)).map((one) => iterate(run, one, site));
  const items = all.reduce<readonly Value[]>((merged, one) => [...merged, ...withoutThose(one.items, merged)], []);
  const open = value.only && all.length > 0 ? all.find((one) => one.open !== undefined)?.open : makeUnknown(`an item of ${value.why}`.slice(0, 200), site, { attacked: value.attacked });
  return { items, maybe: items.map(() => true), open };
}

/** The items that others do not have already, each taken off once. */
function withoutThose(items: readonly Value[], others: readonly Value[]): readonly Value[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What cannot be iterated over would throw. */
function isIterable(run: Run, value: Value): boolean {
  return typeof value === "string" || (isHeap(value) && [SYMBOL_ITERATOR, SYMBOL_ASYNC_ITERATOR].some((symbol) => findProperty(run, value, symbol) !== undefined));
}

/** Runs an iterator of the program's own. */
function ofIterator(run: Run, value: Value, site: Site): Items {
  const symbol = typeof findProperty(run, value, SYMBOL_ITERATOR) === "object" ? SYMBOL_ITERATOR : SYMBOL_ASYNC_ITERATOR;
  const iterator = callFunction(run, getMember(run, value, symbol, site), value, [], site);
  const list = asTag(iterator, "list");
  if (list !== undefined) return list;
  const items: Value[] = [];
  while (items.length < MAX_ITERATED) {
    const given = callFunction(run, getMember(run, iterator, "next", site), iterator, [], site);
    const result = asTag(given, "promise")?.value ?? given;
    const done = truthOf(getMember(run, result, "done", site));
    if (done === true) return exactly(items);
    if (done === undefined) break;
    items.push(getMember(run, result, "value", site));
  }
  return { items, maybe: undefined, open: makeUnknown("an item of an iterator", site) };
}
