import type { Location } from "../../finding.js";
import type { FunctionIr } from "../../ir/ir.js";
import { callsAt, callsIn } from "../solve/dispatch.js";
import type { Node, Truth } from "../graph.js";
import { isHostRead } from "../guards/texts.js";
import type { Solver } from "../solver.js";
import { isAbout, isMadeOf, isMeasure, readsScheme } from "../guards/tested.js";

/** A check on the way of a URL that looks at its scheme and takes no danger of its host away, and the checks beside it. */
export interface SchemeCheck {
  readonly place: Location;
  readonly beside: readonly Location[];
}

/** What is to be said of it: that it looks at the scheme alone only where nothing else on the way, in the same condition or in the function that it calls, may look at the host. */
export function schemeWords({ place, beside }: SchemeCheck, finding: Location): string {
  if (beside.length === 0) return `the check on ${lineWords(place, finding)} tests the scheme alone`;
  const places = [place, ...beside].toSorted((a, b) => a.line - b.line);
  const isHere = places.every(({ file }) => file === finding.file);
  const lines = [...new Set(places.map((one) => (isHere ? String(one.line) : lineWords(one, finding))))];
  if (lines.length === 1) return `the check on ${lineWords(place, finding)} is not known to settle the host, as a list of allowed ones would`;
  return `the checks on ${isHere ? "lines " : ""}${lines.slice(0, -1).join(", ")} and ${lines.at(-1) ?? ""} are not known to settle the host, as a list of allowed ones would`;
}

/** Where a check stands, as it is told in a finding. */
export function lineWords({ line, file }: Location, finding: Location): string {
  return `line ${line}${file === finding.file ? "" : ` of ${file}`}`;
}

/** Whether a test looks at more of a URL than its scheme, itself or by a function that it calls. `truth` is how it came out. */
export function looksBeyondScheme(solver: Solver, test: Node, truth: Truth, subject: Node, isScheme: (leaf: Node) => boolean): boolean {
  const { graph } = solver;
  const at = graph.origin(test);
  const def = graph.defs[at];
  if (def === undefined) return false;
  if (typeof truth !== "boolean") return def.kind === "call" && def.site.targets.some((target) => graph.sourcesOf(target.throws).length > 0 && hostReaders(solver).has(target.fn));
  if (def.kind === "unary") return def.op === "!" && looksBeyondScheme(solver, def.value, truth, subject, isScheme);
  if (def.kind === "logical") return [def.left, def.right].some((side) => looksBeyondScheme(solver, side, truth, subject, isScheme));
  if (at === subject || isScheme(at)) return false;
  if (def.kind === "binary") return [def.left, def.right].some((side) => graph.origin(side) !== subject && isMadeOf(solver, side, subject, 8) && !isMeasure(solver, side) && !readsScheme(solver, side, subject));
  return def.kind === "call" && ![def.site.receiver, ...def.site.args.map((arg) => arg.node)].some((from) => readsScheme(solver, from, subject));
}

/** The function of a test also looks at the value's host: what it makes of that is not known here. */
export function judgesHost(solver: Solver, test: Node, subject: Node): boolean {
  const fn = solver.graph.owners[test];
  return fn !== undefined && callsAt(solver.graph, fn).some((site) => [site.receiver, ...site.args.map((arg) => arg.node)].some((node) => readsHost(solver, node, subject, 5)));
}

function readsHost(solver: Solver, node: Node, subject: Node, reach: number): boolean {
  if (node < 0 || reach === 0) return false;
  const def = solver.graph.defs[solver.graph.origin(node)];
  if (def?.kind === "get") return isHostRead(solver, def) ? isAbout(solver, def.object, subject, 4) : readsHost(solver, def.object, subject, reach - 1);
  return def?.kind === "call" && [def.site.receiver, ...def.site.args.map((arg) => arg.node)].some((from) => readsHost(solver, from, subject, reach - 1));
}

const readers = new WeakMap<Solver, ReadonlySet<FunctionIr>>();

/** Functions that read the host of some URL, and those that call them. */
function hostReaders(solver: Solver): ReadonlySet<FunctionIr> {
  let known = readers.get(solver);
  if (known === undefined) {
    const { graph } = solver;
    const own = new Set<FunctionIr>();
    graph.defs.forEach((def, node) => {
      const fn = graph.owners[node];
      if (def?.kind === "get" && fn !== undefined && isHostRead(solver, def)) own.add(fn);
    });
    const callers = [...new Set(graph.calls.map(({ fn }) => fn))].filter((fn) => callsIn(solver, fn).some(({ targets }) => targets.some((target) => own.has(target.fn))));
    readers.set(solver, (known = new Set([...own, ...callers])));
  }
  return known;
}
