import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const answers: SourceRow[] = ["elicit()", "sample()"].map((answer) => ({ path: `MCPServerContext.${answer}`, kind: "client" }));
const context = (param: number): RegisterRow["given"] & object => [{ path: `param(${param})`, type: "MCPServerContext" }];

const tool: RegisterRow = {
  path: "McpServer.tool", what: "tool", name: "arg(0)", title: "arg(1).title", description: "arg(1).description", annotations: "arg(1).annotations", schema: "arg(1).inputSchema",
  handler: "arg(1).handler", untrusted: [{ path: "param(0)", kind: "tool" }], given: context(1),
};

const registers: RegisterRow[] = [
  { path: "McpServer.new()", what: "server", name: "arg(0).name", description: "arg(0).instructions" },
  // of JSON Schema nothing is enforced, of the schemas of libraries everything
  { ...tool, advertised: true, when: [{ at: "arg(1).inputSchema.type", is: "string", known: true }] },
  tool,
  {
    path: "McpServer.resource", what: "resource", name: "arg(1).name", uri: "arg(0)", title: "arg(1).title", description: "arg(1).description", handler: "arg(last)",
    untrusted: [{ path: "param(0)", kind: "resource" }, { path: "param(1)", kind: "resource" }], given: context(2),
  },
  {
    path: "McpServer.prompt", what: "prompt", name: "arg(0)", title: "arg(1).title", description: "arg(1).description", schema: "arg(1).arguments", advertised: true, handler: "arg(1).handler",
    untrusted: [{ path: "param(0)", kind: "prompt" }], given: context(1),
  },
  { path: "StreamableHttpTransport.new()", what: "transport", transport: "http" },
  { path: "StdioTransport.new()", what: "transport", transport: "stdio" },
];

/** mcp-lite: every registration gives the server back. */
export default model({
  packages: ["mcp-lite"],
  types: { MCPServerContext: [], McpServer: ["McpServer.new()", ...["tool", "resource", "prompt", "group", "use", "onError"].map((method) => `McpServer.${method}()`)] },
  registers,
  sources: answers,
});
