import { NO_NODE, type Node } from "../../graph/graph.js";
import type { Registration } from "../../graph/offers/registrations.js";
import type { Solver } from "../../graph/solver.js";
import type { TransportKind } from "../../models/model.js";
import { originsOf } from "./origins.js";

/** The transports to which a server is connected, by the numbers of the calls that make them. */
type Connected = ReadonlyMap<number, TransportKind>;

/** A call that connects servers to transports; `open`: it may be another transport as well. */
interface Link {
  readonly servers: readonly number[];
  readonly transports: Connected;
  readonly open: boolean;
}

/**
 * Tells over what the servers are reached on which something is registered; undefined where that is not known of all of them.
 * Law: nothing is told of any server while some call connects a server, or some way of serving a transport, that are not known.
 */
export function connectedKinds(solver: Solver, registrations: readonly Registration[]): (registration: Registration) => ReadonlySet<TransportKind> | undefined {
  const servers = new Set(registrations.filter(({ row }) => row.what === "server").map(({ site }) => site.id));
  const transports = new Map(registrations.flatMap(({ row, site }) => (row.what === "transport" && row.transport !== undefined ? [[site.id, row.transport] as const] : [])));
  const made = newMaker(solver);
  const links = registrations.filter(({ row }) => row.what === "connect").map(({ site }): Link => {
    const given = site.args[0] === undefined ? [] : made(site.args[0].node);
    const known = new Map(given.flatMap((id) => (transports.has(id) ? [[id, transports.get(id) as TransportKind] as const] : []))); // has() was asked before
    return { servers: made(site.receiver).filter((id) => servers.has(id)), transports: known, open: given.length === 0 || known.size < given.length };
  });
  if (links.some((link) => link.servers.length === 0) || !areAllConnected(registrations, links)) return () => undefined;
  const kindsOf = (id: number): readonly TransportKind[] | undefined => {
    const own = links.filter((link) => link.servers.includes(id));
    return own.length === 0 || own.some(({ open }) => open) ? undefined : own.flatMap((link) => [...link.transports.values()]);
  };
  return ({ row, site }) => {
    const on = row.what === "server" ? [site.id] : made(site.receiver).filter((id) => servers.has(id));
    const kinds = on.map(kindsOf);
    return on.length === 0 || kinds.includes(undefined) ? undefined : new Set(kinds.flatMap((some) => some ?? []));
  };
}

/** Every transport to a network goes where servers are connected: where that is not seen, to what may be any. */
function areAllConnected(registrations: readonly Registration[], links: readonly Link[]): boolean {
  const left = registrations.filter(({ row, site }) => row.what === "transport" && row.transport !== "stdio" && !links.some(({ transports }) => transports.has(site.id)));
  return left.length === 0 || (links.some(({ open }) => open) && left.every(({ site }) => site.isNew));
}

/** The numbers of the calls that may have made a value; asked once a value. */
function newMaker(solver: Solver): (node: Node) => readonly number[] {
  const known = new Map<Node, readonly number[]>();
  return (node) => {
    if (node === NO_NODE) return [];
    const at = solver.graph.origin(node);
    let made = known.get(at);
    if (made === undefined) known.set(at, (made = originsOf(solver, node).map(({ site }) => site.id)));
    return made;
  };
}
