import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { handles, requestSources } from "../web-rows.js";

const transports = ([["McpAgent.serve", "http"], ["McpAgent.serveSSE", "sse"], ["McpAgent.mount", "sse"], ["createMcpHandler", "http"], ["createLegacyMcpHandler", "http"]] as const).map(
  ([path, transport]): RegisterRow => ({ path, what: "transport", transport }),
);

/** What they give is a worker: the program exports it, or calls its `fetch`. */
const endpoints = ["serve", "serveSSE", "mount"].flatMap((name): RegisterRow[] => [{ path: `McpAgent.${name}`, what: "endpoint", name: "arg(0)" }, { path: `McpAgent.${name}().fetch`, what: "serve" }]);

/** Agents of Cloudflare: a class that extends `McpAgent` holds a server of the SDK, to which `init` adds the tools. */
export default model({
  packages: ["agents", "agents/*"],
  types: { IncomingRequest: [] },
  registers: [...transports, ...endpoints, { path: "createMcpHandler", what: "endpoint" }, { path: "createMcpHandler()()", what: "serve" }, ...["Agent", "McpAgent"].map((path) => handles(path, "this.onRequest", { by: "extending" }))],
  sources: [...requestSources, { path: "McpAgent.new().elicitInput()", kind: "client" }],
});
