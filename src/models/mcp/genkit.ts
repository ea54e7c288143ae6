import { model } from "../model.js";
import type { RegisterRow } from "../model.js";

const head = { name: "arg(0).name", description: "arg(0).description", handler: "arg(1)" } as const;

const registers: RegisterRow[] = [
  ...["Genkit.defineTool", "Genkit.dynamicTool"].map((path): RegisterRow => ({ ...head, path, what: "tool", schema: "arg(0).inputSchema", untrusted: [{ path: "param(0)", kind: "tool" }] })),
  { ...head, path: "Genkit.defineResource", what: "resource", when: [{ at: "arg(0).uri", is: "set", known: true }], uri: "arg(0).uri", untrusted: [{ path: "param(0)", kind: "resource" }] },
  { ...head, path: "Genkit.defineResource", what: "resource", uri: "arg(0).template", untrusted: [{ path: "param(0)", kind: "resource" }] },
  { ...head, path: "Genkit.definePrompt", what: "prompt", schema: "arg(0).input.schema", untrusted: [{ path: "param(0)", kind: "prompt" }], when: [{ at: "arg(1)", is: "function", known: true }] },
  { path: "createMcpServer", what: "server", name: "arg(1).name" },
  { path: "createMcpServer().start", what: "transport", transport: "stdio", when: [{ at: "arg(0)", is: "unset", known: true }] },
];

/** Genkit: what an app defines, a server offers as it is. */
export default model({
  packages: ["genkit", "genkit/*", "@genkit-ai/mcp"],
  types: { Genkit: ["genkit()"] },
  reexports: { z: "zod" },
  registers,
});
