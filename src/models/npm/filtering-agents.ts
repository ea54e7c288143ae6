import { model } from "../model.js";

/**
 * Agents that look at the address of each connection, redirects included, and refuse private ones.
 * https://github.com/azu/request-filtering-agent, https://www.npmjs.com/package/ssrf-req-filter, https://github.com/y-mehta/ssrf-req-filter
 */
export default model({
  packages: ["request-filtering-agent", "ssrf-req-filter", "ssrf-agent", "ssrf-agent-guard"],
  agents: ["()", "useAgent()", "globalHttpAgent", "globalHttpsAgent", "RequestFilteringHttpAgent.new()", "RequestFilteringHttpsAgent.new()"].map((path) => ({ path, refuses: true })),
});
