import type { Location } from "../finding.js";
import type { SinkKind } from "../models/kinds.js";
import type { CandidateFlow, FlowGraph } from "./flows.js";
import type { Fact } from "./facts.js";
import type { Node } from "./graph.js";

/** What several flows have in common, and would all be mended by. */
export interface Cause {
  /** Flows with the same are alike. */
  readonly node: Node;
  /** kept: the input is kept beyond a call, and many take it from there · check: many rely on a check that holds a path against a root which is kept so. */
  readonly what: "kept" | "check";
  readonly location: Location;
}

/** Sinks whose value decides by itself where they go: what chose it is to be mended. The others are mended where they stand. */
const PLACES: ReadonlySet<SinkKind> = new Set(["path", "url"]);
/** So many flows are told one by one. */
const MOST_APART = 4;

/** The place at which an input is first kept on its way, or the check that it passed, of which `check` tells the call and the root. */
export function causeOf({ solver, taint, spreading }: Pick<FlowGraph, "solver" | "taint" | "spreading">, kind: SinkKind, facts: readonly Fact[], check: { readonly call: Node; readonly roots: readonly Node[] } | undefined): Cause | undefined {
  if (!PLACES.has(kind)) return undefined;
  const { graph } = solver;
  const { isKept } = spreading;
  const kept = facts.findIndex(({ node }, index) => index > 0 && isKept(node));
  const [fact, before] = [facts[kept], facts[kept - 1]];
  if (fact !== undefined && before !== undefined) return { node: fact.node, what: "kept", location: graph.locate(before.node) };
  return check?.roots.some((root) => comesFromKept(isKept, taint.facts[root] ?? [])) === true ? { node: check.call, what: "check", location: graph.locate(check.call) } : undefined;
}

/** So many facts are looked at for one that was kept. */
const MOST_BEFORE = 50;

function comesFromKept(isKept: (node: Node) => boolean, facts: readonly Fact[]): boolean {
  const seen = new Set(facts);
  for (const { node, origins } of seen) {
    if (isKept(node)) return true;
    if (seen.size > MOST_BEFORE) break;
    for (const { from } of origins) if (from !== undefined) seen.add(from);
  }
  return false;
}

/** Flows with one cause, where they are many, as one: the first speaks for the others, and names the tools of all. */
export function gatherAlike(flows: readonly CandidateFlow[]): CandidateFlow[] {
  const groups = new Map<string, CandidateFlow[]>();
  for (const flow of flows) {
    if (flow.cause === undefined) continue;
    const key = `${flow.kind} ${flow.cause.node} ${flow.isGuessed}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [flow]);
    else group.push(flow);
  }
  const spoken = new Map<CandidateFlow, CandidateFlow | undefined>();
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length < MOST_APART) continue;
    for (const other of others) spoken.set(other, undefined);
    spoken.set(first, { ...first, alike: others.map(({ location }) => location), tools: [...new Set([first, ...others].flatMap(({ tools }) => tools))].sort() });
  }
  return flows.flatMap((flow) => (spoken.has(flow) ? spoken.get(flow) ?? [] : [flow]));
}
