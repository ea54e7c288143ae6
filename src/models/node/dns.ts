import { model } from "../model.js";
import type { ComputeRow, StepRow } from "../model.js";

/** A name's addresses, each by itself or in an object. */
export function lookups(prefix: string): StepRow[] {
  const given = ["lookup().address", "lookup()[*].address", "resolve4()[*]", "resolve6()[*]", "resolve()[*]"];
  return given.map((to) => ({ from: `${prefix}${to.slice(0, to.indexOf("("))}.arg(0)`, to: `${prefix}${to}`, as: "lookup" }));
}

/** How the functions that give promises are computed. */
export function promised(prefix: string): ComputeRow[] {
  return [{ path: `${prefix}lookup`, as: "address-promise" }, { path: `${prefix}resolve4`, as: "addresses-promise" }, { path: `${prefix}resolve`, as: "addresses-promise" }];
}

const PROMISED = ["promises.", "promises.Resolver.new()."];

/** Names of hosts to addresses (https://nodejs.org/api/dns.html). A look-up is no request: it is no sink. */
export default model({
  packages: ["dns", "node:dns"],
  // a promisified function gives what the callback gets
  steps: ["", ...PROMISED].flatMap(lookups),
  computes: [
    { path: "lookup", as: "address-callback" }, { path: "resolve4", as: "addresses-callback" }, { path: "resolve", as: "addresses-callback" },
    ...PROMISED.flatMap(promised),
  ],
});
