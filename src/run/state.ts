import type { Cell } from "./frame.js";
import { mergeEntries, mergeFields, mergeItems } from "./merge.js";
import { join } from "./unknown.js";
import { type Entry, type HeapValue, type Key, nextBirth, type Property, type Site, type Unknown, type Value } from "./values.js";

/** Whatever can be written to: a variable, or a value with parts. */
export type Container = Cell | HeapValue;

/** What a container holds at one time. */
interface Content {
  readonly value: Value;
  readonly empty: boolean;
  /** Shared with the container until one of them writes. */
  readonly fields: ReadonlyMap<Key, Property>;
  readonly proto: Value;
  readonly open: Unknown | undefined;
  readonly items: Value[];
  readonly maybe: boolean[] | undefined;
  readonly entries: Map<unknown, Entry>;
  readonly inner: Value;
  readonly lastIndex: number;
}

/** What one arm of an unknown condition wrote: each container before its first write. */
interface Arm {
  readonly since: number;
  /** Most arms write nothing. */
  before: Map<Container, Content> | undefined;
}

/** The containers of an arm as it left them. */
export type Changes = ReadonlyMap<Container, Content>;

/** The journal of writes. Only the arms of unknown conditions are ever undone, so outside of them nothing is kept. */
export interface State {
  readonly arms: Arm[];
}

export function makeState(): State {
  return { arms: [] };
}

/** Must be called before every write to a container: the innermost arm keeps what it held. What was born in the arm needs none of it. */
export function touch(state: State, container: Container): void {
  const arm = state.arms.at(-1);
  if (arm === undefined || container.born > arm.since || arm.before?.has(container) === true) return;
  (arm.before ??= new Map<Container, Content>()).set(container, contentOf(container));
}

/** Runs a body whose writes are then undone; gives its result and what it wrote. */
export function runArm<T>(state: State, body: () => T): { readonly result: T; readonly changes: Changes } {
  const arm: Arm = { since: nextBirth(), before: undefined };
  state.arms.push(arm);
  let result: T;
  try {
    result = body();
  } catch (error) {
    undo(state, arm);
    throw error;
  }
  return { result, changes: undo(state, arm) };
}

const NO_CHANGES: Changes = new Map();

/** Ends an arm: what it wrote to holds again what it held before. Gives what the arm left there. */
function undo(state: State, { before }: Arm): Changes {
  state.arms.pop();
  if (before === undefined) return NO_CHANGES;
  const changes = new Map<Container, Content>();
  for (const [container, content] of before) {
    changes.set(container, contentOf(container));
    restore(container, content);
  }
  return changes;
}

/** Makes the writes of one arm real. */
export function applyChanges(state: State, changes: Changes): void {
  for (const [container, content] of changes) {
    touch(state, container);
    restore(container, content);
  }
}

/** Merges the writes of two arms that both go on; an arm without a write to a container leaves it as it is. */
export function mergeChanges(state: State, a: Changes, b: Changes, site: Site): void {
  if (a.size === 0 && b.size === 0) return;
  for (const container of new Set([...a.keys(), ...b.keys()])) {
    const [first, second] = [a.get(container), b.get(container)];
    const merged = merge(first ?? contentOf(container), second ?? contentOf(container), site);
    touch(state, container);
    restore(container, merged);
  }
}

function contentOf(container: Container): Content {
  if (container.tag === "cell") return { ...NOTHING, value: container.value, empty: container.empty };
  container.shares = true;
  const { fields, proto } = container;
  switch (container.tag) {
    case "object":
      return { ...NOTHING, fields, proto, open: container.open, inner: container.inner };
    case "list":
      return { ...NOTHING, fields, proto, open: container.open, items: container.items.slice(), maybe: container.maybe?.slice() };
    case "map":
    case "set":
      return { ...NOTHING, fields, proto, open: container.open, entries: new Map(container.entries) };
    case "regex":
      return { ...NOTHING, fields, proto, lastIndex: container.lastIndex };
    default:
      return { ...NOTHING, fields, proto };
  }
}

const NOTHING: Content = { value: undefined, empty: false, fields: new Map(), proto: undefined, open: undefined, items: [], maybe: undefined, entries: new Map(), inner: undefined, lastIndex: 0 };

/** A content is used once, so that its items and entries need no further copy. */
function restore(container: Container, content: Content): void {
  if (container.tag === "cell") {
    container.value = content.value;
    container.empty = content.empty;
    return;
  }
  container.fields = content.fields;
  container.shares = true;
  container.proto = content.proto;
  switch (container.tag) {
    case "object":
      container.open = content.open;
      container.inner = content.inner;
      return;
    case "list":
      container.open = content.open;
      container.items = content.items;
      container.maybe = content.maybe;
      return;
    case "map":
    case "set":
      container.open = content.open;
      container.entries = content.entries;
      return;
    case "regex":
      container.lastIndex = content.lastIndex;
      return;
    default:
  }
}

function merge(a: Content, b: Content, site: Site): Content {
  const { items, maybe } = mergeItems(a, b, site);
  return {
    // what only one arm has assigned is what a reader will find
    value: a.empty ? b.value : b.empty ? a.value : join(a.value, b.value, "a value that depends on a condition", site),
    empty: a.empty && b.empty,
    fields: mergeFields(a.fields, b.fields, site),
    proto: a.proto === b.proto ? a.proto : join(a.proto, b.proto, "a prototype that depends on a condition", site),
    open: a.open ?? b.open,
    items,
    maybe,
    entries: mergeEntries(a.entries, b.entries, site),
    inner: join(a.inner, b.inner, "a value that depends on a condition", site),
    lastIndex: Math.max(a.lastIndex, b.lastIndex),
  };
}
