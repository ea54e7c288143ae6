import { model } from "../model.js";
import type { Condition, RegisterRow, SourceRow } from "../model.js";
import { callerTokens, clientAnswers, highLevelRegisters, lowLevelRegisters, registeredTypes } from "./sdk.js";

const untrusted: SourceRow[] = [{ path: "param(0)", kind: "tool" }, { path: "param(1)._meta", kind: "tool" }, { path: "param(1).mcpReq._meta", kind: "tool" }];
const named: Condition = { at: "arg(0).name", is: "string" };

const tool = {
  path: "McpServer.registerTool", what: "tool", name: "arg(0).name", title: "arg(0).title", description: "arg(0).description", schema: "arg(0).inputSchema",
  annotations: "arg(0).annotations", handler: "arg(1)", untrusted,
} as const;

/** A definition with its name in it and a function behind; what asks for scopes has two names. */
const registers: RegisterRow[] = [
  { ...tool, when: [{ at: "arg(0)", is: "object", known: true }, { at: "arg(0).securitySchemes", is: "set", known: true }], scopes: "arg(0).securitySchemes[*].scopes" },
  { ...tool, when: [{ at: "arg(0)", is: "object", known: true }, named], scopes: "arg(0).auth.scopes" },
  {
    path: "McpServer.registerWidget", what: "tool", name: "arg(0)", title: "arg(2).title", description: "arg(2).description", schema: "arg(2).inputSchema", annotations: "arg(2).annotations",
    handler: "arg(3)", untrusted,
  },
  { path: "McpServer.new()", what: "server", name: "arg(0).name", description: "arg(1).instructions" },
  { path: "McpServer.run", what: "transport", transport: "http" },
  { path: "McpServer.run", what: "listen", unbound: "everywhere" },
];

/** skybridge: a server of the SDK with its own way of naming tools. */
export default model({
  packages: ["skybridge", "skybridge/*"],
  types: {
    McpServer: ["McpServer.new()", "Skybridge.new()", ...["registerTool", "registerWidget", "use", "mcpMiddleware"].map((method) => `McpServer.${method}()`)],
    Server: ["McpServer.server"],
    ...registeredTypes,
  },
  registers: [...registers, ...highLevelRegisters, ...lowLevelRegisters],
  sources: [...clientAnswers, ...callerTokens],
});
