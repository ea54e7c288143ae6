import { model } from "../model.js";
import type { SinkRow } from "../model.js";

/** What a client connects to: servers at an address, and servers that it starts as a program. */
export const clientTransports: readonly SinkRow[] = [
  ...["SSEClientTransport", "StreamableHTTPClientTransport", "WebSocketClientTransport"].map((name): SinkRow => ({ path: `${name}.new.arg(0)`, kind: "url" })),
  { path: "StdioClientTransport.new.arg(0).command", kind: "program" },
  { path: "StdioClientTransport.new.arg(0).args", kind: "arguments", program: "StdioClientTransport.new.arg(0).command" },
];

export default model({
  packages: ["@modelcontextprotocol/client", "@modelcontextprotocol/client/*"],
  sinks: [...clientTransports],
});
