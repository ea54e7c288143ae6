import { model } from "../model.js";
import type { Condition, RegisterRow } from "../model.js";

const over = (names: readonly string[]): Condition => ({ at: "arg(0).transport", is: names, known: true });
const head = { name: "arg(0).name", title: "arg(0).title", description: "arg(0).description", scopes: "arg(0).auth", handler: "arg(1)" } as const;

const registers: RegisterRow[] = [
  { path: "FastMCP.new()", what: "server", name: "arg(0).name", description: "arg(0).instructions" },
  { ...head, path: "FastMCP.tool", what: "tool", when: [{ at: "arg(0).input", is: "set" }], schema: "arg(0).input", annotations: "arg(0).annotations", untrusted: [{ path: "param(0)", kind: "tool" }] },
  // of JSON Schema nothing is enforced
  {
    ...head, path: "FastMCP.tool", what: "tool", schema: "arg(0).inputSchema", advertised: true, annotations: "arg(0).annotations", untrusted: [{ path: "param(0)", kind: "tool" }],
  },
  { ...head, path: "FastMCP.resource", what: "resource", uri: "arg(0).uri", untrusted: [{ path: "param(0)", kind: "resource" }] },
  { ...head, path: "FastMCP.prompt", what: "prompt", schema: "arg(0).arguments", advertised: true, untrusted: [{ path: "param(0)", kind: "prompt" }] },
  { path: "FastMCP.run", what: "transport", transport: "http", when: [over(["http", "streamable-http"])] },
  { path: "FastMCP.run", what: "transport", transport: "sse", when: [over(["sse"])] },
  { path: "FastMCP.run", what: "transport", transport: "stdio", when: [over(["stdio"])] },
  { path: "FastMCP.run", what: "transport", transport: "stdio", when: [{ at: "arg(0).transport", is: "unset", known: true }] },
  { path: "FastMCP.run", what: "listen", when: [over(["http", "streamable-http", "sse"])], host: ["arg(0).host"], port: ["arg(0).port"], unbound: "loopback" },
];

/** FastMCP of Prefect, whose class has the name of another library's; its scopes refuse whoever has no token. */
export default model({
  packages: ["@prefecthq/fastmcp-ts", "@prefecthq/fastmcp-ts/*", "fastmcp-ts", "fastmcp-ts/*"],
  types: { FastMCP: ["FastMCP.new()"] },
  registers,
  sources: [{ path: "FastMCP.getContext().elicit()", kind: "client" }, { path: "FastMCP.getContext().sample()", kind: "client" }],
});
