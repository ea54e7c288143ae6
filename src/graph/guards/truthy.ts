import { type Graph, type Node, NO_NODE } from "../graph.js";

const REACH = 4;

/** Whether a value can be nothing but truthy: an object, a function, or a text with something written in it, as the words of an error are. */
export function isAlwaysTruthy(graph: Graph, node: Node, reach = REACH): boolean {
  if (node === NO_NODE || reach < 0) return false;
  const again = (inner: Node): boolean => isAlwaysTruthy(graph, inner, reach - 1);
  const def = graph.defs[graph.origin(node)];
  switch (def?.kind) {
    case "const":
      return Boolean(def.value);
    case "concat":
      return def.parts.some((part) => (typeof part === "string" ? part !== "" : isWritten(graph, part, reach - 1)));
    case "object":
    case "array":
    case "function":
    case "class":
    case "regex":
      return true;
    case "choice":
      return again(def.then) && again(def.else);
    case "logical":
      return def.op === "||" ? again(def.right) : again(def.left) && again(def.right);
    case "call":
      return def.site.isNew || (def.site.targets.length > 0 && def.site.targets.every(({ exits }) => exits.length > 0 && exits.every(({ value }) => again(value))));
    default:
      return false;
  }
}

/** Letters that are there whatever the rest of the text is. A number is none: `list.indexOf(x) + 1` may be zero. */
function isWritten(graph: Graph, node: Node, reach: number): boolean {
  const def = graph.defs[graph.origin(node)];
  return def?.kind === "const" ? typeof def.value === "string" && def.value !== "" : def?.kind === "concat" && isAlwaysTruthy(graph, node, reach);
}
