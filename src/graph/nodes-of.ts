import type { Def, Graph, Node } from "./graph.js";

/** The nodes of a graph by what made them, as far as it was read. */
interface Index {
  count: number;
  readonly byKind: Map<Def["kind"], Node[]>;
  readonly byField: Map<string, Node[]>;
}

const indexes = new WeakMap<Graph, Index>();

/** Law: nodes are only ever added, and what made one is known when it is there. So what was read stays, and what came since is read to it. */
function indexOf(graph: Graph): Index {
  let index = indexes.get(graph);
  if (index === undefined) indexes.set(graph, (index = { count: 0, byKind: new Map(), byField: new Map() }));
  const { byKind, byField } = index;
  for (; index.count < graph.defs.length; index.count += 1) {
    const def = graph.defs[index.count];
    if (def === undefined) continue;
    addTo(byKind, def.kind, index.count);
    if (def.kind === "get") addTo(byField, def.field, index.count);
  }
  return index;
}

function addTo<K>(lists: Map<K, Node[]>, key: K, node: Node): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [node]);
  else list.push(node);
}

/** The nodes that were made so, in the order of their making. */
export function nodesOf(graph: Graph, kind: Def["kind"]): readonly Node[] {
  return indexOf(graph).byKind.get(kind) ?? [];
}

/** The reads of all fields of which this holds, in the order of their making. */
export function readsOf(graph: Graph, holds: (field: string) => boolean): Node[] {
  const found: Node[] = [];
  for (const [field, nodes] of indexOf(graph).byField) if (holds(field)) for (const node of nodes) found.push(node);
  return found.sort((a, b) => a - b);
}

/** The names of all fields that are read. */
export function fieldsRead(graph: Graph): Iterable<string> {
  return indexOf(graph).byField.keys();
}
