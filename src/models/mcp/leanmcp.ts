import { model } from "../model.js";
import type { RegisterRow } from "../model.js";

const decorated = { by: "decorating", name: "this.name", description: "arg(0).description", schema: "arg(0).inputClass", advertised: true, handler: "this" } as const;

/**
 * LeanMCP: methods of services that lie in a folder; a method's name is the tool's. Clients are told of the class at `inputClass`, and nothing holds it against what they send
 * (`setupHandlers` of @leanmcp/core 0.4.7 validates what is kept under "schema:input", which no decorator sets).
 */
const registers: RegisterRow[] = [
  { ...decorated, path: "Tool", what: "tool", untrusted: [{ path: "param(0)", kind: "tool" }] },
  { ...decorated, path: "Prompt", what: "prompt", untrusted: [{ path: "param(0)", kind: "prompt" }] },
  { ...decorated, path: "Resource", what: "resource", uri: "arg(0).uri", untrusted: [{ path: "param(0)", kind: "resource" }] },
  { path: "MCPServer.new()", what: "server", name: "arg(0).name" },
  { path: "createHTTPServer", what: "transport", transport: "http" },
  // options alone, or behind a function that makes the server
  { path: "createHTTPServer", what: "listen", port: ["arg(0).port", "arg(1).port"], unbound: "everywhere" },
];

export default model({
  packages: ["@leanmcp/core"],
  registers,
  schemas: [{ path: "SchemaConstraint()", means: "json" }, { path: "Optional()", means: "optional" }],
});
