import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const extra: SourceRow[] = [{ path: "param(1).headers", kind: "http" }, { path: "param(1)._meta", kind: "tool" }];
const known = { by: "decorating", name: "arg(0).name", description: "arg(0).description", handler: "this" } as const;
const input = (kind: "tool" | "resource" | "prompt"): SourceRow[] => [{ path: "param(0)", kind }, ...extra];

const registers: RegisterRow[] = [
  { ...known, path: "Tool", what: "tool", schema: "arg(0).paramsSchema", annotations: "arg(0).annotations", untrusted: input("tool") },
  { ...known, path: "Prompt", what: "prompt", schema: "arg(0).argsSchema", untrusted: input("prompt") },
  { ...known, path: "Resource", what: "resource", uri: "arg(0).uri", when: [{ at: "arg(0).template", is: "unset", known: true }] },
  { ...known, path: "Resource", what: "resource", uri: "arg(0).template", untrusted: [...input("resource"), { path: "param(1)", kind: "resource" }] },
  { path: "McpModule.forRoot", what: "server", name: "arg(0).name", description: "arg(0).instructions" },
  { path: "McpModule.forRoot", what: "transport", transport: "http" },
];

/** @nestjs-mcp/server: methods of resolvers, which take what the SDK's own callbacks take. */
export default model({ packages: ["@nestjs-mcp/server"], registers });
