import { placeText } from "../../finding.js";
import type { Server, Tool } from "./view.js";

/** A server, and the tools of it that a rule speaks of. */
export interface OpenServer {
  readonly started: Server["started"][number];
  readonly open: readonly Tool[];
}

/** Servers that one place makes as one, for what they are made with is mended there; those that `kindOf` tells apart stay apart. */
export function joinMadeAt<T extends OpenServer>(servers: readonly T[], kindOf: (one: T) => string): T[] {
  const joined = new Map<string, T>();
  for (const one of servers) {
    const [made] = one.started.locations;
    const key = made === undefined ? `${joined.size}` : `${placeText(made)} ${kindOf(one)}`;
    const known = joined.get(key);
    joined.set(key, known === undefined ? one : { ...known, started: { ...known.started, tools: byName(known.started.tools, one.started.tools), transports: union(known.started.transports, one.started.transports) }, open: byName(known.open, one.open) });
  }
  return [...joined.values()];
}

/** Of a name once: each server has a tool of its own of it. */
function byName(some: readonly Tool[], others: readonly Tool[]): Tool[] {
  const names = new Set(some.map(({ name }) => name));
  return union(some, others.filter(({ name }) => name === undefined || !names.has(name)));
}

function union<T>(some: readonly T[], others: readonly T[]): T[] {
  return [...new Set([...some, ...others])];
}
