import { model } from "../model.js";

/** Helpers that take the server first and then what `registerTool` and `registerResource` take. */
export default model({
  packages: ["@modelcontextprotocol/ext-apps", "@modelcontextprotocol/ext-apps/*"],
  registers: [
    {
      path: "registerAppTool", what: "tool", name: "arg(1)", title: "arg(2).title", description: "arg(2).description", schema: "arg(2).inputSchema",
      annotations: "arg(2).annotations", handler: "arg(3)", untrusted: [{ path: "param(0)", kind: "tool" }, { path: "param(1)._meta", kind: "tool" }], needsSchema: true,
    },
    { path: "registerAppResource", what: "resource", name: "arg(1)", title: "arg(3).title", description: "arg(3).description", handler: "arg(4)" },
  ],
});
