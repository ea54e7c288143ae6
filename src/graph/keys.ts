import { ITERATOR } from "./fields.js";
import { ANY_FIELD, type Def, type Node } from "./graph.js";
import type { Walk } from "./walk.js";

/** The field that a computed key names: the constant it holds, or any. */
export function fieldOf(walk: Walk, key: Node): string {
  const def = staticDef(walk, key, 8);
  if (def?.kind === "const" && (typeof def.value === "string" || typeof def.value === "number")) return String(def.value);
  const object = def?.kind === "get" && (def.field === "iterator" || def.field === "asyncIterator") ? walk.graph.defs[def.object] : undefined;
  if (object?.kind !== "global" || object.name !== "Symbol") return ANY_FIELD;
  walk.iterators = true;
  return ITERATOR;
}

/** What made a value, seen through variables that are written once and fields of literals. */
function staticDef(walk: Walk, node: Node, reach: number): Def | undefined {
  const { graph } = walk;
  const def = graph.defs[graph.origin(node)];
  if (reach === 0) return def;
  if (def?.kind === "get") {
    const object = staticDef(walk, def.object, reach - 1);
    const field = object?.kind === "object" && object.spreads.length === 0 ? object.fields.get(def.field) : undefined;
    return field === undefined ? def : staticDef(walk, field, reach - 1);
  }
  const [from, ...others] = graph.sourcesOf(graph.origin(node));
  const isPlain = def === undefined || (def.kind === "cell" && def.variable.writes === 1);
  return isPlain && from !== undefined && others.length === 0 ? staticDef(walk, from, reach - 1) : def;
}
