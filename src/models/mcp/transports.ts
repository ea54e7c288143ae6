import { model } from "../model.js";
import type { RegisterRow } from "../model.js";
import { rebindingChecks } from "./sdk.js";

/** Transports that other libraries bring for servers made elsewhere. */
const registers: RegisterRow[] = ([
  ["StreamableHTTPTransport.new()", "http"], ["HttpTransport.new()", "http"], ["StdioTransport.new()", "stdio"], ["SseTransport.new()", "sse"],
  ["startHTTPServer", "http"], ["startSSEServer", "sse"], ["startStdioServer", "stdio"],
] as const).map(([path, transport]) => ({ path, what: "transport", transport }));

export default model({
  packages: ["@hono/mcp", "@tmcp/transport-http", "@tmcp/transport-stdio", "@tmcp/transport-sse", "mcp-proxy"],
  types: { StreamableHTTPTransport: ["StreamableHTTPTransport.new()"] },
  registers: [...registers, { path: "StreamableHTTPTransport.handleRequest", what: "serve" }, ...rebindingChecks(["StreamableHTTPTransport"], "arg(0)"), ...["startHTTPServer", "startSSEServer"].map((path): RegisterRow => ({ path, what: "listen", host: ["arg(0).host"], port: ["arg(0).port"], unbound: "everywhere" }))],
});
