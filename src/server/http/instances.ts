import type { FunctionIr } from "../../ir/ir.js";
import { unbound } from "../../graph/solve/binding.js";
import { type CallSite, NO_NODE } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import { type Solver, tokensAt } from "../../graph/solver.js";
import type { Token } from "../../graph/tokens.js";
import { valueAt } from "../values/graph-values.js";
import { type Keeper, type Origin, originsOf } from "./origins.js";
import { newSites } from "./request-reach.js";
import type { SettingsOf } from "../values/settings.js";
import { fieldOf } from "../values/value.js";
import type { Shared } from "../view/view.js";

/** What it takes to tell what a request makes from what outlives it. */
interface Reader {
  readonly solver: Solver;
  /** What requests run. */
  readonly requests: ReadonlySet<FunctionIr>;
  readonly sites: ReadonlyMap<number, Registration>;
}

/** Servers that are connected to the transports of many clients, and stateless transports that many clients talk through. */
export function findShared(solver: Solver, registrations: readonly Registration[], requests: ReadonlySet<FunctionIr>, settings: SettingsOf): Shared[] {
  const sites = new Map(registrations.filter(({ row }) => row.what === "server" || row.what === "transport").map((one) => [one.site.id, one]));
  const reader: Reader = { solver, requests, sites };
  const found: Shared[] = [];
  const tell = (what: Shared["what"], site: CallSite, origin: Origin): void => {
    const keeper = origin.kept.find((one) => outlives(reader, one));
    found.push({ what, location: solver.graph.locate(site.node), made: solver.graph.locate(origin.site.node), keptIn: keeper?.name });
  };
  for (const { row, site } of registrations) {
    if (!requests.has(site.fn)) continue;
    if (row.what === "serve" && site.receiver !== NO_NODE) {
      const origin = outliving(reader, site.receiver, "transport");
      if (origin !== undefined && hasNoSessions(reader, origin, settings)) tell("transport", site, origin);
    }
    if (row.what !== "connect") continue;
    const [transport] = site.args;
    if (transport === undefined || !isOfRequest(reader, originsOf(solver, transport.node))) continue;
    const origin = outliving(reader, site.receiver, "server");
    if (origin !== undefined) tell("server", site, origin);
  }
  return found;
}

/** The transport is known to be made without the option that names sessions. */
function hasNoSessions({ solver, sites }: Reader, { site }: Origin, settings: SettingsOf): boolean {
  const sessions = sites.get(site.id)?.row.sessions;
  if (sessions === undefined) return false;
  const [options] = site.args;
  if (options === undefined) return true;
  const value = options.spread ? undefined : valueAt({ binding: unbound(solver), settings }, options.node);
  const named = fieldOf(value, sessions);
  return value?.kind === "object" && !value.open && (named === undefined || (named.kind === "constant" && named.value === undefined));
}

/** Every request makes the transport, or it is not known who does. */
function isOfRequest({ requests, sites }: Reader, origins: readonly Origin[]): boolean {
  const made = origins.filter(({ site }) => sites.get(site.id)?.row.what === "transport");
  return made.length === 0 ? true : made.some(({ site }) => requests.has(site.fn));
}

/** Where a value was made that is still there when the next request comes. */
function outliving(reader: Reader, node: number, what: "server" | "transport"): Origin | undefined {
  const { solver, requests, sites } = reader;
  const { graph } = solver;
  const isTaken = (argument: number): boolean => {
    const owner = graph.owners[argument];
    return owner !== undefined && requests.has(owner);
  };
  const origins = originsOf(solver, node, isTaken).filter(({ site }) => sites.get(site.id)?.row.what === what);
  const isOld = ({ site, kept }: Origin): boolean => !requests.has(site.fn) || kept.some((keeper) => outlives(reader, keeper));
  // where one is made for the request the others belong to other ways of starting
  return origins.every(isOld) ? origins[0] : undefined;
}

function outlives({ solver, requests }: Reader, keeper: Keeper): boolean {
  if ("variable" in keeper) return !requests.has(keeper.variable);
  const tokens = [...tokensAt(solver, keeper.object)];
  return tokens.length > 0 && tokens.every((token) => isKept(solver, requests, token));
}

/** The object is not made by requests. */
function isKept(solver: Solver, requests: ReadonlySet<FunctionIr>, token: Token): boolean {
  if (token.kind === "object") return !requests.has(solver.graph.owners[token.node] as FunctionIr); // owners has an entry a node
  if (token.kind !== "instance" || token.of.kind !== "class") return false;
  const { cls } = token.of;
  return !newSites(solver).some(([site, made]) => made === cls && requests.has(site.fn));
}
