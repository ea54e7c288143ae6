import type { FunctionNodes, Node } from "./graph.js";
import type { Decision, Trail } from "./trail.js";
import type { Variable } from "../ir/ir.js";
import { Pairs } from "./pairs.js";

/** A variable, or a member of the object at a node. Variables have keys below zero, members above. */
export type Key = number;

/** Numbers the members of objects; one a graph. */
export class Keys {
  private readonly fields = new Map<string, number>();
  private readonly pairs = new Pairs();
  /** By key. */
  private readonly known: { readonly node: Node; readonly field: string }[] = [];
  /** By key, the first read of a member: one node until it is assigned. */
  private readonly reads: (Node | undefined)[] = [];

  /** The key of field `field` of the object at `node`. */
  member(node: Node, field: string): Key {
    let id = this.fields.get(field);
    if (id === undefined) this.fields.set(field, (id = this.fields.size));
    const key = this.pairs.numberOf(node, id);
    if (key === this.known.length) {
      this.known.push({ node, field });
      this.reads.push(undefined);
    }
    return key;
  }

  /** The object and field of a member's key; undefined for a variable's. */
  memberOf(key: Key): { readonly node: Node; readonly field: string } | undefined {
    return key < 0 ? undefined : this.known[key];
  }

  /** The first read of a member; undefined for a variable. */
  readOf(key: Key): Node | undefined {
    return key < 0 ? undefined : this.reads[key];
  }

  setRead(key: Key, node: Node): void {
    this.reads[key] = node;
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
    const decisions: Decision[] = [];
    for (let env: Environment | undefined = this; env !== undefined; env = env.parent) if (env.decision !== undefined) decisions.push(env.decision);
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
const UNCHANGED: ReadonlyMap<Key, Node> = new Map();
