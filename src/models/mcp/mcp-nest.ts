import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

/** The request behind the arguments and the context, for those who take it. */
const request: SourceRow[] = ["headers", "query", "body", "params"].map((part) => ({ path: `param(2).${part}`, kind: "http" }));

/** Version 2 marks the parameter that holds the input with `@Payload()`, wherever it stands: what the schema declares is looked for in each. */
const input = { input: ["param(0)", "param(1)"], untrusted: [{ path: "param(0)", kind: "tool" }, { path: "param(1)", kind: "tool" }, ...request] } as const satisfies Partial<RegisterRow>;

/** A decorated method; its own name stands in when the decorator gives none. */
function decorated(path: string, row: Omit<RegisterRow, "path" | "by" | "handler">): RegisterRow[] {
  const known: RegisterRow = { path, by: "decorating", title: "arg(0).title", description: "arg(0).description", handler: "this", ...row };
  return [
    { ...known, name: "arg(0).name", when: [{ at: "arg(0).name", is: "set" }] },
    { ...known, name: "this.name", when: [{ at: "arg(0).name", is: "unset", known: true }] },
  ];
}

/** Decorators that ask for a grant, as a list or a row of arguments. */
const scopes = ["ToolScopes", "ToolRoles", "RequireScopes", "RequireRoles", "ToolGuards"].map((path): RegisterRow => ({ path, by: "decorating", what: "scope", scopes: "arg(0)", handler: "this" }));

/** mcp-nest 1 and 2: methods of Nest's providers. `parameters` is held against the input before they run. */
export default model({
  packages: ["@rekog/mcp-nest", "@rekog/mcp-nest-auth"],
  registers: [
    ...decorated("Tool", { what: "tool", schema: "arg(0).parameters", annotations: "arg(0).annotations", ...input }),
    ...decorated("Resource", { what: "resource", uri: "arg(0).uri", untrusted: [{ path: "param(0)", kind: "resource" }, ...request] }),
    ...decorated("ResourceTemplate", { what: "resource", uri: "arg(0).uriTemplate", untrusted: [{ path: "param(0)", kind: "resource" }, ...request] }),
    ...decorated("Prompt", { what: "prompt", schema: "arg(0).parameters", untrusted: [{ path: "param(0)", kind: "prompt" }, ...request] }),
    ...scopes,
    {
      path: "McpRegistry.registerTool", what: "tool", name: "arg(0).name", description: "arg(0).description", schema: "arg(0).parameters", annotations: "arg(0).annotations",
      scopes: "arg(0).requiredScopes", handler: "arg(0).handler", untrusted: [{ path: "param(0)", kind: "tool" }, ...request],
    },
    { path: "McpModule.forRoot", what: "server", name: "arg(0).name", description: "arg(0).instructions" },
    { path: "McpModule.forRoot", what: "transport", transport: "stdio", when: [{ at: "arg(0).transport", is: ["stdio"], known: true }] },
    { path: "McpModule.forRoot", what: "transport", transport: "http" },
    { path: "McpStrategy.new()", what: "server", name: "arg(0).name" },
  ],
  types: { McpRegistry: ["McpRegistryService.new()", "McpStrategy.new()"] },
  constants: [
    { path: "McpTransportType.STDIO", values: ["stdio"] }, { path: "McpTransportType.SSE", values: ["sse"] }, { path: "McpTransportType.STREAMABLE_HTTP", values: ["streamable-http"] },
  ],
});
