import { model } from "../model.js";
import type { RegisterRow } from "../model.js";

const tool = {
  what: "tool", name: "arg(0).id", description: "arg(0).description", schema: "arg(0).inputSchema", annotations: "arg(0).mcp.annotations", handler: "arg(0).execute",
  // version 0 hands the input over as a field of the first parameter, version 1 as that parameter
  input: ["param(0)", "param(0).context"], untrusted: [{ path: "param(0)", kind: "tool" }, { path: "param(0).context", kind: "tool" }],
} as const;

const transports = ([["startStdio", "stdio"], ["startHTTP", "http"], ["startSSE", "sse"], ["startHonoSSE", "sse"]] as const).map(
  ([method, transport]): RegisterRow => ({ path: `MCPServer.${method}`, what: "transport", transport }),
);

/** The server is handed requests by the call that starts it, whose options say what it looks at. */
const served = ["startHTTP", "startSSE", "startHonoSSE"].flatMap((method): RegisterRow[] => [
  { path: `MCPServer.${method}`, what: "serve" },
  ...["allowedHosts", "allowedOrigins"].map((list): RegisterRow => ({
    path: `MCPServer.${method}`, what: "check", checks: "host", when: [{ at: `arg(0).options.${list}`, is: "set" }, { at: "arg(0).options.enableDnsRebindingProtection", is: "set" }],
  })),
]);

/** Mastra: tools of agents, which a server offers as they are. */
export default model({
  packages: ["@mastra/core", "@mastra/core/*", "@mastra/mcp"],
  types: { MCPServer: ["MCPServer.new()"] },
  registers: [
    { ...tool, path: "createTool" },
    { ...tool, path: "Tool.new()" },
    { path: "MCPServer.new()", what: "server", name: "arg(0).name", description: "arg(0).instructions" },
    {
      path: "MCPServer.new()", what: "request", handler: "arg(0).resources.getResourceContent", when: [{ at: "arg(0).resources.getResourceContent", is: "function", known: true }],
      untrusted: [{ path: "param(0).uri", kind: "resource" }],
    },
    {
      path: "MCPServer.new()", what: "completion", handler: "arg(0).prompts.getPromptMessages", when: [{ at: "arg(0).prompts.getPromptMessages", is: "function", known: true }],
      untrusted: [{ path: "param(0).name", kind: "prompt" }, { path: "param(0).args", kind: "prompt" }],
    },
    ...transports, ...served,
    { path: "createOAuthMiddleware()()", what: "check", checks: "caller" },
  ],
});
