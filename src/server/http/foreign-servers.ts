import type { CallSite } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import type { Token } from "../../graph/tokens.js";

/** A server that is connected to a transport, and made by a package that is no part of the program. */
export interface ForeignServer {
  readonly site: CallSite;
  readonly package: string;
}

/** Calls that hand a transport to something of a package of which no model says anything, by the names under which models know such calls. */
export function foreignServers(solver: Solver, registrations: readonly Registration[]): ForeignServer[] {
  const rows = solver.index.models.flatMap(({ registers }) => registers ?? []).filter(({ what }) => what === "connect");
  const names = new Set(rows.map(({ path }) => path.slice(path.lastIndexOf(".") + 1)));
  const made = (one: CallSite): Token[] => [...tokensAt(solver, one.node)].filter((token) => token.kind === "object" && token.node === one.node);
  const transports = new Set(registrations.filter(({ row }) => row.what === "transport").flatMap(({ site }) => made(site)));
  return solver.graph.calls.flatMap((site): ForeignServer[] => {
    const [given] = site.args;
    if (site.method === undefined || !names.has(site.method) || given === undefined || ![...tokensAt(solver, given.node)].some((token) => transports.has(token))) return [];
    const receivers = [...tokensAt(solver, site.receiver)];
    const first = receivers.find((token) => token.kind === "api");
    return first !== undefined && receivers.every((token) => isForeign(solver, token)) ? [{ site, package: first.api.library.name }] : [];
  });
}

/** Something of a package of which no model says anything, or what `new` made of it. */
function isForeign({ graph }: Solver, token: Token): boolean {
  if (token.kind === "api") return token.api.opaque;
  const def = token.kind === "object" ? graph.defs[token.node] : undefined;
  return def?.kind === "call" && def.site.targets.length === 0;
}
