import { heldAt, unbound } from "../solve/binding.js";
import type { Graph, Node } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import type { Solver } from "../solver.js";
import { describeLocalHost } from "../../text/addresses.js";

/** Stands for a part of a text that is not known. */
const HOLE = "\0";
const AUTHORITY = /^(?:wss?|https?):\/\/(?:[^/?#]*@)?([a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,})(?::[\d\0]+)?(?=[/?#]|$)/i;

/** Whether the programs that are driven over a connection, such as browsers, all run on hosts of others: none is started here, and the addresses of all that are joined are written out. */
export function runsWithOthers(solver: Solver): boolean {
  let isJoined = false;
  for (const { site, args, effects } of solver.apiCalls) {
    const joins = effects.sinks.filter(({ row }) => row.driven === "joined");
    if (effects.sinks.some(({ row }) => row.driven === "started")) return false;
    if (joins.length === 0) continue;
    if (!joins.some(({ place }) => placeNodes(solver, site, args, place).some((node) => isElsewhere(solver, node)))) return false;
    isJoined = true;
  }
  return isJoined;
}

function isElsewhere(solver: Solver, node: Node): boolean {
  const { makers } = heldAt(unbound(solver), node);
  return makers.size > 0 && [...makers].every((maker) => {
    const host = AUTHORITY.exec(writtenAt(solver.graph, maker) ?? "")?.[1];
    return host !== undefined && describeLocalHost(host) === undefined;
  });
}

const DEEPEST = 4;

function writtenAt(graph: Graph, maker: Node, depth = DEEPEST): string | undefined {
  const def = graph.defs[graph.origin(maker)];
  if (def?.kind === "const" && typeof def.value === "string") return def.value;
  if (def?.kind !== "concat") return undefined;
  return def.parts.map((part) => (typeof part === "string" ? part : depth === 0 ? HOLE : (writtenAt(graph, part, depth - 1) ?? HOLE))).join("");
}
