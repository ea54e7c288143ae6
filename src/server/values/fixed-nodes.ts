import { ANY_FIELD, type Node, NO_NODE } from "../../graph/graph.js";
import { KEY } from "../../graph/names.js";
import { type Solver, tokensAt } from "../../graph/solver.js";

const MOST_NODES = 200;

/** Whether what a node holds is the same in every case that the graph mixes: no call of a function of the program, no parameter and no choice among objects lies on the way back. Asked once a node. */
export function fixedNodes(solver: Solver): (node: Node) => boolean {
  const known = new Map<Node, boolean>();
  return (node) => {
    let is = known.get(node);
    if (is === undefined) known.set(node, (is = isFixed(solver, node)));
    return is;
  };
}

function isFixed(solver: Solver, node: Node): boolean {
  const { graph } = solver;
  const seen = new Set([graph.origin(node)]);
  for (const at of seen) {
    const before = stepBack(solver, at);
    if (before === undefined || seen.size > MOST_NODES) return false;
    for (const one of before) if (one !== NO_NODE) seen.add(graph.origin(one));
  }
  return true;
}

/** The nodes that the value comes from; undefined where a choice may decide. */
function stepBack(solver: Solver, node: Node): readonly Node[] | undefined {
  const { graph } = solver;
  if (tokensAt(solver, node).filter(({ kind }) => kind === "object" || kind === "instance").length > 1) return undefined;
  const def = graph.defs[node];
  switch (def?.kind) {
    case "update":
      return [def.base];
    case "phi":
      return def.inputs;
    case "choice":
      return [def.then, def.else];
    case "logical":
      return [def.left, def.right];
    case "param":
      return undefined;
    case "get":
      return def.field === KEY || def.field === ANY_FIELD ? undefined : isOfLibrary(solver, def.object) ? graph.sourcesOf(node) : undefined;
    case "call":
      return def.site.targets.length > 0 ? undefined : graph.sourcesOf(node);
    case "cell":
    case undefined: {
      const owner = graph.owners[node];
      return owner !== undefined && graph.functions.get(owner)?.thisNode === node ? undefined : graph.sourcesOf(node);
    }
    default:
      return [];
  }
}

/** Objects of libraries have no fields of the program's. */
function isOfLibrary(solver: Solver, object: Node): boolean {
  const tokens = tokensAt(solver, object);
  return tokens.length > 0 && tokens.every(({ kind }) => kind === "api" || kind === "schema");
}
