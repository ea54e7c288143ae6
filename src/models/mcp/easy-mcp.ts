import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

/** Decorated methods get their arguments one by one. Nothing is held against a schema. */
const positions = (kind: "tool" | "prompt"): SourceRow[] => [0, 1, 2, 3, 4, 5].map((at) => ({ path: `param(${at})`, kind }));

const registers: RegisterRow[] = [
  {
    path: "MCP.tool", what: "tool", name: "arg(0).name", description: "arg(0).description", schema: "arg(0).inputs", advertised: true, handler: "arg(0).fn",
    untrusted: [{ path: "param(0)", kind: "tool" }],
  },
  { path: "MCP.resource", what: "resource", name: "arg(0).name", uri: "arg(0).uri", description: "arg(0).description", handler: "arg(0).fn" },
  {
    path: "MCP.template", what: "resource", name: "arg(0).name", uri: "arg(0).uriTemplate", description: "arg(0).description", handler: "arg(0).fn",
    untrusted: [{ path: "param(0)", kind: "resource" }],
  },
  { path: "MCP.prompt", what: "prompt", name: "arg(0).name", description: "arg(0).description", schema: "arg(0).args", advertised: true, handler: "arg(0).fn", untrusted: [{ path: "param(0)", kind: "prompt" }] },
  { path: "Tool", by: "decorating", what: "tool", name: "this.name", description: "arg(0).description", schema: "arg(0).parameters", advertised: true, handler: "this", untrusted: positions("tool") },
  { path: "Prompt", by: "decorating", what: "prompt", name: "this.name", description: "arg(0).description", handler: "this", untrusted: positions("prompt") },
  { path: "Resource", by: "decorating", what: "resource", name: "this.name", uri: "arg(0)", handler: "this", untrusted: [{ path: "param(0)", kind: "resource" }] },
  { path: "MCP.serve", what: "transport", transport: "stdio" },
];

/** easy-mcp: a server that is written down as it comes, or a class of decorated methods. */
export default model({
  packages: ["easy-mcp", "easy-mcp/*"],
  types: { MCP: ["BaseMCP.create()", "EasyMCP.create()", "EasyMCP.new()", "BaseMCP.new()"] },
  registers,
});
