import { withOne } from "../chains.js";
import { type Environment, type Key, UNCHANGED, variableKey } from "../environment.js";
import type { Exit, Node } from "../graph.js";
import type { Frame, Walk } from "./walk.js";

/** The function may end here, in the environment at hand; nothing where control cannot come. */
export function addExit(walk: Walk, frame: Frame, value: Node, outcome: Exit["outcome"]): void {
  const { env, nodes } = frame;
  if (env !== undefined) nodes.exits = withOne(nodes.exits, { value, changes: telling(walk, frame, env), outcome, decisions: env.decisions(), trail: env.trail });
}

/** Of what was set since the function's entry, what an exit tells a caller by: tested values, and what became of the parameters and of their members. */
function telling({ graph, keys }: Walk, { fn, nodes }: Frame, env: Environment): ReadonlyMap<Key, Node> {
  const all = env.since(undefined);
  const kept = new Map<Key, Node>();
  all.forEach((node, key) => {
    const object = keys.objectOf(key);
    const isParam = object === undefined ? fn.params.some(({ variable }) => key === variableKey(nodes, variable)) : nodes.params.includes(graph.origin(object));
    if (isParam || graph.origin(node) !== node) kept.set(key, node);
  });
  return kept.size === 0 ? UNCHANGED : kept.size === all.size ? all : kept;
}
