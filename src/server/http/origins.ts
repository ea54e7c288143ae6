import type { FunctionIr } from "../../ir/ir.js";
import { ANY_FIELD, ANY_ITEM, type CallSite, type Node, NO_NODE, OP } from "../../graph/graph.js";
import { type Solver, tokensAt } from "../../graph/solver.js";

const MOST_NODES = 4000;
/** A value that goes in a circle is kept by the same things again and again. */
const MOST_KEPT = 6;

/** A call that made a value, and what the value was read from on its way: variables and fields by name. */
export interface Origin {
  readonly site: CallSite;
  readonly kept: readonly Keeper[];
}

/** Something in which a value is kept beyond the call that put it there: a variable that others see, a field of an object. */
export type Keeper = { readonly node: Node; readonly variable: FunctionIr; readonly name: string } | { readonly node: Node; readonly object: Node; readonly name: string };

/**
 * The calls that may have made a value, behind variables, fields, parameters and results. `isTaken` tells which arguments count where a parameter
 * has several. Law: a value that is looked up by a key that is not known counts as its own, whatever keeps it.
 */
export function originsOf(solver: Solver, node: Node, isTaken: (argument: Node) => boolean = () => true): Origin[] {
  const { graph } = solver;
  const found = new Map<CallSite, Origin>();
  const seen = new Map<Node, readonly Keeper[]>();
  const work: { node: Node; kept: readonly Keeper[] }[] = [{ node, kept: [] }];
  for (let one = work.pop(); one !== undefined && seen.size < MOST_NODES; one = work.pop()) {
    const known = seen.get(one.node);
    if (one.kept.length > MOST_KEPT || (known !== undefined && known.length >= one.kept.length)) continue;
    seen.set(one.node, one.kept);
    const def = graph.defs[one.node];
    const keeper = keeperAt(solver, one.node);
    const kept = keeper === undefined ? one.kept : [...one.kept, keeper];
    const add = (nodes: readonly Node[]): void => {
      for (const next of nodes) if (next !== NO_NODE) work.push({ node: next, kept });
    };
    const sources = graph.sourcesOf(one.node);
    if (def?.kind === "call" && sources.length === 0) {
      const before = found.get(def.site);
      if (before === undefined || before.kept.length < kept.length) found.set(def.site, { site: def.site, kept });
      // what a chain gives is mostly what it started from
      if (def.site.method !== undefined && !def.site.isNew) add([def.site.receiver]);
    } else if (def?.kind === "logical") add([def.left, def.right]);
    else if (def?.kind === "choice") add([def.then, def.else]);
    else if (def?.kind === "sigma") add([def.of]);
    else if (def?.kind === "phi") add(def.inputs);
    // a part that a library's object brings with it, `mcpServer.server`, was made with it
    else if (def?.kind === "get" && sources.length === 0 && [...tokensAt(solver, def.object)].some(({ kind }) => kind === "api")) work.push({ node: def.object, kept: one.kept });
    const taken = def?.kind === "param" ? sources.filter(isTaken) : sources;
    add(taken.length === 0 ? sources : taken);
  }
  return [...found.values()];
}

function keeperAt({ graph }: Solver, node: Node): Keeper | undefined {
  const def = graph.defs[node];
  if (def === undefined) {
    const outer = graph.sourcesOf(node).find((from) => graph.edgesOf(from).some(({ to, op }) => to === node && op === OP.CAPTURE));
    const owner = outer === undefined ? undefined : graph.owners[outer];
    return owner === undefined ? undefined : { node, variable: owner, name: graph.text(node) };
  }
  if (def?.kind === "cell" && def.variable.kind !== "import") return { node, variable: def.variable.owner, name: def.variable.name };
  if (def?.kind === "get" && def.field !== ANY_FIELD && def.field !== ANY_ITEM) return { node, object: def.object, name: def.field };
  return undefined;
}
