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
    joined.set(key, known === undefined ? one : { ...known, started: { ...known.started, tools: union(known.started.tools, one.started.tools), transports: union(known.started.transports, one.started.transports) }, open: union(known.open, one.open) });
  }
  return [...joined.values()];
}

function union<T>(some: readonly T[], others: readonly T[]): T[] {
  return [...new Set([...some, ...others])];
}
