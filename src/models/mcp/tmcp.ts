import { model } from "../model.js";
import type { RegisterRow, SourceRow } from "../model.js";

const toolInput: SourceRow[] = [{ path: "param(0)", kind: "tool" }];

/** A definition and its function, given to the server or to `defineTool` and its kin. */
function defined(path: string, what: "tool" | "prompt"): RegisterRow {
  return {
    path, what, name: "arg(0).name", title: "arg(0).title", description: "arg(0).description", schema: "arg(0).schema", handler: "arg(1)",
    ...(what === "tool" ? { annotations: "arg(0).annotations", untrusted: toolInput } : { untrusted: [{ path: "param(0)", kind: "prompt" as const }] }),
    when: [{ at: "arg(1)", is: "function" }],
  };
}

const uri: SourceRow[] = [{ path: "param(0)", kind: "resource" }, { path: "param(1)", kind: "resource" }];

/** tmcp: schemas come from an adapter, valibot as a rule, and are held against the input before the function runs. */
export default model({
  packages: ["tmcp", "tmcp/*"],
  types: { McpServer: ["McpServer.new()", "McpServer.withContext()"] },
  registers: [
    { path: "McpServer.new()", what: "server", name: "arg(0).name", description: "arg(1).instructions" },
    defined("McpServer.tool", "tool"), defined("defineTool", "tool"), defined("McpServer.prompt", "prompt"), defined("definePrompt", "prompt"),
    ...["McpServer.template", "defineTemplate"].map((path): RegisterRow => ({
      path, what: "resource", name: "arg(0).name", uri: "arg(0).uri", title: "arg(0).title", description: "arg(0).description", handler: "arg(1)", untrusted: uri, when: [{ at: "arg(1)", is: "function" }],
    })),
    ...["McpServer.template", "defineTemplate", "McpServer.prompt", "definePrompt"].map((path): RegisterRow => ({
      path, what: "completion", handler: "arg(0).complete[*]", untrusted: [{ path: "param(0)", kind: "completion" }], when: [{ at: "arg(0).complete", is: "set", known: true }],
    })),
    { path: "McpServer.resource", what: "resource", name: "arg(0).name", uri: "arg(0).uri", description: "arg(0).description", handler: "arg(1)" },
  ],
});
