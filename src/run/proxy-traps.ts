import { callFunction } from "./calls.js";
import { getMember } from "./members.js";
import type { Run } from "./run.js";
import { makeUnknown } from "./unknown.js";
import { asProxy } from "./proxies.js";
import { isCallable, isKnown, type Site, type Value } from "./values.js";

/** What an object in place of another does for an operation. */
export interface Trapped {
  readonly value: Value;
}

/** Runs the trap of a proxy's handler, the target before the other arguments; undefined when there is none, and the operation goes on to the target. */
export function runTrap(run: Run, proxy: Value, name: "get" | "set" | "has" | "deleteProperty", args: readonly Value[], site: Site): Trapped | undefined {
  const pair = asProxy(proxy);
  if (pair === undefined) return undefined;
  const trap = getMember(run, pair.handler, name, site);
  if (isCallable(trap)) return { value: callFunction(run, trap, pair.handler, [pair.target, ...args], site) };
  return isKnown(trap) ? undefined : { value: makeUnknown("what a proxy gives", site) };
}

/** The object that a proxy stands for in the end; other values stand for themselves. */
export function targetOf(value: Value): Value {
  let at = value;
  for (let proxy = asProxy(at); proxy !== undefined; proxy = asProxy(at)) at = proxy.target;
  return at;
}
