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

/** The values that a key may be one of. */
function spellingsOf(graph: Graph, key: Node): Node[] {
  const found = [graph.origin(key)];
  const keys: Node[] = [];
  for (let at = found.pop(); at !== undefined && keys.length < MOST_SPELLINGS; at = found.pop()) {
    const def = graph.defs[at];
    if (def?.kind === "phi") found.push(...def.inputs.map((one) => graph.origin(one)));
    else if (def?.kind === "choice") found.push(graph.origin(def.then), graph.origin(def.else));
    else if (def?.kind === "logical") found.push(graph.origin(def.left), graph.origin(def.right));
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
