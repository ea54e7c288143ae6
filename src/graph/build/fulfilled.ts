import { keysOfArguments } from "./conditions.js";
import { Environment, type Key } from "../environment.js";
import { type CallSite, type Graph, type Node, NO_NODE } from "../graph.js";
import { refine, type Frame, type Walk } from "./walk.js";

/** The promise at a node, or the promises in a list there, are waited for: where the wait ends normally, they were fulfilled. */
export function markAwaited(graph: Graph, node: Node): void {
  for (const site of promisesBehind(graph, node)) site.awaited = true;
}

/** The calls whose promises were all fulfilled when the promise at the node was. Law: behind a handler of rejections nothing is known. */
function promisesBehind(graph: Graph, node: Node): CallSite[] {
  const def = graph.defs[graph.origin(node)];
  if (def?.kind === "array") return def.items.flatMap((item) => promisesBehind(graph, item.node));
  if (def?.kind !== "call") return [];
  const { site } = def;
  const handed = site.method === "all" ? site.args.map((arg) => arg.node) : site.receiver !== NO_NODE && passesRejections(graph, site) ? [site.receiver] : [];
  return [site, ...handed.flatMap((one) => promisesBehind(graph, one))];
}

/** `finally(f)`, `then(f)`, and handlers that end with a throw themselves. */
function passesRejections(graph: Graph, { method, args }: CallSite): boolean {
  if (method === "finally") return true;
  if (method !== "then" && method !== "catch") return false;
  const handler = args[method === "then" ? 1 : 0];
  const def = handler === undefined ? undefined : graph.defs[graph.origin(handler.node)];
  if (handler === undefined || (def?.kind === "const" && typeof def.value !== "string")) return true;
  // an arrow function was walked where it stands
  return def?.kind === "function" && def.fn.kind === "arrow" && graph.functions.get(def.fn)?.exits.length === 0;
}

/** Evaluates the callback of `promise.then(callback)`: it runs where the promise was fulfilled. What it learns by that ends with it. */
export function evaluateFulfilled(walk: Walk, frame: Frame, promise: Node, evaluateCallback: () => Node): Node {
  const base = frame.env;
  if (base === undefined) return evaluateCallback();
  const overlay = new Environment(base);
  frame.env = overlay;
  for (const site of promisesBehind(walk.graph, promise)) for (const key of keysOfArguments(walk, frame, site)) refine(walk, frame, key, site.node, "fulfilled");
  const learned = new Map(overlay.changes);
  const node = evaluateCallback();
  const changes: ReadonlyMap<Key, Node> = frame.env?.since(base) ?? new Map<Key, Node>();
  frame.env = base;
  for (const [key, value] of changes) if (learned.get(key) !== value) base.set(key, value);
  return node;
}
