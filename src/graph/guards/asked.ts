import { parsePath } from "../../models/path.js";
import { ALL_DANGERS } from "../../models/kinds.js";
import { fieldsAlong } from "../fields.js";
import { type Edge, type Node, OP } from "../graph.js";
import { answerAt } from "../offers/answering.js";
import { fieldsOf, type Registration } from "../offers/registrations.js";
import type { Solver } from "../solver.js";

/** What is known of the name that a dispatching handler is called with. */
export interface Asked {
  /** The parameters of dispatching handlers. */
  readonly params: ReadonlySet<Node>;
  /** The nodes that hold the name as it came. */
  readonly holders: ReadonlySet<Node>;
  /** The names that are offered, as far as they are known. */
  readonly offered: ReadonlySet<string>;
}

const MOST_STEPS = 5000;
const DEEPEST = 5;

interface Step {
  readonly node: Node;
  /** Where in the value the name stands, the outermost field first. */
  readonly path: readonly string[];
}

/** Follows the names that dispatching handlers are asked for; undefined when the program has no such handler. */
export function findAsked(solver: Solver, registrations: readonly Registration[]): Asked | undefined {
  const params = new Set<Node>();
  const work: Step[] = [];
  for (const { row, site, handlers } of registrations) {
    const [first, ...rest] = row.asked === undefined ? [] : parsePath(row.asked);
    if (first?.kind === "this") {
      const fields = fieldsOf(row.asked ?? "");
      for (const { node, within, part } of answerAt(site)?.messages ?? []) {
        if (!part.every((field, index) => fields[index] === field)) continue;
        params.add(node);
        work.push({ node, path: [...within, ...fields.slice(part.length)] });
      }
    }
    if (first?.kind !== "param") continue;
    const path = fieldsAlong(rest);
    for (const { params: own } of handlers) {
      const node = own[first.index];
      if (node === undefined || params.has(node)) continue;
      params.add(node);
      work.push({ node, path });
    }
  }
  if (params.size === 0) return undefined;
  return { params, holders: follow(solver, work), offered: new Set(registrations.flatMap(({ row, names }) => (row.what === "tool" || row.what === "prompt" ? names : []))) };
}

function follow(solver: Solver, work: Step[]): ReadonlySet<Node> {
  const holders = new Set<Node>();
  const seen = new Set<string>();
  for (let step = work.pop(); step !== undefined && seen.size < MOST_STEPS; step = work.pop()) {
    const key = `${step.node}.${step.path.join(".")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (step.path.length === 0) holders.add(step.node);
    for (const edge of solver.graph.edgesOf(step.node)) {
      const path = pathBehind(solver, edge, step.path);
      if (path !== undefined && path.length <= DEEPEST) work.push({ node: edge.to, path });
    }
  }
  return holders;
}

/** Where the name stands in the value that an edge leads to; undefined when it does not go that way as it is. */
function pathBehind({ graph }: Solver, edge: Edge, path: readonly string[]): readonly string[] | undefined {
  switch (edge.op) {
    case OP.COPY:
    case OP.SIGMA:
    case OP.CAPTURE:
    case OP.RESET:
    case OP.FIELDS:
      return path;
    case OP.GET:
      return path[0] === edge.data ? path.slice(1) : undefined;
    case OP.PUT:
      return [edge.data, ...path];
    case OP.EXCEPT:
      return path[0] === edge.data ? undefined : path;
    case OP.CALL:
      return edge.data.put === undefined ? path : [edge.data.put, ...path];
    case OP.RETURN: {
      // what a function with several callers gives back may be anybody's
      const owner = graph.functions.get(graph.owners[edge.to] ?? edge.data.fn);
      const targets = new Set(edge.data.targets);
      return owner !== undefined && [...targets].every(({ callers }) => new Set(callers).size === 1) ? path : undefined;
    }
    case OP.MAP: {
      const { take, put, leaves, transfer } = edge.data;
      if (leaves !== undefined || take === "same") return [...put, ...path];
      return path.length === 0 && take !== "items" && transfer(ALL_DANGERS) === ALL_DANGERS ? put : undefined;
    }
    default:
      return undefined;
  }
}
