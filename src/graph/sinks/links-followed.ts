import type { Location } from "../../finding.js";
import { dangers, SINK_KINDS } from "../../models/kinds.js";
import type { SinkRow } from "../../models/model.js";
import { singleText } from "../constants.js";
import type { Fact } from "../dangers/facts.js";
import type { Node } from "../graph.js";
import { placeNodes } from "../solve/invoke.js";
import { parsePlace } from "../places.js";
import type { Sink } from "./sinks.js";
import type { ApiCall, Solver } from "../solver.js";
import { parentsOf } from "../build/conditions.js";

/** The same sinks, asked whether a link may lead a path elsewhere that stays in its root as it is written. Calls that only look at a path are left out. */
export function linkSinks(sinks: readonly Sink[]): Sink[] {
  return sinks.filter(({ kind, confidence, noFollow }) => kind === "path" && confidence !== "low" && noFollow !== true)
    .map((sink): Sink => ({ ...sink, kind: "link", hurts: SINK_KINDS.link.hurts, unless: SINK_KINDS.path.hurts }));
}

/** The flags of the call say that no link is to be followed. */
export function refusesLinks(solver: Solver, { site, args }: ApiCall, row: SinkRow): boolean {
  return row.flags !== undefined && placeNodes(solver, site, args, parsePlace(row.flags)).some((node) => hasFlag(solver, node, 6));
}

function hasFlag(solver: Solver, node: Node, reach: number): boolean {
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind === "binary" && reach > 0) return hasFlag(solver, def.left, reach - 1) || hasFlag(solver, def.right, reach - 1);
  return singleText(solver, node) === "O_NOFOLLOW";
}

/** The last check on the way that keeps the path in a root, in words; undefined where there is none, or where the root belongs to the program itself. */
export function lexicalCheck(solver: Solver, facts: readonly Fact[], finding: Location): string | undefined {
  const { graph } = solver;
  for (let at = facts.length - 1; at > 0; at -= 1) {
    const [before, after] = [facts[at - 1], facts[at]];
    const def = after === undefined ? undefined : graph.defs[after.node];
    if (before === undefined || after === undefined || def?.kind !== "sigma") continue;
    if ((before.bits & ~after.bits & dangers("ABSOLUTE", "DOTDOT", "OUTSIDE")) === 0) continue;
    if (readsOwnFolder(solver, def.test, 10)) return undefined;
    const place = graph.locate(def.test);
    return `the check on line ${place.line}${place.file === finding.file ? "" : ` of ${place.file}`} judges the path as it is written, and a link under the root leads out of it`;
  }
  return undefined;
}

/** The value is made of the place of the program's own files, which its callers do not write. */
function readsOwnFolder(solver: Solver, node: Node, reach: number): boolean {
  const { graph } = solver;
  if (node < 0 || reach === 0) return false;
  const at = graph.origin(node);
  const def = graph.defs[at];
  if (def?.kind === "global" && (def.name === "__dirname" || def.name === "__filename")) return true;
  if (def === undefined && graph.text(at) === "import.meta") return true;
  const sources = graph.sourcesOf(at);
  // of a root that several callers hand in, nothing is known
  const from = [...parentsOf({ graph }, at), ...(sources.length === 1 ? sources : [])];
  return from.some((one) => readsOwnFolder(solver, one, reach - 1));
}
