import { model } from "../model.js";
import type { ComputeRow } from "../model.js";

const PROMISED = ["promises.", "promises.Resolver.new()."].flatMap((prefix): ComputeRow[] => [
  { path: `${prefix}lookup`, as: "address-promise" }, { path: `${prefix}resolve4`, as: "addresses-promise" }, { path: `${prefix}resolve`, as: "addresses-promise" },
]);

/** Names of hosts to addresses (https://nodejs.org/api/dns.html). A look-up is no request: it is no sink. */
export default model({
  packages: ["dns", "node:dns"],
  computes: [{ path: "lookup", as: "address-callback" }, { path: "resolve4", as: "addresses-callback" }, { path: "resolve", as: "addresses-callback" }, ...PROMISED],
});
