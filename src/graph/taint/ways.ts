import type { Context, Fact, Origin } from "../dangers/facts.js";
import { type CallSite, type Graph, OP } from "../graph.js";
import { KEY } from "../names.js";

/** Calls that were entered backwards through what they give back, the last one first, each with the context that it was made in. */
export interface Entered {
  readonly site: CallSite;
  readonly context: Context | undefined;
  readonly before: Entered | undefined;
}

/** The ways by which dangers arrived at a fact. Those into a function's parameter are all its calls: a fact itself remembers but the first of them. */
export function originsOf(graph: Graph, fact: Fact, entered: Entered | undefined): readonly Origin[] {
  const { context } = fact;
  if (context === undefined || context.param !== fact.node || context.path !== fact.path) return fact.origins;
  const calls: Origin[] = [];
  for (const [site, callers] of context.callers) {
    if (entered !== undefined && entered.site !== site) continue;
    for (const from of callers) {
      const edge = graph.edgesOf(from.node).find((one) => one.op === OP.CALL && one.to === fact.node && one.data.site === site);
      if (edge !== undefined) calls.push({ from, edge, bits: from.bits, source: undefined });
    }
  }
  return calls.length === 0 ? fact.origins : [...fact.origins.filter(({ edge }) => edge?.op !== OP.CALL), ...calls];
}

/** Law: a function that was entered backwards through a return is left through the call that this return belongs to, in the context of that call. */
export function fits({ from, edge }: Origin, entered: Entered | undefined): boolean {
  return entered === undefined || edge?.op !== OP.CALL || (entered.site === edge.data.site && from?.context === entered.context);
}

/** The calls that are entered behind a way into a fact. */
export function enteredBehind({ edge }: Origin, fact: Fact, entered: Entered | undefined): Entered | undefined {
  if (edge?.op === OP.RETURN) return { site: edge.data, context: fact.context, before: entered };
  return edge?.op === OP.CALL ? entered?.before : entered;
}

const CONTEXTS = 2 ** 22;

/** A number for the last call that was entered: how a fact is gone on from depends on it alone, up to where that call is left. */
export function topOf(entered: Entered | undefined): number {
  return entered === undefined ? -1 : entered.site.id * CONTEXTS + (entered.context?.id ?? 0);
}

/** Where a search stands that follows one way at a time: what is left behind the last call depends on those before it, of which a few tell most ways apart. */
export function stackOf(entered: Entered | undefined): string {
  let text = "";
  for (let at = entered, depth = 0; at !== undefined && depth < MOST_TOLD_APART; at = at.before, depth += 1) text += `${topOf(at)} `;
  return text;
}

const MOST_TOLD_APART = 4;

/** A step may turn some dangers into others: path.join makes an outside of a dot-dot. */
export function changesDangers({ edge }: Origin): boolean {
  return edge?.op === OP.MAP || edge?.op === OP.HOLE || edge?.op === OP.GET || (edge?.op === OP.PUT && edge.data === KEY);
}
