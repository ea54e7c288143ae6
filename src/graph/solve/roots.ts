import type { FunctionIr } from "../../ir/ir.js";
import type { Node } from "../graph.js";
import { forEachPredecessor, type Predecessors } from "../region.js";
import type { Solver } from "../solver.js";

/** What a value is made of, where it begins. */
export interface Root {
  readonly node: Node;
  /** A noun phrase: "the constant `x`", "parameter `file` of `read`". */
  readonly text: string;
}

const MOST_NODES = 4_000;
const MOST_ROOTS = 8;

/** The beginnings of a value, in the order of the way back to them. */
export function rootsOf(solver: Solver, predecessors: Predecessors, node: Node): Root[] {
  const { graph } = solver;
  const roots = new Map<string, Root>();
  const seen = new Set([node]);
  for (const at of seen) {
    if (seen.size > MOST_NODES || roots.size >= MOST_ROOTS) break;
    let isFirst = true;
    const def = graph.defs[at];
    if (def?.kind !== "object" && def?.kind !== "array") {
      forEachPredecessor(predecessors, at, (from) => {
        isFirst = false;
        seen.add(from);
      });
    }
    const text = isFirst ? describeRoot(solver, at) : undefined;
    if (text !== undefined && !roots.has(text)) roots.set(text, { node: at, text });
  }
  return [...roots.values()];
}

function describeRoot(solver: Solver, node: Node): string | undefined {
  const { graph } = solver;
  const def = graph.defs[node];
  const text = `\`${graph.shortText(node)}\``;
  switch (def?.kind) {
    case "const":
      return typeof def.value === "string" ? `the text ${JSON.stringify(def.value)}` : undefined;
    case "call":
      return def.site.targets.length > 0 ? undefined : `the result of ${text}`;
    case "param": {
      const name = def.fn.params[def.index]?.variable.name;
      return name === undefined || name.startsWith("%") ? `a parameter of ${nameOf(def.fn)}` : `parameter \`${name}\` of ${nameOf(def.fn)}`;
    }
    case "cell":
      return `\`${def.variable.name}\``;
    case "function":
    case "class":
    case "unary":
    case "binary":
      return undefined;
    default:
      return graph.text(node) === "" || graph.ends[node] === undefined ? undefined : text;
  }
}

function nameOf(fn: FunctionIr): string {
  return fn.name === "" ? "an unnamed function" : `\`${fn.name}\``;
}
