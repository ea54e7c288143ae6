import type { Location } from "../../finding.js";
import type { SinkKind } from "../../models/kinds.js";
import type { CandidateFlow, FlowGraph } from "./flows.js";
import type { Fact } from "../dangers/facts.js";
import type { Weakness } from "./weakness.js";

/** What several flows have in common, and would all be mended by. */
export interface Cause {
  /** Flows with the same are alike. */
  readonly key: string;
  /** kept: the input is kept beyond a call, and many take it from there · check: many rely on a check that does not hold · input: nothing is checked between the input and any of them. */
  readonly what: "kept" | "check" | "input";
  readonly location: Location;
}

/** Sinks whose value decides by itself where they go, and those out of which something leaves: what chose it, or let it in, is to be mended. The others are mended where they stand. */
const MENDED_BEFORE: ReadonlySet<SinkKind> = new Set(["path", "url", "result", "log"]);
/** So many flows are told one by one. */
const MOST_APART = 4;

/** The place at which an input is first kept on its way, else the check that does not hold, else the input itself. */
export function causeOf({ solver, spreading }: Pick<FlowGraph, "solver" | "spreading">, kind: SinkKind, facts: readonly Fact[], weak: Weakness | undefined, input: { readonly key: string; readonly at: Location }): Cause | undefined {
  if (!MENDED_BEFORE.has(kind)) return undefined;
  const { graph } = solver;
  const kept = facts.findIndex(({ node }, index) => index > 0 && spreading.isKept(node));
  const [fact, before] = [facts[kept], facts[kept - 1]];
  if (fact !== undefined && before !== undefined) return { key: `kept ${fact.node}`, what: "kept", location: graph.locate(before.node) };
  if (weak !== undefined) return { key: `check ${weak.check}`, what: "check", location: graph.locate(weak.check) };
  return { key: `input ${input.key}`, what: "input", location: input.at };
}

/** Flows with one cause in one group, where they are many; every other flow in a group of its own. */
export function groupAlike(flows: readonly CandidateFlow[]): CandidateFlow[][] {
  const groups = new Map<string, CandidateFlow[]>();
  for (const flow of flows) {
    const key = flow.cause === undefined ? undefined : `${flow.kind} ${flow.cause.key} ${flow.isGuessed}`;
    const group = key === undefined ? undefined : groups.get(key);
    if (group !== undefined) group.push(flow);
    else if (key !== undefined) groups.set(key, [flow]);
  }
  const many = new Set([...groups.values()].filter(({ length }) => length > MOST_APART));
  const gathered = new Set([...many].flat());
  return [...many, ...flows.filter((flow) => !gathered.has(flow)).map((flow) => [flow])];
}

/** One of several flows with one cause, in the name of all: it says where the others stand, and names their tools. */
export function speakFor<F extends Pick<CandidateFlow, "location">>(speaker: F, all: readonly CandidateFlow[]): F & Pick<CandidateFlow, "alike" | "tools" | "beyondTools"> {
  const others = all.filter(({ location }) => location !== speaker.location);
  return { ...speaker, alike: others.map(({ location }) => location), tools: [...new Set(all.flatMap(({ tools }) => tools))].sort(), beyondTools: all.some(({ beyondTools }) => beyondTools) };
}
