import { model } from "../model.js";
import type { Condition, RegisterRow, SourceRow } from "../model.js";

const answers: SourceRow[] = ["elicit()", "sample()"].map((answer) => ({ path: `ToolContext.${answer}`, kind: "client" }));
const request: SourceRow[] = ["req.header()", "req.query()", "req.url"].map((part) => ({ path: `ToolContext.${part}`, kind: "http" }));
const input = (kind: "tool" | "prompt"): SourceRow[] => [{ path: "param(0)", kind }];
const context = [{ path: "param(1)", type: "ToolContext" }];
const uri: SourceRow[] = [{ path: "param(0)", kind: "resource" }, { path: "param(1)", kind: "resource" }];

const head = { name: "arg(0).name", title: "arg(0).title", description: "arg(0).description" } as const;
const given = (at: string): Condition => ({ at, is: "set", known: true });

/** The function stands behind the definition, or in it under a name that changed. */
function handled(row: Omit<RegisterRow, "handler">, inside: string): RegisterRow[] {
  return ["arg(1)", inside, "arg(0).fn"].map((handler) => ({ ...row, when: [...(row.when ?? []), handler === "arg(1)" ? { at: handler, is: "set" } : given(handler)], handler }));
}

const registers: RegisterRow[] = [
  { path: "MCPServer.new()", what: "server", name: "arg(0).name", description: "arg(0).instructions" },
  { path: "createMCPServer", what: "server", name: "arg(0)", description: "arg(1).instructions" },
  ...["arg(0).inputSchema", "arg(0).inputs"].flatMap((schema) => handled({
    ...head, path: "MCPServer.tool", what: "tool", when: [given(schema)], schema, ...(schema === "arg(0).inputs" ? { advertised: true } : {}), annotations: "arg(0).annotations", untrusted: input("tool"), given: context,
  }, "arg(0).cb")),
  ...handled({ ...head, path: "MCPServer.tool", what: "tool", schema: "arg(0).schema", annotations: "arg(0).annotations", untrusted: input("tool"), given: context }, "arg(0).cb"),
  ...handled({ ...head, path: "MCPServer.resource", what: "resource", uri: "arg(0).uri" }, "arg(0).readCallback"),
  ...handled({ ...head, path: "MCPServer.resourceTemplate", what: "resource", when: [given("arg(0).resourceTemplate")], uri: "arg(0).resourceTemplate.uriTemplate", untrusted: uri }, "arg(0).readCallback"),
  ...handled({ ...head, path: "MCPServer.resourceTemplate", what: "resource", uri: "arg(0).uriTemplate", untrusted: uri }, "arg(0).readCallback"),
  ...handled({ ...head, path: "MCPServer.prompt", what: "prompt", when: [given("arg(0).args")], schema: "arg(0).args", untrusted: input("prompt"), given: context }, "arg(0).cb"),
  ...handled({ ...head, path: "MCPServer.prompt", what: "prompt", schema: "arg(0).schema", untrusted: input("prompt"), given: context }, "arg(0).cb"),
  { path: "MCPServer.listen", what: "transport", transport: "http" },
  { path: "MCPServer.listen", what: "listen", host: ["arg(1).host"], port: ["arg(0)"], unbound: "loopback" },
];

/** mcp-use 1 and 2, whose servers are apps of Hono as well. */
export default model({
  packages: ["mcp-use", "mcp-use/server"],
  types: { ToolContext: [], MCPServer: ["MCPServer.new()", "createMCPServer()", ...["tool", "resource", "resourceTemplate", "prompt", "uiResource", "use"].map((method) => `MCPServer.${method}()`)] },
  registers,
  sources: [...answers, ...request],
});
