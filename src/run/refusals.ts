import { isBuiltin } from "node:module";
import type { Effects } from "../models/api.js";
import type { ApiValue } from "./values.js";

/** Levels of logs, as syslog (RFC 5424) and npm name them, and the methods that write to one. */
const LOGS: ReadonlySet<string> = new Set([
  "log", "emerg", "alert", "crit", "critical", "fatal", "error", "warn", "warning", "notice", "info", "http", "verbose", "debug", "trace", "silly", "success", "time", "timeEnd", "write", "emit", "push", "add", "set",
  "sendLoggingMessage", "notification",
]);

/** Whether a call of a library may end with an error because of what it is given: what the models know as no guard does not, nor what the host itself has, nor a log. */
export function mayRefuse(callee: ApiValue, effects: readonly Effects[]): boolean {
  const { library, origin } = callee;
  if (effects.some(({ guards }) => guards.length > 0)) return true;
  const name = origin.kind === "member" ? origin.name : "";
  // a schema is run on what it is given
  if (callee.places.length > 0 || library.schemaMethods.has(name) || isLog(name)) return false;
  return library.name !== "globals" && (!isBuiltin(library.name) || /^(?:node:)?assert(?:\/|$)/.test(library.name));
}

/** A method of this name writes to a log. */
export function isLog(name: string): boolean {
  return LOGS.has(name);
}
