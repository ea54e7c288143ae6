import { model } from "../model.js";
import type { Condition, RegisterRow } from "../model.js";

const over = (names: readonly string[]): Condition => ({ at: "arg(0).transport.type", is: names, known: true });

/** A server opens what its settings name, standard input and output without; it listens on localhost unless a host is given. */
const transports: RegisterRow[] = [
  { path: "MCPServer.new()", what: "transport", transport: "http", when: [over(["http-stream"])] },
  { path: "MCPServer.new()", what: "transport", transport: "sse", when: [over(["sse"])] },
  { path: "MCPServer.new()", what: "transport", transport: "stdio", when: [over(["stdio"])] },
  { path: "MCPServer.new()", what: "transport", transport: "stdio", when: [{ at: "arg(0).transport.type", is: "unset", known: true }] },
  {
    path: "MCPServer.new()", what: "listen", when: [over(["http-stream", "sse"])],
    host: ["arg(0).transport.options.host"], port: ["arg(0).transport.options.port"], unbound: "loopback",
  },
];

/** mcp-framework: a class a tool, found by the folder it lies in. Input is held against `schema` before `execute` runs. */
export default model({
  packages: ["mcp-framework"],
  registers: [
    {
      path: "MCPTool", by: "extending", what: "tool", when: [{ at: "this.execute", is: "function", known: true }],
      name: "this.name", description: "this.description", schema: "this.schema", annotations: "this.annotations", handler: "this.execute", untrusted: [{ path: "param(0)", kind: "tool" }],
    },
    {
      path: "MCPResource", by: "extending", what: "resource", when: [{ at: "this.read", is: "function", known: true }],
      name: "this.name", uri: "this.uri", description: "this.description", handler: "this.read", untrusted: [{ path: "param(0)", kind: "resource" }],
    },
    {
      path: "MCPPrompt", by: "extending", what: "prompt", when: [{ at: "this.generateMessages", is: "function", known: true }],
      name: "this.name", description: "this.description", schema: "this.schema", handler: "this.generateMessages", untrusted: [{ path: "param(0)", kind: "prompt" }],
    },
    { path: "MCPServer.new()", what: "server", name: "arg(0).name" },
    ...transports,
  ],
  sources: [{ path: "MCPTool.new().samplingRequest()", kind: "client" }, { path: "MCPTool.new().elicit()", kind: "client" }],
});
