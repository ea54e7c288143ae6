import { ANY_FIELD, ANY_ITEM, type Graph, type Node } from "../graph.js";

/** A value that is written under the key that it was read under. */
export interface SameKey {
  /** The object whose field it is. */
  readonly from: Node;
  /** The key may be another one too: `to[NAMES[key] ?? key] = from[key]`. */
  readonly isRespelled: boolean;
}

/**
 * Whether `to[key] = value` copies a field under its own name: `to[key] = from[key]`, or the pairs of `Object.entries(from)`, whatever was tested on the
 * way. What is told apart in `from` is told apart in `to` then, which the name `any` does not say.
 */
export function sameKeyOf(graph: Graph, key: Node, value: Node): SameKey | undefined {
  const def = graph.defs[graph.origin(value)];
  if (def?.kind !== "get") return undefined;
  const read = def.field === ANY_FIELD ? { key: graph.origin(def.key), from: def.object } : pairOf(graph, def.field, def.object);
  if (read === undefined) return undefined;
  const keys = spellingsOf(graph, key);
  return keys.some((one) => one === read.key || (read.key === undefined && isKeyOf(graph, one, read.pair)))
    ? { from: read.from, isRespelled: keys.length > 1 }
    : undefined;
}

const MOST_SPELLINGS = 8;
const MOST_JOINTS = 64;

/** The values that a key may be one of. Law: each joint is opened once, for the joints of a loop lead back to themselves. */
function spellingsOf(graph: Graph, key: Node): Node[] {
  const seen = new Set([graph.origin(key)]);
  const keys: Node[] = [];
  const add = (...nodes: readonly Node[]): void => nodes.forEach((one) => seen.add(graph.origin(one)));
  // a Set's iteration takes in what is added on the way
  for (const at of seen) {
    if (seen.size > MOST_JOINTS || keys.length === MOST_SPELLINGS) break;
    const def = graph.defs[at];
    if (def?.kind === "phi") add(...def.inputs);
    else if (def?.kind === "choice") add(def.then, def.else);
    else if (def?.kind === "logical") add(def.left, def.right);
    else keys.push(at);
  }
  return keys;
}

/** `value` of a pair `[key, value]` of `Object.entries(from)`. */
function pairOf(graph: Graph, field: string, item: Node): { key: undefined; pair: Node; from: Node } | undefined {
  const pair = graph.origin(item);
  const def = field === "1" ? graph.defs[pair] : undefined;
  const list = def?.kind === "get" && def.field === ANY_ITEM ? graph.defs[graph.origin(def.object)] : undefined;
  if (list?.kind !== "call" || list.site.method !== "entries") return undefined;
  const receiver = graph.defs[list.site.receiver];
  const from = list.site.args[0];
  return receiver?.kind === "global" && receiver.name === "Object" && from !== undefined && !from.spread ? { key: undefined, pair, from: from.node } : undefined;
}

function isKeyOf(graph: Graph, key: Node, pair: Node): boolean {
  const def = graph.defs[key];
  return def?.kind === "get" && def.field === "0" && graph.origin(def.object) === pair;
}
