import type { Cell } from "./frame.js";
import { mergeEntries, mergeFields, mergeItems, WHY } from "./merge.js";
import { join } from "./unknown.js";
import { type Entry, type HeapValue, type Key, nextBirth, type Property, type Site, type Unknown, type Value } from "./values.js";

/** Whatever can be written to: a variable, or a value with parts. */
export type Container = Cell | HeapValue;

/** What a container holds at one time. Most containers are cells. */
type Content = CellContent | HeapContent;

interface CellContent {
  readonly value: Value;
  readonly empty: boolean;
}

interface HeapContent {
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
  for (const [container, content] of a) mergeInto(state, container, content, b.get(container) ?? contentOf(container), site);
  for (const [container, content] of b) if (!a.has(container)) mergeInto(state, container, contentOf(container), content, site);
}

function mergeInto(state: State, container: Container, a: Content, b: Content, site: Site): void {
  // both are of this container
  const merged = container.tag === "cell" ? mergeCells(a as CellContent, b as CellContent, site) : mergeHeaps(a as HeapContent, b as HeapContent, site);
  touch(state, container);
  restore(container, merged);
}

function contentOf(container: Container): Content {
  if (container.tag === "cell") return { value: container.value, empty: container.empty };
  container.shares = true;
  const { tag, fields, proto } = container;
  // written out: a literal with something spread into it costs several times as much
  return {
    fields, proto,
    open: tag === "object" || tag === "list" || tag === "map" || tag === "set" ? container.open : undefined,
    items: tag === "list" ? container.items.slice() : NO_ITEMS,
    maybe: tag === "list" ? container.maybe?.slice() : undefined,
    entries: tag === "map" || tag === "set" ? new Map(container.entries) : NO_ENTRIES,
    inner: tag === "object" ? container.inner : undefined,
    lastIndex: tag === "regex" ? container.lastIndex : 0,
  };
}

const NO_ITEMS: Value[] = [];
const NO_ENTRIES = new Map<unknown, Entry>();

/** A content is used once, so that its items and entries need no further copy. */
function restore(container: Container, content: Content): void {
  if (container.tag === "cell") {
    const { value, empty } = content as CellContent; // a container gets nothing but what it held, or a merge of it
    container.value = value;
    container.empty = empty;
    return;
  }
  const held = content as HeapContent; // the same law
  container.fields = held.fields;
  container.shares = true;
  container.proto = held.proto;
  switch (container.tag) {
    case "object":
      container.open = held.open;
      container.inner = held.inner;
      return;
    case "list":
      container.open = held.open;
      container.items = held.items;
      container.maybe = held.maybe;
      return;
    case "map":
    case "set":
      container.open = held.open;
      container.entries = held.entries;
      return;
    case "regex":
      container.lastIndex = held.lastIndex;
      return;
    default:
  }
}

function mergeCells(a: CellContent, b: CellContent, site: Site): CellContent {
  // what only one arm has assigned is what a reader will find
  return { value: a.empty ? b.value : b.empty ? a.value : join(a.value, b.value, WHY, site), empty: a.empty && b.empty };
}

function mergeHeaps(a: HeapContent, b: HeapContent, site: Site): HeapContent {
  const { items, maybe } = mergeItems(a, b, site);
  return {
    fields: mergeFields(a.fields, b.fields, site),
    proto: a.proto === b.proto ? a.proto : join(a.proto, b.proto, "a prototype that depends on a condition", site),
    open: a.open ?? b.open,
    items,
    maybe,
    entries: mergeEntries(a.entries, b.entries, site),
    inner: join(a.inner, b.inner, WHY, site),
    lastIndex: Math.max(a.lastIndex, b.lastIndex),
  };
}
