import { placeText } from "../finding.js";
import type { FunctionIr } from "../ir/ir.js";
import { type CandidateFlow, findFlows, type FlowGraph } from "../graph/flows.js";
import { ANY_FIELD, type Def, type KeyWrite, type Node, NO_NODE } from "../graph/graph.js";
import type { Sink } from "../graph/sinks.js";
import type { Solver } from "../graph/solver.js";
import { SINK_KINDS } from "../models/kinds.js";
import { locate } from "../program/program.js";
import { siteAt } from "./leaks.js";

/** Input that names one field after the other, the last of which is written: `__proto__` leads to what all objects share. */
export function keyPathFlows(graph: FlowGraph): CandidateFlow[] {
  const { solver, taint } = graph;
  const found = solver.graph.keyWrites.flatMap((write) => {
    if (isGuarded(write.fn)) return [];
    const reads = readsBefore(solver, write.object).filter(({ fn }) => !isGuarded(fn));
    return reads.map((read) => ({ write, key: read.key }));
  });
  if (found.length === 0) return [];
  taint.demand(found.flatMap(({ write, key }) => [write.key, key]));
  const isChosen = (node: Node): boolean => taint.facts[node]?.some(({ bits, path }) => path === undefined && (bits & SINK_KINDS.key.hurts) !== 0) === true;
  const sinks = found.filter(({ write, key }) => isChosen(write.key) && isChosen(key)).map(({ write, key }): Sink => sinkAt(solver, write, key));
  const flows = new Map<string, CandidateFlow>();
  for (const flow of findFlows(graph, sinks)) {
    if (flow.steps.some(({ location }) => KNOWS.test(solver.program.modules.get(location.file)?.text ?? ""))) continue;
    // several reads may lead to one write
    const location = locate(flow.start.module, flow.start.span);
    const place = placeText(location);
    const known = flows.get(place);
    flows.set(place, { ...(known ?? flow), location, tools: [...new Set([...(known?.tools ?? []), ...flow.tools])].sort() });
  }
  return [...flows.values()];
}

function sinkAt(solver: Solver, { fn, start, end }: KeyWrite, key: Node): Sink {
  return { node: key, kind: "key", hurts: SINK_KINDS.key.hurts, site: { ...siteAt(solver, fn, key), start, end }, callee: "a field", confidence: "medium", stays: true, row: { path: "arg(0)", kind: "key" } };
}

/** Whoever names these in a module has thought of them. */
const KNOWS = /["'`]__proto__["'`]|["'`]prototype["'`]/;
/** Objects without a prototype, and looks at an object's own fields. */
const OWN = /\bhasOwn(?:Property)?\b|Object\.create\(\s*null\s*\)|\bnew Map\b/;

function isGuarded({ module, start, end }: FunctionIr): boolean {
  return KNOWS.test(module.text) || OWN.test(module.text.slice(start, end));
}

const MOST_NODES = 60;

/** The reads by a computed key that may have given an object, here or in the function that handed it on. */
function readsBefore({ graph }: Solver, object: Node): { readonly key: Node; readonly fn: FunctionIr }[] {
  const seen = new Set<Node>([object]);
  const found: { key: Node; fn: FunctionIr }[] = [];
  for (const node of seen) {
    if (seen.size > MOST_NODES || node === NO_NODE) break;
    const def: Def | undefined = graph.defs[node];
    const fn = graph.owners[node];
    if (def?.kind === "get") {
      if (def.field === ANY_FIELD && def.key !== NO_NODE && fn !== undefined) found.push({ key: def.key, fn });
      continue;
    }
    if (def?.kind === "sigma") seen.add(def.of);
    else if (def?.kind === "phi") for (const input of def.inputs) seen.add(input);
    else if (def?.kind === "logical") seen.add(def.left).add(def.right);
    else if (def?.kind === "update") seen.add(def.base);
    for (const from of graph.sources[node] ?? []) seen.add(from);
  }
  return found;
}
