import { LEAST_ROOM, NONE, roomFor, withOne } from "./chains.js";
import { type FunctionNodes, type Node, NO_NODE } from "./graph.js";
import type { Decision, Trail } from "./trail.js";
import type { Variable } from "../ir/ir.js";
import { Pairs } from "./pairs.js";

/** A variable, or a member of the object at a node. Variables have keys below zero, members above. */
export type Key = number;

/** Numbers the members of objects; one a graph. */
export class Keys {
  private ids = new Map<string, number>();
  private pairs = new Pairs();
  private readonly fields: string[] = [];
  /** By key, the object, the number of the field, and the first read of the member: one node until it is assigned. */
  private objects = new Int32Array(LEAST_ROOM);
  private names = new Int32Array(LEAST_ROOM);
  private reads = new Int32Array(LEAST_ROOM);
  private count = 0;

  /** The key of field `field` of the object at `node`. */
  member(node: Node, field: string): Key {
    let id = this.ids.get(field);
    if (id === undefined) {
      this.ids.set(field, (id = this.ids.size));
      this.fields.push(field);
    }
    const key = this.pairs.numberOf(node, id);
    if (key === this.count) this.add(node, id);
    return key;
  }

  private add(node: Node, id: number): void {
    const key = this.count;
    if (key === this.objects.length) [this.objects, this.names, this.reads] = [roomFor(this.objects, key), roomFor(this.names, key), roomFor(this.reads, key)];
    this.objects[key] = node;
    this.names[key] = id;
    this.reads[key] = NO_NODE;
    this.count += 1;
  }

  /** The object and field of a member's key; undefined for a variable's. */
  memberOf(key: Key): { readonly node: Node; readonly field: string } | undefined {
    if (key < 0 || key >= this.count) return undefined;
    return { node: this.objects[key] ?? NO_NODE, field: this.fields[this.names[key] ?? 0] ?? "" };
  }

  /** The object of a member's key; undefined for a variable's. */
  objectOf(key: Key): Node | undefined {
    return key < 0 ? undefined : this.objects[key];
  }

  /** The first read of a member; undefined for a variable. */
  readOf(key: Key): Node | undefined {
    const read = key < 0 ? NO_NODE : this.reads[key];
    return read === NO_NODE ? undefined : read;
  }

  setRead(key: Key, node: Node): void {
    this.reads[key] = node;
  }

  /** There will be no more keys. */
  close(): void {
    this.ids = new Map();
    this.pairs = new Pairs();
  }
}

/** The key of a variable of the function that `nodes` is about. */
export function variableKey(nodes: FunctionNodes, variable: Variable): Key {
  return -(nodes.firstKey + variable.index) - 1;
}

/** Which node stands for which variable here. Branches are overlays; a join reads only what the overlays changed. */
export class Environment {
  /** Most overlays change nothing. */
  private own: Map<Key, Node> | undefined;
  /** Grows where all other ways from here ended. */
  trail: Trail | undefined;

  /** @param decision the test whose side this overlay is, and how it came out there. */
  constructor(readonly parent: Environment | undefined, readonly decision?: Decision) {
    this.trail = decision === undefined ? parent?.trail : { decision, either: NOT_JOINED, before: parent?.trail };
  }

  /** The tests that decided that this place is come to, as far as no join lies between. */
  decisions(): readonly Decision[] {
    let decisions: readonly Decision[] = NONE;
    for (let env: Environment | undefined = this; env !== undefined; env = env.parent) if (env.decision !== undefined) decisions = withOne(decisions, env.decision);
    return decisions;
  }

  get(key: Key): Node | undefined {
    for (let env: Environment | undefined = this; env !== undefined; env = env.parent) {
      const node = env.own?.get(key);
      if (node !== undefined) return node;
    }
    return undefined;
  }

  set(key: Key, node: Node): void {
    (this.own ??= new Map()).set(key, node);
  }

  /** What was set in this overlay. */
  get changes(): ReadonlyMap<Key, Node> {
    return this.own ?? UNCHANGED;
  }

  /** All that was set here and in the overlays down to `base`, the newest of each key. */
  since(base: Environment | undefined): ReadonlyMap<Key, Node> {
    if (this.parent === base) return this.changes;
    const layers: Map<Key, Node>[] = [];
    for (let env: Environment | undefined = this; env !== undefined && env !== base; env = env.parent) if (env.own !== undefined) layers.push(env.own);
    const changes = new Map<Key, Node>();
    for (let layer = layers.pop(); layer !== undefined; layer = layers.pop()) layer.forEach((node, key) => changes.set(key, node));
    return changes;
  }
}

const NOT_JOINED: readonly never[] = [];
export const UNCHANGED: ReadonlyMap<Key, Node> = new Map();
