import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { handles, requestSources } from "../web-rows.js";

/** An endpoint that asks for a token before it hands requests on; the scopes that it lists are shown, not asked for. */
export default model({
  packages: ["@cloudflare/workers-oauth-provider"],
  types: { IncomingRequest: [] },
  registers: ["new()", "OAuthProvider.new()"].flatMap((path): RegisterRow[] => [{ path, what: "check", checks: "caller" }, handles(path, "arg(0).defaultHandler.fetch"), handles(path, "arg(0).apiHandler.fetch", { checks: "caller" })]),
  sources: requestSources,
});
