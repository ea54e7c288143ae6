import type { ApiPath, RegisterRow } from "./model.js";

/**
 * The forms of `listen` of node's servers (https://nodejs.org/api/net.html#serverlisten), and of what hands its arguments on to them: a port and
 * a host, or options with both. Where the port stands a socket file may stand as well, which is no network.
 */
export function listens(path: ApiPath): RegisterRow[] {
  return [{ path, what: "listen", host: ["arg(0).host", "arg(1)"], port: ["arg(0).port", "arg(0).path", "arg(0)"], unbound: "everywhere" }];
}

/** Servers that take their host as `hostname` among options; everywhere without. */
export function serves(path: ApiPath, options: "arg(0)" | "arg(1)" = "arg(0)"): RegisterRow[] {
  return [{ path, what: "listen", host: [`${options}.hostname`], port: [`${options}.port`, `${options}.unix`, `${options}.path`], unbound: "everywhere" }];
}
